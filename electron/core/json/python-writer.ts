import { compareCodePoints } from './code-points.ts';
import { pythonNumber } from './python-number.ts';
import { JsonNumber, type JsonObject, type JsonValue } from './value.ts';

/** Everything that needs no escape: space to tilde without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;
const BEYOND_TILDE = /[\u007f-\uffff]/;
const TILDE = 0x7e;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const HEX_DIGITS = '0123456789abcdef';
/** A backslash, the letter u and four digits. */
const ESCAPE_LENGTH = 6;
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
  // JSON.stringify escapes what both agree on; DEL and everything beyond is left to be done.
  const quoted = JSON.stringify(text);
  return BEYOND_TILDE.test(quoted) ? escapeBeyondTilde(quoted) : quoted;
}

/** Byte by byte into one buffer: a replacing function called for each character takes seconds for a long document. */
function escapeBeyondTilde(quoted: string): string {
  let escapes = 0;
  for (let at = 0; at < quoted.length; at += 1) if (quoted.charCodeAt(at) > TILDE) escapes += 1;
  const bytes = Buffer.allocUnsafe(quoted.length + escapes * (ESCAPE_LENGTH - 1));
  let length = 0;
  for (let at = 0; at < quoted.length; at += 1) {
    const unit = quoted.charCodeAt(at);
    if (unit <= TILDE) {
      bytes[length] = unit;
      length += 1;
      continue;
    }
    bytes[length] = BACKSLASH;
    bytes[length + 1] = LETTER_U;
    for (let digit = 0; digit < 4; digit += 1) {
      bytes[length + 2 + digit] = HEX_DIGITS.charCodeAt((unit >> (12 - 4 * digit)) & 0xf);
    }
    length += ESCAPE_LENGTH;
  }
  return bytes.toString('latin1', 0, length);
}
