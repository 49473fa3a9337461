import type { KeyObject } from 'node:crypto';
import { GatehouseError } from '../platform/index.ts';
import { rsaPublicKey } from './signature.ts';

/** Whose signature an answer must carry: what the registry says of one boot of an enclave. */
export interface TeeIdentity {
  /** The registry's id, 0x and 64 lower-case hex digits. */
  readonly teeId: string;
  /** DER SubjectPublicKeyInfo; its keccak256 must be the id. */
  readonly signingKeyDer: Uint8Array;
  readonly signingKey: KeyObject;
}

/** The registry's signing key is no RSA key in DER form, so no answer could ever be verified with it. */
export class SigningKeyError extends GatehouseError {
  constructor(teeId: string) {
    super('bad_signing_key', 'The signing key of this TEE is not an RSA public key.', {
      remedy: 'Rotate to another TEE.',
      details: { teeId },
    });
  }
}

/** Parses the key once, for all answers of the session. Throws {@link SigningKeyError}. */
export function teeIdentity(record: { readonly teeId: string; readonly signingKeyDer: Uint8Array }): TeeIdentity {
  const { teeId, signingKeyDer } = record;
  const signingKey = rsaPublicKey(signingKeyDer);
  if (signingKey === undefined) throw new SigningKeyError(teeId);
  return { teeId, signingKeyDer, signingKey };
}
