import { keccak_256 } from '@noble/hashes/sha3.js';
import { JsonNumber, type JsonObject, type JsonValue, pythonNumber, writePythonJson } from '../core/json/index.ts';

/** A request that the gateway turns down; its text goes back sealed, as the inner status 400. */
export class GatewayRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GatewayRefusal';
  }
}

/** A chat request as the enclave understood it. */
export interface GatewayRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly JsonObject[];
  readonly tools: readonly JsonValue[];
  readonly toolChoice: JsonValue;
  /** Undefined when the caller set none. */
  readonly maxTokens: number | undefined;
  /** keccak256 of the canonical text, 32 bytes. */
  readonly requestHash: Uint8Array;
}

const AS_SENT: readonly string[] = ['max_tokens', 'stop', 'tools', 'response_format'];

/**
 * Reads a decrypted body and hashes it as the OpenGradient gateway does: from what was parsed, without putting anything
 * right. A client that seals 1 where it hashed 1.0, or a role or null that the gateway does not know, is found out here;
 * which is why this does not share the client's canonicalizer. Unknown keys (user, metadata, request_id and so on) are not hashed.
 * Throws {@link GatewayRefusal}.
 */
export function readGatewayRequest(body: JsonObject): GatewayRequest {
  const model = body.get('model');
  if (typeof model !== 'string' || model === '') throw new GatewayRefusal('model is required');
  if (/unknown|nope/i.test(model)) throw new GatewayRefusal('model not supported');
  const messages = readMessages(body.get('messages'));
  const hashed: JsonObject = new Map<string, JsonValue>([
    ['model', model],
    ['messages', messages.map(hashedMessage)],
    ['temperature', body.get('temperature') ?? new JsonNumber('0.0')],
  ]);
  for (const key of AS_SENT) {
    const value = body.get(key);
    if (value !== undefined && (key === 'max_tokens' ? value !== null : isGiven(value))) hashed.set(key, value);
  }
  if (isGiven(body.get('web_search'))) hashed.set('web_search', true);
  const tools = body.get('tools');
  const maxTokens = body.get('max_tokens');
  return {
    model,
    stream: body.get('stream') === true,
    messages,
    tools: Array.isArray(tools) ? tools : [],
    toolChoice: body.get('tool_choice') ?? null,
    maxTokens: maxTokens instanceof JsonNumber ? Number(maxTokens.token) : undefined,
    requestHash: keccak_256(Buffer.from(writePythonJson(hashed), 'latin1')),
  };
}

function readMessages(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) throw new GatewayRefusal('messages must be a non-empty list');
  return value.map(message => {
    if (!(message instanceof Map)) throw new GatewayRefusal('a message must be an object');
    return message;
  });
}

function hashedMessage(message: JsonObject): JsonObject {
  const role = message.get('role');
  const content = message.get('content') ?? null;
  switch (role) {
    case 'system':
      return new Map<string, JsonValue>([
        ['role', role],
        ['content', required(content, 'content')],
      ]);
    case 'user':
      return new Map<string, JsonValue>([
        ['role', role],
        ['content', Array.isArray(content) ? content.map(hashedPart) : required(content, 'content')],
      ]);
    case 'assistant':
      return hashedAssistant(message, content);
    case 'tool':
      return new Map<string, JsonValue>([
        ['role', role],
        ['content', required(content, 'content')],
        ['tool_call_id', asText(message.get('tool_call_id'), 'tool_call_id')],
      ]);
    case 'function':
      return new Map<string, JsonValue>([
        ['role', role],
        ['content', asText(content, 'content')],
        ['name', asText(message.get('name'), 'name')],
      ]);
    default:
      throw new GatewayRefusal(`unknown role ${typeof role === 'string' ? role.slice(0, 40) : 'of a wrong type'}`);
  }
}

function hashedAssistant(message: JsonObject, content: JsonValue): JsonObject {
  const hashed: JsonObject = new Map<string, JsonValue>([
    ['role', 'assistant'],
    ['content', isGiven(content) ? content : ''],
  ]);
  const calls = message.get('tool_calls');
  if (calls !== undefined && isGiven(calls)) hashed.set('tool_calls', calls);
  return hashed;
}

/** Only type, text and file name of a content part are hashed; bytes and addresses are not. */
function hashedPart(part: JsonValue): JsonObject {
  if (!(part instanceof Map)) throw new GatewayRefusal('a content part must be an object');
  const type = part.get('type') ?? null;
  if (type === 'text') {
    const text = part.get('text');
    return new Map<string, JsonValue>([
      ['type', type],
      ['text', text !== undefined && isGiven(text) ? text : ''],
    ]);
  }
  const hashed: JsonObject = new Map([['type', type]]);
  const file = part.get('file');
  const inner = file instanceof Map ? file.get('filename') : undefined;
  const filename = isGiven(inner) ? inner : part.get('filename');
  if (filename !== undefined && isGiven(filename)) hashed.set('filename', filename);
  return hashed;
}

function required(value: JsonValue, name: string): JsonValue {
  if (value === null) throw new GatewayRefusal(`${name} must not be null`);
  return value;
}

/** The gateway's models declare these fields as text and convert numbers. */
function asText(value: JsonValue | undefined, name: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) return pythonNumber(value.token);
  throw new GatewayRefusal(`${name} must be text`);
}

/** Python's truth of a JSON value. */
function isGiven(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (value instanceof JsonNumber) return Number(value.token) !== 0;
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : true;
}
