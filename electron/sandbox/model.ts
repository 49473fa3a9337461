import { JsonNumber, type JsonObject, type JsonValue } from '../core/json/index.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { sampleArguments } from './sample-arguments.ts';

/** The names that the sandbox offers; it answers to any other name too, unless it contains "unknown" or "nope". */
export const SANDBOX_MODELS: readonly string[] = ['sandbox/echo', 'sandbox/long', 'sandbox/tools'];

/** Between the words of "count to N", so that a person sees the stream move. */
const COUNT_PAUSE_MS = 20;
const MAX_COUNT = 10_000;
const MAX_ECHO_CHARACTERS = 600;
const LONG_WORDS = 200;

/** A tool call as OpenAI shapes it. */
export interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** What the model says. */
export interface ModelAnswer {
  /** The text in the pieces that are streamed, about a word each; empty beside tool calls. */
  readonly pieces: readonly string[];
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
  /** Wait this long between two pieces of a stream, milliseconds. */
  readonly pauseMs: number;
  readonly promptTokens: number;
}

/** The sandbox's "model": answers follow from the request and the enclave's name alone, and always say what they are. */
export function runModel(request: GatewayRequest, enclaveName: string): ModelAnswer {
  const last = request.messages.at(-1);
  const prompt = textOf(last?.get('content'));
  const promptTokens = request.messages.reduce((sum, message) => sum + wordCount(textOf(message.get('content'))), 0);
  const tool = last?.get('role') === 'tool' ? undefined : chosenTool(request, prompt);
  if (tool !== undefined) {
    const toolCalls = [toolCall(tool, request.requestHash)];
    return { pieces: [], toolCalls, finishReason: 'tool_calls', pauseMs: 0, promptTokens };
  }
  const count = /\bcount to (\d{1,9})\b/i.exec(prompt)?.[1];
  const text = `Sandbox answer from ${enclaveName}: ${reply(request, last, prompt, count)}`;
  const pieces = text.match(/\S+\s*|\s+/g) ?? [];
  const limit = Math.max(0, Math.floor(request.maxTokens ?? pieces.length));
  return {
    pieces: pieces.slice(0, limit),
    toolCalls: [],
    finishReason: limit < pieces.length ? 'length' : 'stop',
    pauseMs: count === undefined ? 0 : COUNT_PAUSE_MS,
    promptTokens,
  };
}

function reply(
  request: GatewayRequest,
  last: JsonObject | undefined,
  prompt: string,
  count: string | undefined,
): string {
  if (count !== undefined) {
    return Array.from({ length: Math.min(Number(count), MAX_COUNT) }, (_, index) => index + 1).join(' ');
  }
  const quoted = prompt.length > MAX_ECHO_CHARACTERS ? `${prompt.slice(0, MAX_ECHO_CHARACTERS)}…` : prompt;
  if (last?.get('role') === 'tool') return `the tool said: ${wellFormed(quoted)}`;
  const images = request.messages.reduce((sum, message) => sum + countParts(message, 'image_url'), 0);
  const files = request.messages.reduce((sum, message) => sum + countParts(message, 'file'), 0);
  const attachments = [
    ...(images > 0 ? [`${images} image${images === 1 ? '' : 's'}`] : []),
    ...(files > 0 ? [`${files} file${files === 1 ? '' : 's'}`] : []),
  ];
  const received = attachments.length === 0 ? '' : ` with ${attachments.join(' and ')}`;
  const echo = `you said "${wellFormed(quoted)}"${received}. No real model was asked.`;
  return request.model === 'sandbox/long' ? `${echo} ${'More words follow. '.repeat(LONG_WORDS / 3).trim()}` : echo;
}

/** The tool to call: one that is forced, or the first when the prompt or the model's name asks for tools. */
function chosenTool({ tools, toolChoice, model }: GatewayRequest, prompt: string): JsonObject | undefined {
  const functions = tools
    .map(tool => (tool instanceof Map ? tool.get('function') : undefined))
    .filter(tool => tool instanceof Map);
  const named = (name: JsonValue | undefined): JsonObject | undefined => functions.find(f => f.get('name') === name);
  if (toolChoice === 'none') return undefined;
  if (toolChoice instanceof Map) {
    const wanted = toolChoice.get('function');
    return named(wanted instanceof Map ? wanted.get('name') : toolChoice.get('name'));
  }
  const mentioned = functions.find(f => {
    const name = f.get('name');
    return typeof name === 'string' && name !== '' && prompt.includes(name);
  });
  const asks = toolChoice === 'required' || model === 'sandbox/tools' || /\btools?\b/i.test(prompt);
  return mentioned ?? (asks ? functions[0] : undefined);
}

function toolCall(tool: JsonObject, requestHash: Uint8Array): ToolCall {
  const name = tool.get('name');
  return {
    id: `call_${Buffer.from(requestHash).toString('hex').slice(0, 24)}`,
    type: 'function',
    function: {
      name: typeof name === 'string' ? name : '',
      arguments: JSON.stringify(sampleArguments(tool.get('parameters') ?? null)),
    },
  };
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (content instanceof JsonNumber) return content.token;
  if (!Array.isArray(content)) return '';
  return content.map(part => (part instanceof Map ? textOf(part.get('text')) : '')).join('');
}

function countParts(message: JsonObject, type: string): number {
  const content = message.get('content');
  if (!Array.isArray(content)) return 0;
  return content.filter(part => part instanceof Map && part.get('type') === type).length;
}

function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Lone surrogates have no UTF-8 form, so no honest answer can hold them. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
