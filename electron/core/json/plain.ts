import { JsonNumber, type JsonObject, type JsonValue } from './value.ts';

/**
 * The value as ordinary JavaScript: objects without prototype (so `__proto__` is a key like any other), numbers as
 * doubles. Lossy for big integers and number kinds: never on the way to a hash.
 */
export function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.token);
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [key, member] of value) object[key] = toPlain(member);
    return object;
  }
  return value;
}

/**
 * Ordinary JavaScript as a {@link JsonValue}. JsonNumbers and Maps pass as they are, members that are undefined are
 * left out as JSON.stringify does, bigints become integers.
 * Throws TypeError for what JSON cannot say (functions, symbols, undefined elsewhere, NaN and the infinities).
 */
export function fromPlain(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof JsonNumber) return value;
  if (typeof value === 'bigint') return new JsonNumber(value.toString());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no number that is not finite.');
    return new JsonNumber(Object.is(value, -0) ? '-0.0' : String(value));
  }
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== 'object') throw new TypeError(`JSON cannot hold a value of type ${typeof value}.`);
  const object: JsonObject = new Map();
  const members: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  for (const [key, member] of members) {
    if (member !== undefined) object.set(String(key), fromPlain(member));
  }
  return object;
}
