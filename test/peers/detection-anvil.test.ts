import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryWatching } from '../../electron/contract/index.ts';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { REGISTRY_CHANGES } from './registry-changes.ts';
import { expectSealedToListed } from './seen-by.ts';
import { startWatchedGate, type WatchedGate } from './watched-gate.ts';

const [B, A] = threeRecords();

describe('TeeGate over a real chain', () => {
  let chain: RegistryChain;
  let restore: () => Promise<void>;

  beforeAll(async () => {
    chain = await startRegistryChain();
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    restore = await chain.remember();
    await chain.register(A);
  });
  afterEach(() => restore());

  /** A gate that notices changes in this way only, sealing to A already. */
  const gateBy = async (watching: RegistryWatching): Promise<WatchedGate> => {
    const { rpcUrl, webSocketUrl } = chain.anvil;
    const watched = await startWatchedGate({
      address: chain.address,
      rpcUrls: [watching === 'subscription' ? webSocketUrl : rpcUrl],
      refreshSeconds: watching === 'timer' ? 1 : 0,
      eventPollSeconds: watching === 'timer' ? 0 : 1,
    });
    await watched.events.next('teeSelected', ({ teeId }) => teeId === A.teeId);
    await watched.watching(watching);
    return watched;
  };

  describe.each(['timer', 'subscription', 'polling'] as const)('with nothing but its %s', watching => {
    it.each(REGISTRY_CHANGES)('seals to listed keys again when its TEE %s', async (_name, change) => {
      await chain.register(B);
      const watched = await gateBy(watching);
      await change.make(chain, A);
      await watched.events.until('replaced', () => watched.gate.snapshot().current?.cause === change.cause);
      await expectSealedToListed(chain, watched);
      expect(watched.gate.snapshot()).toMatchObject({ state: 'attested', health: 'well', alarm: null });
      expect(watched.events.all('teeSelectionFailed')).toEqual([]);
    });
  });

  describe('with a single TEE', () => {
    it.each(REGISTRY_CHANGES)('never seals to what was when it %s', async (_name, change) => {
      const watched = await gateBy('subscription');
      const renewed = await change.make(chain, A);
      if (renewed === null) {
        await watched.events.until('none left', () => watched.gate.snapshot().state === 'no-usable-tee');
        expect(watched.teeId()).toBeUndefined();
        await expect(watched.session()).rejects.toMatchObject({ code: 'no_usable_tee' });
      } else {
        await watched.events.until('replaced', () => watched.gate.snapshot().current?.cause === change.cause);
        expect(watched.teeId()).toBe(renewed.teeId);
        await expectSealedToListed(chain, watched);
      }
    });
  });
});
