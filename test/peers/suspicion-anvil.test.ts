import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { REGISTRY_CHANGES } from './registry-changes.ts';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.ts';
import { expectSealedToListed } from './seen-by.ts';
import { startWatchedGate, type WatchedGate } from './watched-gate.ts';

const [B, A] = threeRecords();
const forever = (): AbortSignal => new AbortController().signal;

describe('a request that suspects its TEE, over a real chain without timer and events', () => {
  let chain: RegistryChain;
  let proxy: RpcProxy;
  let watched: WatchedGate;

  beforeEach(async () => {
    chain = await startRegistryChain();
    onTestFinished(() => chain.stop());
    proxy = await startRpcProxy(chain.anvil.rpcUrl);
    onTestFinished(() => proxy.stop());
    await chain.register(A);
    await chain.register(B);
    watched = await startWatchedGate({ rpcUrls: [proxy.rpcUrl], address: chain.address });
    await watched.events.next('teeSelected', ({ teeId }) => teeId === A.teeId);
  });

  it.each(REGISTRY_CHANGES)('learns that the TEE %s, and may be sent again', async (_name, change) => {
    const session = await watched.session();
    await change.make(chain, A);
    const verdict = await watched.gate.suspect(session, { kind: 'stale-key' }, forever());
    expect(verdict).toEqual({ replaced: true, checked: true });
    expect(watched.gate.snapshot().current?.cause).toBe(change.cause);
    await expectSealedToListed(chain, watched);
  });

  it('costs one reading however many suspect at the same time', async () => {
    const session = await watched.session();
    await chain.send('disableTEE', A.teeId);
    const before = proxy.count('eth_call');
    const suspicion = { kind: 'relay-failure', detail: 'HTTP status 502' } as const;
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () => watched.gate.suspect(session, suspicion, forever())),
    );
    expect(verdicts.every(({ replaced }) => replaced)).toBe(true);
    expect(proxy.count('eth_call')).toBe(before + 1);
    expect(watched.events.all('teeSwitched')).toHaveLength(1);
  });

  it('raises the alarm for an answer that does not verify while the chain lists its TEE unchanged', async () => {
    const session = await watched.session();
    const suspicion = { kind: 'verification', detail: 'signature' } as const;
    const verdict = await watched.gate.suspect(session, suspicion, forever());
    expect(verdict).toEqual({ replaced: false, checked: true });
    expect(await watched.events.next('teeAlarm')).toMatchObject({ teeId: A.teeId });
    expect(watched.gate.snapshot().alarm).not.toBeNull();
    expect(watched.gate.snapshot().quarantined).toMatchObject([{ teeId: A.teeId, state: 'quarantined' }]);
    expect((await watched.session()).teeId).toBe(B.teeId);
  });

  it('raises no alarm for an answer that does not verify because the TEE restarted meanwhile', async () => {
    const session = await watched.session();
    await chain.send('disableTEE', A.teeId);
    const verdict = await watched.gate.suspect(session, { kind: 'verification' }, forever());
    expect(verdict).toMatchObject({ replaced: true });
    expect(watched.events.all('teeAlarm')).toEqual([]);
    expect(watched.gate.snapshot()).toMatchObject({ alarm: null, quarantined: [] });
  });

  it('learns nothing while the chain is away, and keeps its TEE', async () => {
    const session = await watched.session();
    proxy.cut();
    const verdict = await watched.gate.suspect(session, { kind: 'stale-key' }, forever());
    expect(verdict).toEqual({ replaced: false, checked: false });
    expect(await watched.session()).toBe(session);
  });
});
