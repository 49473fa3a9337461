import { createPublicKey, type KeyObject } from 'node:crypto';
import { findConfigFault } from '../ohttp/index.ts';
import type { TeeRecord } from './record.ts';

/** Why a listed TEE cannot be used. */
export type UsabilityReason =
  | 'missing_endpoint'
  | 'missing_tls_certificate'
  | 'no_signing_key'
  | 'bad_signing_key'
  | 'no_ohttp_config'
  | 'ohttp_key_length'
  | 'ohttp_small_order_key'
  | 'unsupported_suite'
  | 'key_config_mismatch';

/** What {@link judgeRecord} says. */
export type Judgement =
  | { readonly usable: true }
  | { readonly usable: false; readonly reason: UsabilityReason; readonly sentence: string };

/** A record with its judgement. */
export interface JudgedRecord {
  readonly record: TeeRecord;
  readonly judgement: Judgement;
}

/** Enclaves sign with RSA-2048; a shorter modulus was not made by one. */
const MIN_MODULUS_BITS = 2_048;

const CONFIG_REASONS = {
  'key-length': 'ohttp_key_length',
  'small-order': 'ohttp_small_order_key',
  suite: 'unsupported_suite',
  'key-config': 'key_config_mismatch',
} as const;

/** DER SubjectPublicKeyInfo of an RSA-2048 key with exponent 65537, around its 256 bytes of modulus (RFC 8017, A.1). */
const USUAL_HEAD = Buffer.from('30820122300d06092a864886f70d01010105000382010f003082010a0282010100', 'hex');
const USUAL_TAIL = Buffer.from('0203010001', 'hex');
const USUAL_LENGTH = USUAL_HEAD.length + 256 + USUAL_TAIL.length;

/** True for a key of the form that enclaves have, which always parses. Parsing thousands of them takes a second. */
function isUsualKey(der: Uint8Array): boolean {
  return (
    der.length === USUAL_LENGTH &&
    USUAL_HEAD.equals(der.subarray(0, USUAL_HEAD.length)) &&
    USUAL_TAIL.equals(der.subarray(-USUAL_TAIL.length)) &&
    (der[USUAL_HEAD.length] ?? 0) >= 0x80
  );
}

/** The RSA key of a record, or undefined when its DER is not one of at least 2048 bits. */
export function parseSigningKey(signingKeyDer: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(signingKeyDer), format: 'der', type: 'spki' });
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= MIN_MODULUS_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}

function unusable(reason: UsabilityReason, sentence: string): Judgement {
  return { usable: false, reason, sentence };
}

/**
 * Whether requests could be sealed to this TEE and its answers verified. Endpoint and TLS certificate are asked for as
 * the SDK does, although the sealed path uses neither: a record without them is not finished.
 */
export function judgeRecord(record: TeeRecord): Judgement {
  if (record.endpoint === '') return unusable('missing_endpoint', 'It has no endpoint.');
  if (record.tlsCertificate.length === 0) return unusable('missing_tls_certificate', 'It has no TLS certificate.');
  if (record.signingKeyDer.length === 0) return unusable('no_signing_key', 'It has no signing key.');
  if (record.ohttp === null) return unusable('no_ohttp_config', 'It has no HPKE key to seal to.');
  const fault = findConfigFault(record.ohttp);
  if (fault !== undefined) return unusable(CONFIG_REASONS[fault.reason], `${upperFirst(fault.text)}.`);
  if (!isUsualKey(record.signingKeyDer) && parseSigningKey(record.signingKeyDer) === undefined) {
    return unusable('bad_signing_key', `Its signing key is not an RSA key of at least ${MIN_MODULUS_BITS} bits.`);
  }
  return { usable: true };
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
