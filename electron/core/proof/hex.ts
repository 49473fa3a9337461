const HASH_DIGITS = /^[0-9a-f]{64}$/;

/** Bytes as lower-case hex without prefix. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/**
 * The value of a 32-byte hash or id as 64 lower-case digits, whatever its case and whether or not one `0x` stands before
 * it; undefined when it is none. Ids are compared by this value: sources differ in prefix and case.
 */
export function hashDigits(text: string): string | undefined {
  const digits = text.replace(/^0x/i, '').toLowerCase();
  return HASH_DIGITS.test(digits) ? digits : undefined;
}
