import { describe, expect, it, onTestFinished } from 'vitest';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.ts';
import { expectSealedToListed } from './seen-by.ts';
import { startWatchedGate, type WatchedGate } from './watched-gate.ts';

const [B, A] = threeRecords();

/** A chain of its own with A registered, and a proxy that counts what it is asked. */
async function chainWithA(): Promise<{ chain: RegistryChain; proxy: RpcProxy }> {
  const chain = await startRegistryChain();
  onTestFinished(() => chain.stop());
  const proxy = await startRpcProxy(chain.anvil.rpcUrl);
  onTestFinished(() => proxy.stop());
  await chain.register(A);
  return { chain, proxy };
}

const PATHS = {
  timer: { refreshSeconds: 1, eventPollSeconds: 0 },
  polling: { refreshSeconds: 0, eventPollSeconds: 1 },
  subscription: { refreshSeconds: 0, eventPollSeconds: 1 },
} as const;

async function gateOnA(chain: RegistryChain, proxy: RpcProxy, watching: keyof typeof PATHS): Promise<WatchedGate> {
  const rpcUrls = [watching === 'subscription' ? proxy.webSocketUrl : proxy.rpcUrl];
  const watched = await startWatchedGate({ rpcUrls, address: chain.address, ...PATHS[watching] });
  await watched.events.next('teeSelected', ({ teeId }) => teeId === A.teeId);
  await watched.watching(watching);
  return watched;
}

describe('TeeGate over a chain that reorganizes', () => {
  // By subscription too: this node pushes nothing when it reorganizes, so the look beside the push has to see it.
  it.each(['timer', 'polling', 'subscription'] as const)(
    'leaves a TEE whose registration was taken back, by %s',
    async watching => {
      const { chain, proxy } = await chainWithA();
      const watched = await gateOnA(chain, proxy, watching);
      await chain.register(B);
      await chain.send('disableTEE', A.teeId);
      expect(await watched.events.next('teeSwitched')).toMatchObject({ to: B.teeId });
      // The two blocks of the registration and the one that disabled A.
      await chain.reorganize(3);
      expect(await watched.events.next('teeSwitched')).toMatchObject({
        from: B.teeId,
        to: A.teeId,
        cause: 'rotated-out',
      });
      await expectSealedToListed(chain, watched);
    },
  );

  it.each(['polling', 'subscription'] as const)(
    'goes on seeing events by %s when the chain was cut back below the block that it saw last',
    async watching => {
      const { chain, proxy } = await chainWithA();
      await chain.register(B);
      const cutBack = await chain.remember();
      const watched = await gateOnA(chain, proxy, watching);
      await chain.mine(40);
      // Whichever way: it has seen the high head before the chain is cut back.
      await chain.send('disableTEE', B.teeId);
      await watched.events.until('B is gone', () => watched.gate.snapshot().registry.listedTotal === 1);
      await cutBack();
      await chain.send('disableTEE', A.teeId);
      expect(await watched.events.next('teeSwitched')).toMatchObject({ from: A.teeId, to: B.teeId });
      await expectSealedToListed(chain, watched);
    },
  );
});
