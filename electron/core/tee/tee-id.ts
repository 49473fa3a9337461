/** An id, build hash or pin by value: lower case, without 0x and white space around. */
export function byValue(text: string): string {
  return text.trim().toLowerCase().replace(/^0x/, '');
}

/** `0x7f3a9c…e21b04`: enough to tell ids apart on a screen. */
export function shortId(id: string): string {
  const digits = byValue(id);
  return digits.length <= 14 ? `0x${digits}` : `0x${digits.slice(0, 6)}…${digits.slice(-6)}`;
}
