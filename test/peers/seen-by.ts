import { expect } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { RegistryReader, type TeeRecord } from '../../electron/core/tee/index.ts';
import type { RegistryChain } from '../helpers/registry-chain.ts';
import type { WatchedGate } from './watched-gate.ts';

/** What decides whether something sealed now can be opened, and its answer verified. */
function keysOf({ teeId, signingKeyDer, ohttp }: TeeRecord) {
  return { teeId, signingKey: Buffer.from(signingKeyDer).toString('hex'), ohttp };
}

async function listedOn(chain: RegistryChain): Promise<readonly TeeRecord[]> {
  const { rpcUrl } = chain.anvil;
  const clock = new SystemClock();
  const reader = new RegistryReader({
    rpcUrls: [rpcUrl],
    address: chain.address,
    teeType: 0,
    requestTimeoutMs: 5_000,
    clock,
  });
  try {
    return (await reader.read(new AbortController().signal)).records;
  } finally {
    await reader.close();
  }
}

/** Fails unless the next request would be sealed to keys that the registry lists at this moment. */
export async function expectSealedToListed(chain: RegistryChain, { session }: WatchedGate): Promise<void> {
  const { record, identity } = await session();
  const listed = await listedOn(chain);
  expect(listed.map(keysOf)).toContainEqual(keysOf(record));
  expect(identity.teeId).toBe(record.teeId);
}
