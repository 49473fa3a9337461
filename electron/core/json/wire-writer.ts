import { JsonNumber, type JsonValue } from './value.ts';

/**
 * Compact JSON that keeps every number token: for the wire, where the enclave must parse the very kinds that were
 * hashed, and for replies to clients. Non-ASCII stays raw; lone surrogates are escaped, so the text has a UTF-8 form.
 */
export function stringifyWire(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof JsonNumber) return value.token;
  if (Array.isArray(value)) return `[${value.map(stringifyWire).join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of value) members.push(`${JSON.stringify(key)}:${stringifyWire(member)}`);
  return `{${members.join(',')}}`;
}
