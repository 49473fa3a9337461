import { JsonNumber, type JsonValue } from '../json/index.ts';
import { type CanonicalRequest, UnsupportedRequestError } from '../proof/index.ts';

/** A request, and which of its fields went under another name. */
export interface ClientRequest extends CanonicalRequest {
  /** `from=to` for each. */
  readonly mappedFields: readonly string[];
}

const NEW_NAME = 'max_completion_tokens';
const NAME = 'max_tokens';

/**
 * A request body with OpenAI's newer `max_completion_tokens` under the name that the enclave knows and signs, unless it
 * has a `max_tokens` of its own, which wins. A copy: the body stays as it is. Throws UnsupportedRequestError when the
 * mapped value is no number.
 */
export function mapFields(body: JsonValue): { readonly body: JsonValue; readonly mappedFields: readonly string[] } {
  const limit = body instanceof Map ? (body.get(NEW_NAME) ?? null) : null;
  if (!(body instanceof Map) || limit === null || (body.get(NAME) ?? null) !== null) return { body, mappedFields: [] };
  if (!(limit instanceof JsonNumber)) throw new UnsupportedRequestError(NEW_NAME, `\`${NEW_NAME}\` must be a number.`);
  const mapped = new Map(body).set(NAME, limit);
  mapped.delete(NEW_NAME);
  return { body: mapped, mappedFields: [`${NEW_NAME}=${NAME}`] };
}
