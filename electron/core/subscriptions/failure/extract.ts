/** What is not JSON is cut to this many characters. */
const PLAIN_TEXT_LENGTH = 500;
/** A message inside JSON may be longer, but not without end. */
const MESSAGE_LENGTH = 8192;
/** A larger body is not parsed. */
const MAX_JSON_LENGTH = 1_048_576;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The error text in the body of a failed turn: `detail` (a string, or its `message`), the provider's `error.message`,
 * or `message`; what stands beside it (metadata, tool output) is left out. Any other body: its first 500 characters.
 */
export function extractFailureText(body: string): string {
  const fields = parseObject(body);
  if (fields === undefined) return body.slice(0, PLAIN_TEXT_LENGTH);
  const { detail, error, message } = fields;
  if (typeof detail === 'string') return detail.slice(0, MESSAGE_LENGTH);
  if (detail !== undefined && detail !== null) {
    const inner = isFields(detail) ? detail['message'] : undefined;
    return (typeof inner === 'string' ? inner : JSON.stringify(detail)).slice(0, MESSAGE_LENGTH);
  }
  const inEnvelope = isFields(error) ? error['message'] : undefined;
  const text = [inEnvelope, message, error].find(value => typeof value === 'string');
  return typeof text === 'string' ? text.slice(0, MESSAGE_LENGTH) : body.slice(0, PLAIN_TEXT_LENGTH);
}

/** Whether a body has the shape of an agent server's error: JSON with `detail`. A proxy on the way answers otherwise. */
export function isAgentErrorBody(body: string): boolean {
  return parseObject(body)?.['detail'] !== undefined;
}

/** The provider's error inside a JSON envelope (`{"type":"error","error":{"type":…}}`). */
export interface ProviderError {
  readonly type: string;
  readonly message: string;
}

/** The error in a provider's body: the envelope itself, or the first error event of an event stream. */
export function providerErrorIn(body: string): ProviderError | undefined {
  const whole = providerError(parseObject(body));
  if (whole !== undefined) return whole;
  if (body.length > MAX_JSON_LENGTH) return undefined;
  const events = body.matchAll(/(?:^|\n)event: ?error[ \r\n]{1,2}data: ?([^\r\n]{0,65536})/g);
  for (const [, data] of events) {
    const error = providerError(parseObject(data ?? ''));
    if (error !== undefined) return error;
  }
  return undefined;
}

function providerError(fields: Fields | undefined): ProviderError | undefined {
  const error = fields?.['error'];
  if (fields?.['type'] !== 'error' || !isFields(error)) return undefined;
  const { type, message } = error;
  if (typeof type !== 'string') return undefined;
  return { type, message: typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH) : '' };
}

function parseObject(text: string): Fields | undefined {
  if (text.length > MAX_JSON_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
