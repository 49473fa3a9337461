import { performance } from 'node:perf_hooks';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.ts';
import { startWatchedGate, type WatchedGate, type WatchedGateOptions } from './watched-gate.ts';

const [B, A] = threeRecords();

describe('TeeGate over an RPC endpoint that goes away', () => {
  let chain: RegistryChain;
  let proxy: RpcProxy;

  beforeEach(async () => {
    chain = await startRegistryChain();
    onTestFinished(() => chain.stop());
    proxy = await startRpcProxy(chain.anvil.rpcUrl);
    onTestFinished(() => proxy.stop());
    await chain.register(A);
    await chain.register(B);
  });

  const gateOnA = async (options: Partial<WatchedGateOptions> = {}): Promise<WatchedGate> => {
    const watched = await startWatchedGate({ rpcUrls: [proxy.rpcUrl], address: chain.address, ...options });
    await watched.events.next('teeSelected', ({ teeId }) => teeId === A.teeId);
    return watched;
  };

  it('keeps its TEE while the chain is dead and tells of the outage once, then of its end', async () => {
    const watched = await gateOnA({ refreshSeconds: 1, eventPollSeconds: 1 });
    const { gate, events } = watched;
    await chain.anvil.die();
    const { since } = await events.next('registryUnreachable');
    expect(gate.snapshot()).toMatchObject({
      state: 'chain-unreachable',
      health: 'needs-you',
      registry: { unreachableSince: since },
    });
    await events.next('registryFailed');
    await events.next('registryFailed');
    expect((await watched.session()).teeId).toBe(A.teeId);
    await chain.anvil.revive();
    expect(await events.next('registryRecovered')).toMatchObject({ since });
    await events.until('attested', () => gate.snapshot().state === 'attested');
    expect(gate.snapshot()).toMatchObject({ current: { teeId: A.teeId }, registry: { unreachableSince: null } });
    expect(events.all('registryUnreachable')).toHaveLength(1);
    expect(events.all('teeSwitched')).toEqual([]);
  });

  it.each(['polling', 'subscription'] as const)(
    'sees by %s what happened while no connection to the endpoint held',
    async watching => {
      const watched = await gateOnA({
        rpcUrls: [watching === 'polling' ? proxy.rpcUrl : proxy.webSocketUrl],
        eventPollSeconds: 1,
      });
      await watched.watching(watching);
      proxy.cut();
      await chain.send('disableTEE', A.teeId);
      await chain.mine(3);
      expect((await watched.session()).teeId).toBe(A.teeId);
      proxy.mend();
      expect(await watched.events.next('teeSwitched')).toMatchObject({ to: B.teeId, cause: 'rotated-out' });
    },
  );

  it('is told of a change by subscription again after the connection was lost', async () => {
    const watched = await gateOnA({ rpcUrls: [proxy.webSocketUrl], eventPollSeconds: 1 });
    const isSubscribed = (): boolean => watched.gate.snapshot().registry.watching === 'subscription';
    await watched.watching('subscription');
    proxy.cut();
    await watched.events.until('no longer subscribed', () => !isSubscribed());
    proxy.mend();
    await watched.watching('subscription');
    await chain.send('disableTEE', A.teeId);
    expect(await watched.events.next('teeSwitched')).toMatchObject({ to: B.teeId });
  });

  it('starts without a chain and chooses as soon as there is one', async () => {
    await chain.anvil.die();
    const { gate, events } = await startWatchedGate({ rpcUrls: [proxy.rpcUrl], address: chain.address });
    expect(await events.next('teeSelectionFailed')).toMatchObject({ code: 'registry_unreachable' });
    expect(gate.snapshot()).toMatchObject({ state: 'chain-unreachable', health: 'broken', current: null });
    await chain.anvil.revive();
    expect(await events.next('teeSelected')).toMatchObject({ teeId: A.teeId });
  });

  it('stops at once while the endpoint is gone', async () => {
    const { gate, events } = await gateOnA({ refreshSeconds: 1, eventPollSeconds: 1 });
    proxy.cut();
    await events.next('registryUnreachable');
    const before = performance.now();
    await gate.stop();
    // A request that is waited for would take the five seconds after which it is given up.
    expect(performance.now() - before).toBeLessThan(4_000);
    expect(gate.snapshot()).toMatchObject({ state: 'idle', registry: { nextCheckAt: null } });
  });

  it('is cheap: heartbeats cost it no reading of the registry', async () => {
    const watched = await gateOnA({ eventPollSeconds: 1 });
    await watched.watching('polling');
    const before = proxy.count('eth_call');
    await chain.send('heartbeat', A.teeId);
    await chain.send('heartbeat', B.teeId);
    await proxy.asked('eth_getLogs', 2);
    expect(proxy.count('eth_call')).toBe(before);
    await chain.send('disableTEE', A.teeId);
    await watched.events.next('teeSwitched');
    expect(proxy.count('eth_call')).toBe(before + 1);
  });
});
