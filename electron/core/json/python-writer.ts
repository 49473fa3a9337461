import { compareCodePoints } from './code-points.ts';
import { pythonNumber } from './python-number.ts';
import { JsonNumber, type JsonObject, type JsonValue } from './value.ts';

/** Everything that needs no escape: space to tilde without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** What JSON.stringify leaves raw and Python escapes. */
const BEYOND_TILDE = /[\u007f-\uffff]/g;
/** Below this unit the order by UTF-16 unit is the order by code point. */
const ABOVE_SIMPLE_ORDER = /[\ud800-\uffff]/;

/**
 * Writes a value exactly as CPython's `json.dumps(value, sort_keys=True)` does with default settings: comma-space and
 * colon-space, keys by code point, pure ASCII with lower-case `\u` escapes, numbers as {@link pythonNumber}.
 */
export function writePythonJson(value: JsonValue): string {
  if (typeof value === 'string') return pythonString(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof JsonNumber) return pythonNumber(value.token);
  if (Array.isArray(value)) return `[${value.map(writePythonJson).join(', ')}]`;
  return writeObject(value);
}

function writeObject(object: JsonObject): string {
  const keys = [...object.keys()];
  if (keys.some(key => ABOVE_SIMPLE_ORDER.test(key))) keys.sort(compareCodePoints);
  else keys.sort();
  const members = keys.map(key => `${pythonString(key)}: ${writePythonJson(object.get(key) ?? null)}`);
  return `{${members.join(', ')}}`;
}

function pythonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(BEYOND_TILDE, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
