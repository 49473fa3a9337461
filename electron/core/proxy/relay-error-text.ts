/** Longest error text passed on, in characters; the peer product cuts at the same length. */
const MAX_TEXT_LENGTH = 500;

/** An error body as it was read. */
export interface RelayErrorBody {
  readonly bytes: Uint8Array;
  /** `too-long`: reading stopped at a limit; `broken`: the connection ended or stalled before the body did. */
  readonly end: 'whole' | 'too-long' | 'broken';
}

/** What the gateway says when it cannot open a request, most often because it was restarted with new keys. */
const STALE_KEY_TEXT = 'malformed encapsulated request';

/**
 * The human part of a relay's error body: `detail`, `error` or `message` (text, an object with `message`, or a list of
 * validation entries), else the text itself; a web page becomes a phrase. One line, capped, without control characters.
 * The relay may quote the caller's credentials, so all of the text goes through `redact` before any of it is cut off:
 * the first half of a token is recognised by nobody. For the same reason nothing is shown of a body that is not whole.
 */
export function relayErrorText(
  status: number,
  contentType: string,
  body: RelayErrorBody,
  redact: (text: string) => string,
): string {
  if (body.end === 'too-long') return `The relay answered ${status} with a reason that is too long to show.`;
  if (body.end === 'broken') return `The relay answered ${status} and broke off its reason.`;
  const raw = new TextDecoder().decode(body.bytes).trim();
  const text = isWebPage(contentType, raw) ? '' : (fromJson(raw) ?? raw);
  const clean = redact(oneLine(text)).slice(0, MAX_TEXT_LENGTH);
  if (clean !== '') return clean;
  return raw === ''
    ? `The relay answered ${status} without a reason.`
    : `The relay answered ${status} with a web page.`;
}

/** Whether a 400's text means that the request was sealed to a key the enclave does not have (any more). */
export function meansStaleKey(status: number, text: string): boolean {
  return status === 400 && text.toLowerCase().includes(STALE_KEY_TEXT);
}

/** Whether an error body says `"source": "provider"`, at its top or inside `error` or `detail`. */
export function isProviderFault(body: Uint8Array): boolean {
  const parsed = parsedJson(new TextDecoder().decode(body));
  const parts = isObject(parsed) ? [parsed, parsed['error'], parsed['detail']] : [];
  return parts.some(part => isObject(part) && part['source'] === 'provider');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isWebPage(contentType: string, text: string): boolean {
  return contentType.includes('html') || /^<(?:!doctype|html|\?xml)/i.test(text);
}

function fromJson(raw: string): string | undefined {
  return reasonIn(parsedJson(raw), 4);
}

function parsedJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** `depth` bounds the descent: a body is the relay's to shape. */
function reasonIn(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const reasons = value.slice(0, 5).map(entry => reasonIn(entry, depth - 1));
    return reasons.some(reason => reason !== undefined)
      ? reasons.filter(reason => reason !== undefined).join('; ')
      : undefined;
  }
  for (const key of ['detail', 'error', 'message', 'msg']) {
    if (!Object.hasOwn(value, key)) continue;
    const reason = reasonIn((value as Record<string, unknown>)[key], depth - 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Control characters (also the C1 set and the two line separators) become spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
