import { createHmac } from 'node:crypto';

/** Output length of SHA-256. */
export const HASH_LENGTH = 32;

function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return new Uint8Array(hmac.digest());
}

/** HKDF-Extract with SHA-256, RFC 5869 section 2.2. An empty salt means 32 zero bytes. */
export function hkdfExtract(salt: Uint8Array, inputKey: Uint8Array): Uint8Array {
  return hmacSha256(salt.length === 0 ? new Uint8Array(HASH_LENGTH) : salt, inputKey);
}

/**
 * HKDF-Expand with SHA-256, RFC 5869 section 2.3. `length` is at most 255 × 32, which the callers' constants keep.
 * Built on HMAC because `crypto.hkdf` has had faults in Electron's BoringSSL.
 */
export function hkdfExpand(pseudoRandomKey: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(Math.ceil(length / HASH_LENGTH) * HASH_LENGTH);
  let block: Uint8Array = new Uint8Array(0);
  for (let offset = 0; offset < length; offset += HASH_LENGTH) {
    block = hmacSha256(pseudoRandomKey, block, info, Uint8Array.of(offset / HASH_LENGTH + 1));
    output.set(block, offset);
  }
  return output.subarray(0, length);
}
