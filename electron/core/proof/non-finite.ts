import { JsonNumber, type JsonValue } from '../json/index.ts';
import type { FieldPath } from './field-path.ts';

/** The path of the first number that no double can hold, if there is one. */
export function findNonFinite(value: JsonValue, at: FieldPath): FieldPath | undefined {
  if (value instanceof JsonNumber) {
    return !value.isInteger && !Number.isFinite(Number(value.token)) ? at : undefined;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findNonFinite(item, at.item(index));
      if (found !== undefined) return found;
    }
  } else if (value instanceof Map) {
    for (const [key, member] of value) {
      const found = findNonFinite(member, at.member(key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
