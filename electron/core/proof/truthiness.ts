import { JsonNumber, type JsonValue } from '../json/index.ts';

/** Python's truth value: the enclave's program decides by it whether an optional field counts as given. */
export function isTruthy(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (value instanceof JsonNumber) return Number(value.token) !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return true;
}
