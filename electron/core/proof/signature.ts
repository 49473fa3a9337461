import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** The enclave signs with this salt length and no other; "automatic" would accept what the on-chain verifier refuses. */
const PSS_SALT_BYTES = 32;

/** What the timestamp of a proof must stay below: it is stored and compared as an unsigned 64-bit number of seconds. */
export const TIMESTAMP_LIMIT = 1n << 64n;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** keccak256 of request hash, output hash and the timestamp as a 32-byte big-endian number: what the enclave signs. */
export function signedMessage(requestHash: Uint8Array, outputHash: Uint8Array, timestamp: bigint): Uint8Array {
  const message = new Uint8Array(96);
  message.set(requestHash, 0);
  message.set(outputHash, 32);
  new DataView(message.buffer).setBigUint64(88, timestamp);
  return keccak_256(message);
}

/** RSA-PSS with SHA-256, MGF1-SHA-256 and a salt of 32 bytes over `message` as data. Never throws. */
export function isSignedBy(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_BYTES };
    return verify('sha256', message, options, signature);
  } catch {
    return false;
  }
}

/** Strict, padded base64; undefined for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The RSA key of a DER SubjectPublicKeyInfo; undefined when the bytes hold none. */
export function rsaPublicKey(der: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The id that belongs to a signing key: keccak256 of its DER form, 64 lower-case digits without prefix. */
export function teeIdOfKey(der: Uint8Array): string {
  return Buffer.from(keccak_256(der)).toString('hex');
}
