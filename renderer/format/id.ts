const EDGE_DIGITS = 6;
/** A 32-byte id, whole or as the host shortened it. */
const ID = /0x(?:[0-9a-f]{64}|[0-9a-f]{6}…[0-9a-f]{6})/gi;

/** `0x7f3a9c…e21b04`: the first and last six digits of a long hexadecimal id; anything short stays as it is. */
export function shortId(id: string): string {
  const digits = id.replace(/^0x/i, '');
  if (digits.length <= 2 * EDGE_DIGITS) return id;
  return `${id.slice(0, id.length - digits.length)}${digits.slice(0, EDGE_DIGITS)}…${digits.slice(-EDGE_DIGITS)}`;
}

/** A piece of a sentence: plain text, or an id, which is shown short. */
export type SentencePart = { readonly kind: 'text' | 'id'; readonly value: string };

/** Splits a sentence at the ids in it. */
export function splitIds(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let end = 0;
  for (const match of sentence.matchAll(ID)) {
    if (match.index > end) parts.push({ kind: 'text', value: sentence.slice(end, match.index) });
    parts.push({ kind: 'id', value: match[0] });
    end = match.index + match[0].length;
  }
  if (end < sentence.length) parts.push({ kind: 'text', value: sentence.slice(end) });
  return parts;
}

/** The host and port of an endpoint for reading; the text itself when it is not a URL. */
export function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
