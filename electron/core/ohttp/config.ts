import { OhttpError, type OhttpErrorCode } from './errors.ts';

/** The HPKE key configuration of an enclave, as registered on chain. */
export interface OhttpConfig {
  readonly keyId: number;
  readonly kemId: number;
  readonly kdfId: number;
  readonly aeadId: number;
  /** Raw X25519 key; 32 bytes in a usable record. */
  readonly publicKey: Uint8Array;
  /** RFC 9458 key configuration blob, or empty. */
  readonly keyConfig: Uint8Array;
}

/** Why a configuration cannot be sealed to. */
export interface OhttpConfigFault {
  readonly code: Extract<OhttpErrorCode, 'ohttp_bad_public_key' | 'ohttp_unsupported_suite' | 'ohttp_bad_key_config'>;
  readonly reason: 'key-length' | 'small-order' | 'suite' | 'key-config';
  /** A clause that completes "this TEE cannot be used: …". */
  readonly text: string;
}

/** DHKEM(X25519, HKDF-SHA256), RFC 9180 section 7.1. */
export const KEM_ID = 0x0020;
/** HKDF-SHA256, RFC 9180 section 7.2. */
export const KDF_ID = 0x0001;
/** ChaCha20-Poly1305, RFC 9180 section 7.3. */
export const AEAD_ID = 0x0003;
/** Length of an X25519 key, RFC 7748. */
export const KEY_LENGTH = 32;

/**
 * The points of small order of Curve25519 as u-coordinates, little-endian: 0, 1, the two of order 8, and p−1, p, p+1
 * (the last two are the non-canonical forms of 0 and 1). The shared secret with any of them is zero, so everybody knows
 * it; RFC 7748 section 6.1 asks to refuse it. Compared with the top bit masked, as X25519 itself does.
 */
const SMALL_ORDER_POINTS: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** True for a public key whose shared secret with anybody is zero. `publicKey` has 32 bytes. */
export function isSmallOrderPoint(publicKey: Uint8Array): boolean {
  const masked = Buffer.from(publicKey);
  masked[KEY_LENGTH - 1] = (masked[KEY_LENGTH - 1] ?? 0) & 0x7f;
  return SMALL_ORDER_POINTS.includes(masked.toString('hex'));
}

/** The RFC 9458 key configuration blob (41 bytes, one symmetric suite) that says the same as the fields. */
export function encodeKeyConfig(config: Omit<OhttpConfig, 'keyConfig'>): Uint8Array {
  const head = Uint8Array.of(config.keyId, config.kemId >> 8, config.kemId & 0xff);
  const suites = Uint8Array.of(0, 4, config.kdfId >> 8, config.kdfId & 0xff, config.aeadId >> 8, config.aeadId & 0xff);
  return new Uint8Array(Buffer.concat([head, config.publicKey, suites]));
}

/**
 * What keeps `config` from being sealed to, or undefined: another suite, a key of the wrong length or of small order, or
 * a key configuration blob that contradicts the fields beside it.
 */
export function findConfigFault(config: OhttpConfig): OhttpConfigFault | undefined {
  const { kemId, kdfId, aeadId, publicKey, keyConfig } = config;
  if (kemId !== KEM_ID || kdfId !== KDF_ID || aeadId !== AEAD_ID) {
    const text = `its HPKE suite is kem ${kemId}, kdf ${kdfId}, aead ${aeadId}, not ${KEM_ID}, ${KDF_ID}, ${AEAD_ID}`;
    return { code: 'ohttp_unsupported_suite', reason: 'suite', text };
  }
  if (publicKey.length !== KEY_LENGTH) {
    const text = `its HPKE key has ${publicKey.length} bytes, not ${KEY_LENGTH}`;
    return { code: 'ohttp_bad_public_key', reason: 'key-length', text };
  }
  if (isSmallOrderPoint(publicKey)) {
    return { code: 'ohttp_bad_public_key', reason: 'small-order', text: 'its HPKE key is a point of small order' };
  }
  if (keyConfig.length > 0 && Buffer.compare(keyConfig, encodeKeyConfig(config)) !== 0) {
    const text = 'its key configuration contradicts the key and suite registered beside it';
    return { code: 'ohttp_bad_key_config', reason: 'key-config', text };
  }
  return undefined;
}

/** Throws the {@link OhttpError} of {@link findConfigFault}. */
export function assertConfig(config: OhttpConfig): void {
  const fault = findConfigFault(config);
  if (fault === undefined) return;
  throw new OhttpError(fault.code, `Nothing can be sealed to this TEE: ${fault.text}.`, {
    remedy: 'Choose another TEE.',
  });
}
