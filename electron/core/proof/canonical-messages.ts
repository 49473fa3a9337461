import type { JsonObject, JsonValue } from '../json/index.ts';
import { UnsupportedRequestError } from './errors.ts';
import { type FieldPath, jsonTypeName } from './field-path.ts';
import { isTruthy } from './truthiness.ts';

/** One message in the form that is hashed, and in the form that is sent. */
export interface CanonicalMessage {
  readonly hashed: JsonObject;
  readonly sent: JsonObject;
}

/** Takes note of a field that the caller sent and that neither form carries. */
export type DropField = (path: FieldPath) => void;

/**
 * Reduces one message to the two forms (rules of the OpenGradient SDK's request hashing). Roles are matched by exact
 * case; developer becomes system because the gateway does not know it.
 * Throws {@link UnsupportedRequestError} for what the gateway refuses, or would hash differently.
 */
export function canonicalizeMessage(message: JsonValue, at: FieldPath, drop: DropField): CanonicalMessage {
  if (!(message instanceof Map)) {
    throw new UnsupportedRequestError(at.text, `A message must be an object, but it is ${jsonTypeName(message)}.`);
  }
  const role = message.get('role');
  switch (role) {
    case 'system':
    case 'developer':
      return same(message, at, drop, { role: 'system', content: textOrParts(message, at) });
    case 'user':
      return userMessage(message, at, drop);
    case 'assistant':
      return assistantMessage(message, at, drop);
    case 'tool':
      return same(message, at, drop, {
        role,
        content: textOrParts(message, at),
        tool_call_id: text(message, 'tool_call_id', at),
      });
    case 'function':
      return same(message, at, drop, { role, content: text(message, 'content', at), name: text(message, 'name', at) });
    default:
      throw new UnsupportedRequestError(
        at.member('role').text,
        'The role must be one of system, developer, user, assistant, tool and function.',
      );
  }
}

function same(
  message: JsonObject,
  at: FieldPath,
  drop: DropField,
  fields: Readonly<Record<string, JsonValue>>,
): CanonicalMessage {
  const reduced: JsonObject = new Map(Object.entries(fields));
  dropOthers(message, reduced, at, drop);
  return { hashed: reduced, sent: reduced };
}

/** Attachments travel, but only their kind and file name are hashed: the hash does not commit to their bytes. */
function userMessage(message: JsonObject, at: FieldPath, drop: DropField): CanonicalMessage {
  const contentAt = at.member('content');
  const content = message.get('content');
  const sent: JsonObject = new Map<string, JsonValue>([['role', 'user']]);
  dropOthers(message, new Map([...sent, ['content', null]]), at, drop);
  if (typeof content === 'string') {
    sent.set('content', content);
    return { hashed: sent, sent };
  }
  if (!Array.isArray(content)) throw mustBe(contentAt, 'a string or an array of parts', content);
  sent.set('content', content);
  const parts = content.map((part, index) => hashedPart(part, contentAt.item(index)));
  return { hashed: new Map<string, JsonValue>([...sent, ['content', parts]]), sent };
}

function hashedPart(part: JsonValue, at: FieldPath): JsonObject {
  if (!(part instanceof Map)) throw mustBe(at, 'an object', part);
  const type = text(part, 'type', at);
  if (type === 'text')
    return new Map([
      ['type', type],
      ['text', text(part, 'text', at)],
    ]);
  const hashed: JsonObject = new Map([['type', type]]);
  const file = part.get('file');
  const inner = file instanceof Map ? file.get('filename') : undefined;
  const [filename, filenameAt] = isTruthy(inner)
    ? [inner, at.member('file').member('filename')]
    : [part.get('filename'), at.member('filename')];
  if (isTruthy(filename)) {
    if (typeof filename !== 'string') throw mustBe(filenameAt, 'a string', filename);
    hashed.set('filename', filename);
  }
  return hashed;
}

function assistantMessage(message: JsonObject, at: FieldPath, drop: DropField): CanonicalMessage {
  const content = message.get('content') ?? '';
  if (typeof content !== 'string' && !Array.isArray(content)) {
    throw mustBe(at.member('content'), 'a string, an array of parts or null', content);
  }
  const reduced: JsonObject = new Map<string, JsonValue>([
    ['role', 'assistant'],
    ['content', isTruthy(content) ? content : ''],
  ]);
  const calls = message.get('tool_calls');
  if (isTruthy(calls)) {
    const callsAt = at.member('tool_calls');
    if (!Array.isArray(calls)) throw mustBe(callsAt, 'an array', calls);
    reduced.set(
      'tool_calls',
      calls.map((call, index) => reducedToolCall(call, callsAt.item(index), drop)),
    );
  }
  dropOthers(message, new Map([...reduced, ['tool_calls', null]]), at, drop);
  return { hashed: reduced, sent: reduced };
}

function reducedToolCall(call: JsonValue, at: FieldPath, drop: DropField): JsonObject {
  if (!(call instanceof Map)) throw mustBe(at, 'an object', call);
  const functionAt = at.member('function');
  const called = call.has('function') ? call.get('function') : new Map<string, JsonValue>();
  if (!(called instanceof Map)) throw mustBe(functionAt, 'an object', called);
  const reducedFunction: JsonObject = new Map<string, JsonValue>([
    ['name', textOr('', called, 'name', functionAt)],
    ['arguments', toolArguments(called, functionAt)],
  ]);
  const reduced: JsonObject = new Map<string, JsonValue>([
    ['id', textOr('', call, 'id', at)],
    ['type', textOr('function', call, 'type', at)],
    ['function', reducedFunction],
  ]);
  dropOthers(called, reducedFunction, functionAt, drop);
  dropOthers(call, reduced, at, drop);
  return reduced;
}

/** Text in the OpenAI schema; some clients send the arguments as an object, which both sides hash as it stands. */
function toolArguments(called: JsonObject, at: FieldPath): JsonValue {
  const value = called.get('arguments');
  return value instanceof Map ? value : textOr('', called, 'arguments', at);
}

function textOrParts(object: JsonObject, at: FieldPath): JsonValue {
  const content = object.get('content');
  if (typeof content === 'string' || Array.isArray(content)) return content;
  throw mustBe(at.member('content'), 'a string or an array of parts', content);
}

function text(object: JsonObject, key: string, at: FieldPath): string {
  const value = object.get(key);
  if (typeof value !== 'string') throw mustBe(at.member(key), 'a string', value);
  return value;
}

function textOr(absent: string, object: JsonObject, key: string, at: FieldPath): string {
  return object.has(key) ? text(object, key, at) : absent;
}

function mustBe(at: FieldPath, wanted: string, found: JsonValue | undefined): UnsupportedRequestError {
  return new UnsupportedRequestError(at.text, `This must be ${wanted}, but it is ${jsonTypeName(found)}.`);
}

function dropOthers(given: JsonObject, kept: JsonObject, at: FieldPath, drop: DropField): void {
  for (const [key, value] of given) {
    if (value !== null && !kept.has(key)) drop(at.member(key));
  }
}
