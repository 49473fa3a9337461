import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { OhttpError } from './errors.ts';
import { hkdfExpand, hkdfExtract } from './hkdf.ts';

/** Length of the random value that opens a response: the larger of the AEAD's key and nonce. */
export const RESPONSE_NONCE_LENGTH = 32;
const NONCE_LENGTH = 12;
const EMPTY = new Uint8Array(0);
/** Associated data of the last chunk, draft-ietf-ohai-chunked-ohttp. */
export const FINAL_AAD = new Uint8Array(Buffer.from('final'));
const KEY_LABEL = Buffer.from('key');
const NONCE_LABEL = Buffer.from('nonce');

/** The AEAD key and base nonce of one response. */
export interface ResponseKeys {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/** RFC 9458 section 4.4: keys from the exported secret, the encapsulated key and the response's own nonce. */
export function deriveResponseKeys(secret: Uint8Array, enc: Uint8Array, responseNonce: Uint8Array): ResponseKeys {
  const prk = hkdfExtract(Buffer.concat([enc, responseNonce]), secret);
  return { key: hkdfExpand(prk, KEY_LABEL, 32), nonce: hkdfExpand(prk, NONCE_LABEL, NONCE_LENGTH) };
}

/** The nonce of chunk `index` (from 0): base nonce XOR the index as 12 big-endian bytes. */
function chunkNonce(base: Uint8Array, index: number): Uint8Array {
  const nonce = new Uint8Array(base);
  for (let rest = index, at = NONCE_LENGTH - 1; rest > 0; rest = Math.floor(rest / 256), at -= 1) {
    nonce[at] = (nonce[at] ?? 0) ^ (rest % 256);
  }
  return nonce;
}

/** Seals what is chunk `index` of a response; a single response is chunk 0. */
export function sealChunk(keys: ResponseKeys, index: number, frame: Uint8Array, isFinal = false): Uint8Array {
  return chacha20poly1305(keys.key, chunkNonce(keys.nonce, index), isFinal ? FINAL_AAD : EMPTY).encrypt(frame);
}

/** Opens what {@link sealChunk} sealed. Throws `ohttp_decrypt_failed` when a single bit differs. */
export function openChunk(keys: ResponseKeys, index: number, sealed: Uint8Array, isFinal = false): Uint8Array {
  try {
    return chacha20poly1305(keys.key, chunkNonce(keys.nonce, index), isFinal ? FINAL_AAD : EMPTY).decrypt(sealed);
  } catch (error) {
    throw new OhttpError('ohttp_decrypt_failed', 'The reply was not sealed by this TEE, or was changed on the way.', {
      cause: error,
      details: { chunk: index, isFinal },
    });
  }
}

/** Opens a single response. Throws `ohttp_malformed` when it has no room for a sealed text, `ohttp_decrypt_failed`. */
export function openSingleResponse(secret: Uint8Array, enc: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length <= RESPONSE_NONCE_LENGTH) {
    throw new OhttpError('ohttp_malformed', `The sealed reply is only ${sealed.length} bytes long.`);
  }
  const keys = deriveResponseKeys(secret, enc, sealed.subarray(0, RESPONSE_NONCE_LENGTH));
  return openChunk(keys, 0, sealed.subarray(RESPONSE_NONCE_LENGTH));
}

/** Seals a single response as an enclave does. */
export function sealSingleResponse(
  secret: Uint8Array,
  enc: Uint8Array,
  responseNonce: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const keys = deriveResponseKeys(secret, enc, responseNonce);
  return new Uint8Array(Buffer.concat([responseNonce, sealChunk(keys, 0, plaintext)]));
}
