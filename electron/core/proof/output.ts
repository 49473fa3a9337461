import { JsonNumber, type JsonObject, type JsonValue, pythonNumber, writePythonJson } from '../json/index.ts';
import { VerificationError } from './errors.ts';
import { isTruthy } from './truthiness.ts';

/** The part of an answer that its signature covers, and what it leaves out. */
export interface SignedOutput {
  /** The text that is hashed: the answer's text, or its tool calls in Python's JSON notation. */
  readonly text: string;
  readonly covers: 'content' | 'tool_calls';
  /** Paths of what reaches a client although no signature covers it; empty for nearly every answer. */
  readonly unsignedFields: readonly string[];
  /** Tool calls are there and the signature does not cover them. Clients act on tool calls, so this is refused. */
  readonly hasUnsignedToolCalls: boolean;
}

/** Texts that some models put beside their content; shown to people, never hashed. */
export const SIDE_TEXTS: readonly string[] = ['refusal', 'reasoning_content', 'reasoning'];

/**
 * What a single answer's signature is taken over: the first choice's tool calls when it finished with `tool_calls`,
 * else its content. Throws {@link VerificationError} (`malformed_inner`) for content that has no defined text.
 */
export function extractSingle(inner: JsonObject): SignedOutput {
  const choices = inner.get('choices');
  const [first, ...others] = Array.isArray(choices) ? choices : [];
  const choice: JsonObject = first instanceof Map ? first : new Map<string, JsonValue>();
  const member = choice.get('message');
  const message: JsonObject = member instanceof Map ? member : new Map<string, JsonValue>();
  const calls = message.get('tool_calls');
  const signsCalls = choice.get('finish_reason') === 'tool_calls' && Array.isArray(calls);
  const content = contentText(message.get('content'));
  const unsignedTexts = SIDE_TEXTS.filter(key => isTruthy(message.get(key)));
  if (signsCalls && content !== '') unsignedTexts.unshift('content');
  return {
    text: signsCalls ? writePythonJson(calls) : content,
    covers: signsCalls ? 'tool_calls' : 'content',
    unsignedFields: [
      ...unsignedTexts.map(key => `choices[0].message.${key}`),
      ...others.map((_, index) => `choices[${index + 1}]`),
    ],
    hasUnsignedToolCalls: (!signsCalls && isTruthy(calls)) || isTruthy(message.get('function_call')),
  };
}

/** The answer without the choices that no signature covers; the same object when there is just one. */
export function signedChoiceOnly(inner: JsonObject): JsonObject {
  const choices = inner.get('choices');
  return Array.isArray(choices) && choices.length > 1 ? new Map(inner).set('choices', choices.slice(0, 1)) : inner;
}

/** Text as it is, parts joined, anything else empty: the rule is the same for a message and a delta. */
export function contentText(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(partText).join('') : '';
}

function partText(part: JsonValue): string {
  if (typeof part === 'string') return part;
  if (part === null) return 'None';
  if (typeof part === 'boolean') return part ? 'True' : 'False';
  if (part instanceof JsonNumber) return pythonNumber(part.token).replace('Infinity', 'inf');
  if (part instanceof Map) {
    const text = part.get('text') ?? (part.has('text') ? null : '');
    if (typeof text === 'string') return text;
  }
  throw new VerificationError('malformed_inner', 'A part of the content has no text that could be hashed.');
}
