import { decodeUtf8, JsonNumber, type JsonObject, type JsonValue, parseJson } from '../json/index.ts';
import { EnclaveError, VerificationError } from './errors.ts';

const FALLBACK_ERROR_TEXT = 'The enclave answered with an error and gave no reason.';
/** Enough for any reason, short enough for a log line and a header-sized envelope. */
const MAX_ERROR_TEXT = 2_000;
const LOWEST_ERROR_STATUS = 400;

/**
 * Opens the JSON inside a single sealed answer. Two shapes are in use: `{"status": integer, "body": object}` and the
 * bare answer.
 * Throws {@link EnclaveError} for an answer that is an error, {@link VerificationError} (`malformed_inner`) for bytes
 * that are no JSON object.
 */
export function openInner(bytes: Uint8Array): JsonObject {
  const whole = parseObject(bytes);
  const status = envelopeStatus(whole.get('status'));
  const body = whole.get('body');
  if (status !== undefined && body !== undefined) {
    if (status >= LOWEST_ERROR_STATUS) throw new EnclaveError(status, errorText(body));
    if (body instanceof Map) return body;
  }
  if (whole.has('error') && !whole.has('tee_signature')) throw new EnclaveError(502, errorText(whole));
  return whole;
}

/** The text of an error object's `error`: itself, or the `message` inside it. Bounded in length. */
export function errorText(body: JsonValue): string {
  const error = body instanceof Map ? body.get('error') : undefined;
  const text = error instanceof Map ? error.get('message') : error;
  return typeof text === 'string' && text !== '' ? text.slice(0, MAX_ERROR_TEXT) : FALLBACK_ERROR_TEXT;
}

function parseObject(bytes: Uint8Array): JsonObject {
  let value: JsonValue;
  try {
    value = parseJson(decodeUtf8(bytes));
  } catch (cause) {
    throw new VerificationError('malformed_inner', 'The opened answer is not JSON.', { cause });
  }
  if (value instanceof Map) return value;
  throw new VerificationError('malformed_inner', 'The opened answer is not a JSON object.');
}

/** Booleans are integers to the Python programs on the other side. */
function envelopeStatus(status: JsonValue | undefined): number | undefined {
  if (typeof status === 'boolean') return Number(status);
  return status instanceof JsonNumber && status.isInteger ? Number(status.token) : undefined;
}
