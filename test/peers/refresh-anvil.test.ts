import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { expectSealedToListed } from './seen-by.ts';
import { startWatchedGate, type WatchedGate, type WatchedGateOptions } from './watched-gate.ts';

/** A is alone with its build here. */
const [B, A] = threeRecords();
/** A timer may fire a little early by the wall clock, and late on a busy machine. */
const EARLY_MS = 20;
const LATE_MS = 2_000;
const forever = (): AbortSignal => new AbortController().signal;

describe('the refresh loop over a real chain', () => {
  let chain: RegistryChain;
  let restore: () => Promise<void>;

  beforeAll(async () => {
    chain = await startRegistryChain();
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    restore = await chain.remember();
    await chain.register(A);
    await chain.register(B);
  });
  afterEach(() => restore());

  const gateOnA = async (options: Partial<WatchedGateOptions> = {}): Promise<WatchedGate> => {
    const { rpcUrl } = chain.anvil;
    const watched = await startWatchedGate({
      rpcUrls: [rpcUrl],
      address: chain.address,
      refreshSeconds: 1,
      ...options,
    });
    await watched.events.next('teeSelected', ({ teeId }) => teeId === A.teeId);
    return watched;
  };

  it('leaves a TEE whose heartbeats stop, which no event tells', async () => {
    const { events } = await gateOnA();
    await chain.travel(1_700);
    await chain.send('heartbeat', B.teeId);
    await chain.travel(200);
    expect(await events.next('teeSwitched')).toMatchObject({ from: A.teeId, to: B.teeId, cause: 'rotated-out' });
  });

  it('has no TEE when all heartbeats stop, and one again with the first heartbeat', async () => {
    const watched = await gateOnA();
    await chain.travel(1_801);
    await watched.events.next('registryEmpty');
    await watched.events.until('none left', () => watched.gate.snapshot().state === 'no-usable-tee');
    expect(watched.gate.snapshot()).toMatchObject({ health: 'broken', current: null });
    await chain.send('heartbeat', B.teeId);
    await watched.events.until('chosen again', () => watched.teeId() === B.teeId);
    await expectSealedToListed(chain, watched);
  });

  it('has no TEE when the pinned build is revoked, and says which is found instead', async () => {
    const watched = await gateOnA({ pins: { pcrHash: A.pcrHash } });
    await chain.send('revokePCR', A.pcrHash, A.teeType);
    expect(await watched.events.next('teeSelectionFailed')).toMatchObject({ code: 'pcr_pin_unmatched' });
    expect(watched.teeId()).toBeUndefined();
    await expect(watched.session()).rejects.toMatchObject({ code: 'pcr_pin_unmatched' });
    await chain.register(A);
    await watched.events.until('chosen again', () => watched.teeId() === A.teeId);
  });

  it('lets a request finish on the TEE that it began with and shows that it drains', async () => {
    const { gate, events } = await gateOnA();
    const lease = await gate.acquire(forever());
    await chain.send('disableTEE', A.teeId);
    await events.next('teeSwitched');
    expect(lease.session.teeId).toBe(A.teeId);
    expect(gate.snapshot().draining).toMatchObject([{ teeId: A.teeId, inFlight: 1 }]);
    lease.done({ kind: 'verified', latencyMs: 1 });
    expect(gate.snapshot().draining).toEqual([]);
  });

  it('prepares the other one, and another when that one is gone from the chain', async () => {
    const watched = await gateOnA();
    const standby = (): string | undefined => watched.gate.snapshot().standby?.teeId;
    await watched.events.until('a standby', () => standby() === B.teeId);
    await chain.send('disableTEE', B.teeId);
    await watched.events.until('no standby', () => standby() === undefined);
    await chain.send('enableTEE', B.teeId);
    await watched.events.until('a standby again', () => standby() === B.teeId);
    expect(watched.teeId()).toBe(A.teeId);
  });

  it('says when it checks next, and checks by then', async () => {
    const { gate, events } = await gateOnA();
    const nextCheckAt = (): number => gate.snapshot().registry.nextCheckAt ?? 0;
    await events.until('a next check', () => nextCheckAt() > 0);
    expect(gate.snapshot().registry.watching).toBe('timer');
    const announcedAt = nextCheckAt();
    const { at } = await events.next('registryRead', read => read.at >= announcedAt - EARLY_MS);
    expect(at).toBeLessThan(announcedAt + LATE_MS);
  });

  it('does nothing by itself without timer and events, and everything when asked', async () => {
    const { gate, events } = await gateOnA({ refreshSeconds: 0 });
    expect(gate.snapshot().registry).toMatchObject({ watching: 'off', nextCheckAt: null });
    await chain.send('disableTEE', A.teeId);
    expect(await gate.checkRegistry(forever())).toMatchObject({ changed: true });
    expect(await events.next('teeSwitched')).toMatchObject({ to: B.teeId, cause: 'rotated-out' });
  });

  it('checks at once when it wakes', async () => {
    const { gate, events } = await gateOnA({ refreshSeconds: 0 });
    await chain.send('disableTEE', A.teeId);
    gate.wake();
    const { session } = await gate.acquire(forever());
    expect(session.teeId).toBe(B.teeId);
    await events.next('teeSwitched');
  });
});
