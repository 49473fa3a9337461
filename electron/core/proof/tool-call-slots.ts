import { JsonNumber, type JsonObject, type JsonValue, writePythonJson } from '../json/index.ts';
import { VerificationError } from './errors.ts';
import { isTruthy } from './truthiness.ts';

interface Slot {
  id: JsonValue;
  type: JsonValue;
  name: JsonValue;
  readonly argumentPieces: string[];
}

/** Puts streamed fragments of tool calls together as the enclave does before it hashes them. */
export class ToolCallSlots {
  readonly #slots = new Map<bigint, Slot>();

  get isEmpty(): boolean {
    return this.#slots.size === 0;
  }

  /** Takes in one `delta.tool_calls`. Throws {@link VerificationError} (`malformed_inner`) for odd shapes. */
  add(fragments: readonly JsonValue[]): void {
    for (const fragment of fragments) {
      if (!(fragment instanceof Map)) throw malformed('A fragment of a tool call is not an object.');
      this.#merge(this.#slot(fragment.get('index')), fragment);
    }
  }

  /** The calls in order of their index, in the notation that is hashed. */
  toText(): string {
    const ordered = [...this.#slots].sort(([left], [right]) => (left < right ? -1 : 1));
    return writePythonJson(ordered.map(([, slot]) => toCall(slot)));
  }

  #slot(index: JsonValue | undefined): Slot {
    const key = index === undefined || index === null ? 0n : indexNumber(index);
    const slot = this.#slots.get(key) ?? { id: '', type: 'function', name: '', argumentPieces: [] };
    this.#slots.set(key, slot);
    return slot;
  }

  #merge(slot: Slot, fragment: JsonObject): void {
    const [id, type, called] = [fragment.get('id'), fragment.get('type'), fragment.get('function')];
    if (id !== undefined && isTruthy(id)) slot.id = id;
    if (type !== undefined && isTruthy(type)) slot.type = type;
    if (!isTruthy(called)) return;
    if (!(called instanceof Map)) throw malformed('The function of a tool call is not an object.');
    const [name, pieces] = [called.get('name'), called.get('arguments')];
    if (name !== undefined && isTruthy(name)) slot.name = name;
    if (typeof pieces === 'string') slot.argumentPieces.push(pieces);
    else if (isTruthy(pieces)) throw malformed('The arguments of a tool call are not text.');
  }
}

function indexNumber(index: JsonValue): bigint {
  if (index instanceof JsonNumber && index.isInteger) return BigInt(index.token);
  throw malformed('The index of a tool call is not an integer.');
}

function toCall(slot: Slot): JsonObject {
  const called: JsonObject = new Map<string, JsonValue>([
    ['name', slot.name],
    ['arguments', slot.argumentPieces.join('')],
  ]);
  return new Map<string, JsonValue>([
    ['id', slot.id],
    ['type', slot.type],
    ['function', called],
  ]);
}

function malformed(problem: string): VerificationError {
  return new VerificationError('malformed_inner', problem);
}
