import { generateKeyPairSync } from 'node:crypto';
import { keccak256 } from 'viem';
import { createOhttpKeyPair, type OhttpConfig } from '../../electron/core/ohttp/index.ts';
import type { TeeRecord } from '../../electron/core/tee/index.ts';

/** An HPKE key that nobody had before. */
export async function freshOhttpConfig(keyId = 1): Promise<OhttpConfig> {
  return (await createOhttpKeyPair({ keyId })).config;
}

/** The same enclave after a restart: new keys, and with them a new id. */
export async function restarted(record: TeeRecord): Promise<TeeRecord> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const signingKeyDer = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return { ...record, teeId: keccak256(signingKeyDer), signingKeyDer, ohttp: await freshOhttpConfig() };
}
