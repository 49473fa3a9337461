import { constants, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import {
  type CanonicalRequest,
  signedMessage,
  type TeeIdentity,
  teeIdentity,
  teeIdOfKey,
} from '../../../electron/core/proof/index.ts';
import { loadVectors } from '../../helpers/vectors.ts';

/** What the enclave puts into an answer beside its content. */
export interface SignedFields {
  readonly tee_signature: string;
  readonly tee_request_hash: string;
  readonly tee_output_hash: string;
  readonly tee_timestamp: number;
  readonly tee_id: string;
}

/** Signs as an enclave does, with one of the two public test keys of the vectors. */
export class SigningEnclave {
  readonly identity: TeeIdentity;
  readonly #privateKey: KeyObject;

  constructor(which: 0 | 1 = 0) {
    const pem = loadVectors('signing-keys')[which]?.input['signing_key_pkcs8_pem'];
    this.#privateKey = createPrivateKey(pem as string);
    const signingKeyDer = createPublicKey(this.#privateKey).export({ format: 'der', type: 'spki' });
    this.identity = teeIdentity({ teeId: `0x${teeIdOfKey(signingKeyDer)}`, signingKeyDer });
  }

  /** `timestamp` in Unix seconds; `saltLength` other than 32 makes a signature that must not verify. */
  sign(request: CanonicalRequest, output: string, timestamp: number, saltLength = 32): SignedFields {
    const outputHash = keccak_256(Buffer.from(output, 'utf8'));
    const message = signedMessage(request.requestHash, outputHash, BigInt(timestamp));
    const options = { key: this.#privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    return {
      tee_signature: sign('sha256', message, options).toString('base64'),
      tee_request_hash: Buffer.from(request.requestHash).toString('hex'),
      tee_output_hash: Buffer.from(outputHash).toString('hex'),
      tee_timestamp: timestamp,
      tee_id: this.identity.teeId,
    };
  }
}
