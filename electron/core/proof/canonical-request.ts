import { keccak_256 } from '@noble/hashes/sha3.js';
import {
  JsonNumber,
  type JsonObject,
  type JsonValue,
  pythonFloatOfToken,
  stringifyWire,
  writePythonJson,
} from '../json/index.ts';
import { canonicalizeMessage } from './canonical-messages.ts';
import { UnsupportedRequestError } from './errors.ts';
import { FieldPath, jsonTypeName } from './field-path.ts';
import { findNonFinite } from './non-finite.ts';
import { isTruthy } from './truthiness.ts';

/** A chat request in the two forms the protocol needs: one that is hashed and never sent, one that is sent. */
export interface CanonicalRequest {
  readonly model: string;
  /** Whether the caller wants server-sent events. Never hashed. */
  readonly stream: boolean;
  /** The text whose keccak256 the enclave signs; pure ASCII. */
  readonly canonical: string;
  /** keccak256 of `canonical`, 32 bytes. */
  readonly requestHash: Uint8Array;
  /** What is sealed and sent, without `stream`; see {@link wireBytes}. */
  readonly wire: JsonObject;
  /** Fields the caller sent that neither form carries, as paths without positions, each once. */
  readonly droppedFields: readonly string[];
}

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'temperature',
  'max_tokens',
  'stop',
  'tools',
  'tool_choice',
  'response_format',
  'web_search',
  'stream',
  'stream_options',
]);

const ROOT = new FieldPath('');
const EMPTY_FIELDS: readonly string[] = [];

/**
 * Builds both forms of an OpenAI chat completion body, by the rules of the OpenGradient SDK.
 * Throws {@link UnsupportedRequestError} with a pointer to the field for bodies that the enclave would refuse, that it
 * would hash differently, or that lie outside the OpenAI schema where the reference client hashes a Python notation.
 */
export function canonicalizeRequest(body: JsonValue): CanonicalRequest {
  if (!(body instanceof Map)) {
    throw new UnsupportedRequestError('', `The request must be a JSON object, but it is ${jsonTypeName(body)}.`);
  }
  const dropped = new Set<string>();
  const drop = (path: FieldPath): void => void dropped.add(path.pattern);
  const model = body.get('model');
  if (typeof model !== 'string' || model === '') throw mustBe('model', 'a non-empty string', model);
  const messages = messageList(body).map((message, index) =>
    canonicalizeMessage(message, ROOT.member('messages').item(index), drop),
  );
  const options = hashedOptions(body);
  const hashed: JsonObject = new Map<string, JsonValue>([
    ['model', model],
    ['messages', messages.map(message => message.hashed)],
    ...options,
  ]);
  const wire: JsonObject = new Map<string, JsonValue>([
    ['model', model],
    ['messages', messages.map(message => message.sent)],
    ...options,
  ]);
  const toolChoice = body.get('tool_choice') ?? null;
  if (toolChoice !== null) wire.set('tool_choice', toolChoice);
  for (const [key, value] of body) if (value !== null && !KNOWN_FIELDS.has(key)) drop(ROOT.member(key));
  dropStreamOptions(body.get('stream_options'), drop);
  const canonical = canonicalText(hashed);
  return {
    model,
    stream: wantsStream(body),
    canonical,
    requestHash: keccak_256(Buffer.from(canonical, 'latin1')),
    wire,
    droppedFields: dropped.size === 0 ? EMPTY_FIELDS : [...dropped],
  };
}

/** The bytes to seal: compact UTF-8 JSON of the wire form, with `stream: true` when the answer is to be streamed. */
export function wireBytes(request: CanonicalRequest, options: { readonly stream: boolean }): Uint8Array {
  const wire = options.stream ? new Map([...request.wire, ['stream', true]]) : request.wire;
  return Buffer.from(stringifyWire(wire), 'utf8');
}

function messageList(body: JsonObject): readonly JsonValue[] {
  const messages = body.get('messages');
  if (!Array.isArray(messages) || messages.length === 0) throw mustBe('messages', 'a non-empty array', messages);
  return messages;
}

function hashedOptions(body: JsonObject): JsonObject {
  const options: JsonObject = new Map([['temperature', temperature(body)]]);
  const maxTokens = body.get('max_tokens') ?? null;
  if (maxTokens !== null) {
    if (!(maxTokens instanceof JsonNumber)) throw mustBe('max_tokens', 'a number', maxTokens);
    options.set('max_tokens', maxTokens);
  }
  const stop = body.get('stop');
  if (stop !== undefined && isTruthy(stop)) options.set('stop', checkedStop(stop));
  const tools = body.get('tools');
  if (tools !== undefined && isTruthy(tools)) {
    if (!Array.isArray(tools)) throw mustBe('tools', 'an array', tools);
    options.set('tools', tools);
  }
  const format = body.get('response_format');
  if (format !== undefined && isTruthy(format)) {
    if (!(format instanceof Map)) throw mustBe('response_format', 'an object', format);
    options.set('response_format', format);
  }
  const webSearch = body.get('web_search');
  if (isTruthy(webSearch)) {
    if (webSearch !== true) throw mustBe('web_search', 'a boolean', webSearch);
    options.set('web_search', true);
  }
  return options;
}

/** Always present and always a float: the enclave parses 0.0 and 0 as different numbers. */
function temperature(body: JsonObject): JsonNumber {
  const value = body.get('temperature') ?? null;
  if (value === null) return new JsonNumber('0.0');
  if (!(value instanceof JsonNumber)) throw mustBe('temperature', 'a number', value);
  const text = pythonFloatOfToken(value.token);
  if (text.endsWith('Infinity')) throw new UnsupportedRequestError('temperature', 'The number is too large.');
  return new JsonNumber(text);
}

function checkedStop(stop: JsonValue): JsonValue {
  if (typeof stop === 'string') return stop;
  if (!Array.isArray(stop)) throw mustBe('stop', 'a string or an array of strings', stop);
  const odd = stop.findIndex(item => typeof item !== 'string');
  if (odd !== -1) throw mustBe(`stop[${odd}]`, 'a string', stop[odd]);
  return stop;
}

function wantsStream(body: JsonObject): boolean {
  const stream = body.get('stream') ?? false;
  if (typeof stream !== 'boolean') throw mustBe('stream', 'a boolean', stream);
  return stream;
}

/** None of it is sent. `include_usage` is not told: whether its last frame has the usage is the enclave's to decide. */
function dropStreamOptions(options: JsonValue | undefined, drop: (path: FieldPath) => void): void {
  const path = ROOT.member('stream_options');
  if (!(options instanceof Map)) {
    if ((options ?? null) !== null) drop(path);
    return;
  }
  for (const [key, value] of options) if (value !== null && key !== 'include_usage') drop(path.member(key));
}

/** Python writes numbers beyond a double as `Infinity`, which is no JSON: refused, not imitated. */
function canonicalText(hashed: JsonObject): string {
  const text = writePythonJson(hashed);
  if (text.includes('Infinity')) {
    const path = findNonFinite(hashed, ROOT);
    if (path !== undefined) throw new UnsupportedRequestError(path.text, 'The number is too large.');
  }
  return text;
}

function mustBe(param: string, wanted: string, found: JsonValue | undefined): UnsupportedRequestError {
  return new UnsupportedRequestError(param, `\`${param}\` must be ${wanted}, but it is ${jsonTypeName(found)}.`);
}
