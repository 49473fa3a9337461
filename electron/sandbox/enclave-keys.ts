import { constants, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Hex, keccak256 } from 'viem';
import { createOhttpKeyPair, type OhttpKeyPair } from '../core/ohttp/index.ts';

const generate = promisify(generateKeyPair);

/** Salt length of the gateway's RSA-PSS signatures; a verifier must accept no other. */
const SALT_LENGTH = 32;

/** What an enclave creates at every boot: it is the same enclave to the chain only while these stay. */
export interface EnclaveKeys {
  /** keccak256 of the signing key's DER. */
  readonly teeId: Hex;
  readonly signingKey: KeyObject;
  readonly signingKeyDer: Uint8Array;
  readonly ohttp: OhttpKeyPair;
}

/** Fresh RSA-2048 and X25519 keys. Real randomness: TEE ids differ from run to run whatever the seed. */
export async function createEnclaveKeys(): Promise<EnclaveKeys> {
  const [{ publicKey, privateKey }, ohttp] = await Promise.all([
    generate('rsa', { modulusLength: 2_048 }),
    createOhttpKeyPair(),
  ]);
  const signingKeyDer = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return { teeId: keccak256(signingKeyDer), signingKey: privateKey, signingKeyDer, ohttp };
}

/**
 * The gateway's signature over an answer, base64: RSA-PSS with SHA-256 over keccak256(request hash ‖ output hash ‖
 * timestamp as 32 bytes). Runs on the thread pool.
 */
export function signAnswer(
  signingKey: KeyObject,
  { requestHash, outputHash, timestamp }: { requestHash: Uint8Array; outputHash: Uint8Array; timestamp: number },
): Promise<string> {
  const time = Buffer.alloc(32);
  time.writeBigUInt64BE(BigInt(timestamp), 24);
  const message = keccak_256(Buffer.concat([requestHash, outputHash, time]));
  const key = { key: signingKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_LENGTH };
  return new Promise((resolve, reject) => {
    sign('sha256', message, key, (error, signature) => {
      if (error === null) resolve(signature.toString('base64'));
      else reject(error);
    });
  });
}
