import { afterEach, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { TeeGate, type TeeGateOptions, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { ScriptedEvents } from '../../helpers/scripted-events.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A, B, C] = threeRecords();
const forever = (): AbortSignal => new AbortController().signal;
const gates: TeeGate[] = [];
afterEach(async () => {
  await Promise.all(gates.splice(0).map(gate => gate.stop()));
});

async function started(records: readonly TeeRecord[], options: Partial<TeeGateOptions> = {}) {
  const [registry, clock, chain] = [
    new ScriptedRegistry(readingOf(...records)),
    new VirtualClock(),
    new ScriptedEvents(),
  ];
  const events: DomainEvent[] = [];
  const gate = new TeeGate({
    registry,
    events: chain,
    pins: { teeId: null, pcrHash: null },
    clock,
    random: firstRandom,
    emit: event => events.push(event),
    ...options,
  });
  gates.push(gate);
  await gate.start(forever());
  await clock.advance(0);
  const of = <T extends DomainEvent['type']>(type: T) => events.filter(event => event.type === type);
  return { gate, registry, clock, chain, events, of };
}

describe('TeeGate by timer', () => {
  it('checks first anywhere within the interval, then every interval, and says when', async () => {
    const { gate, registry, clock } = await started([A, B]);
    expect(gate.snapshot().registry.nextCheckAt).toBe(clock.now() + 30_000);
    await clock.advance(30_000);
    expect(registry.reads).toBe(2);
    expect(gate.snapshot().registry.nextCheckAt).toBe(clock.now() + 270_000);
    await clock.advance(269_999);
    expect(registry.reads).toBe(2);
    await clock.advance(1);
    expect(registry.reads).toBe(3);
  });

  it('takes the standby when the current TEE left, without waiting for anything', async () => {
    const { gate, registry, clock, of } = await started([A, B, C]);
    expect(gate.snapshot().standby?.teeId).toBe(B.teeId);
    registry.answer = readingOf(C, B);
    await clock.advance(30_000);
    expect(gate.snapshot()).toMatchObject({
      current: { teeId: B.teeId, cause: 'rotated-out' },
      standby: { teeId: C.teeId },
    });
    expect(of('teeSwitched')).toMatchObject([{ from: A.teeId, to: B.teeId, cause: 'rotated-out' }]);
  });

  it('passes over the old record of an enclave that registered anew, unless there is no other', async () => {
    const ghost = { ...B, endpoint: C.endpoint, registeredAt: C.registeredAt - 1n };
    const { gate, registry, clock } = await started([A, ghost, C]);
    expect(gate.snapshot().standby?.teeId).toBe(C.teeId);
    registry.answer = readingOf(ghost, C);
    await clock.advance(30_000);
    expect(gate.snapshot()).toMatchObject({ current: { teeId: C.teeId }, standby: { teeId: B.teeId } });
  });

  it('replaces a standby that left', async () => {
    const { gate, registry, clock } = await started([A, B, C]);
    registry.answer = readingOf(A, C);
    await clock.advance(30_000);
    expect(gate.snapshot()).toMatchObject({ current: { teeId: A.teeId }, standby: { teeId: C.teeId } });
  });

  it('tries sooner after a failure, and tells of an outage once', async () => {
    const { gate, registry, clock, of } = await started([A, B]);
    registry.answer = unreachable();
    await clock.advance(30_000);
    expect(gate.snapshot().registry).toMatchObject({ nextCheckAt: clock.now() + 1_000, unreachableSince: clock.now() });
    await clock.advance(3_000);
    expect(of('registryFailed')).toHaveLength(3);
    expect(of('registryUnreachable')).toHaveLength(1);
    expect(gate.snapshot().current?.teeId).toBe(A.teeId);
    registry.answer = readingOf(A, B);
    await clock.advance(4_000);
    expect(of('registryRecovered')).toHaveLength(1);
    expect(gate.snapshot().registry).toMatchObject({ unreachableSince: null, nextCheckAt: clock.now() + 270_000 });
  });

  it('has no timer with an interval of 0, but hears of events and repeats a check that failed', async () => {
    const { gate, registry, clock, chain } = await started([A, B], { refreshSeconds: 0 });
    await clock.advance(3_600_000);
    expect(registry.reads).toBe(1);
    expect(gate.snapshot().registry.nextCheckAt).toBeNull();
    registry.answer = unreachable();
    chain.emit();
    await clock.advance(0);
    registry.answer = readingOf(B);
    await clock.advance(1_000);
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
  });
});

describe('TeeGate on events', () => {
  it('checks once more when an event comes during a check', async () => {
    const { gate, registry, clock, chain } = await started([A, B]);
    registry.hold();
    chain.emit();
    await clock.advance(0);
    chain.emit();
    chain.emit();
    registry.release();
    await clock.advance(0);
    expect(registry.reads).toBe(3);
    expect(gate.snapshot().registry.watching).toBe('subscription');
  });

  it('looks again a little later, since endpoints may lag behind each other', async () => {
    const { registry, clock, chain } = await started([A, B]);
    chain.emit();
    await clock.advance(10_000);
    expect(registry.reads).toBe(3);
  });
});

describe('TeeGate.suspect', () => {
  it('is one check for all who suspect at the same time', async () => {
    const { gate, registry } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    registry.answer = readingOf(B);
    const suspicions = Array.from({ length: 50 }, () => gate.suspect(session, { kind: 'stale-key' }, forever()));
    const verdicts = await Promise.all(suspicions);
    expect(verdicts.every(({ replaced }) => replaced)).toBe(true);
    expect(registry.reads).toBe(2);
  });

  it('leaves a TEE that the registry lists unchanged to the caller, who puts it out', async () => {
    const { gate, clock, of } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    expect(await gate.suspect(session, { kind: 'unknown-tee' }, forever())).toEqual({ replaced: false, checked: true });
    expect(of('teeAlarm')).toEqual([]);
    gate.reportUnreachable(session, { kind: 'unknown-tee' });
    expect(gate.snapshot()).toMatchObject({ current: { teeId: B.teeId, cause: 'quarantine' }, standby: null });
    expect(gate.snapshot().quarantined).toMatchObject([
      { teeId: A.teeId, state: 'quarantined', until: clock.now() + 30_000 },
    ]);
    await clock.advance(30_000);
    expect(gate.snapshot()).toMatchObject({ quarantined: [{ state: 'probation' }], standby: { teeId: A.teeId } });
  });

  it('lets a person release a quarantined TEE, which is the next in reserve then', async () => {
    const { gate, clock } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    gate.reportUnreachable(session, { kind: 'unknown-tee' });
    expect(gate.snapshot()).toMatchObject({ current: { teeId: B.teeId }, standby: null });
    expect(gate.release(A.teeId)).toMatchObject({ changed: true, sentence: expect.stringContaining('on probation') });
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ quarantined: [{ state: 'probation' }], standby: { teeId: A.teeId } });
    expect(gate.release(B.teeId)).toMatchObject({ changed: false });
  });

  it('raises the alarm for an answer that fails while the registry is unchanged, once', async () => {
    const { gate, of } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    const suspicion = { kind: 'verification', detail: 'signature' } as const;
    const verdicts = await Promise.all([1, 2, 3].map(() => gate.suspect(session, suspicion, forever())));
    expect(verdicts.map(({ replaced }) => replaced)).toEqual([false, false, false]);
    expect(of('teeAlarm')).toHaveLength(1);
    expect(gate.snapshot().alarm?.sentence).toContain('The registry lists it unchanged.');
    expect(gate.snapshot()).toMatchObject({ current: { teeId: B.teeId }, quarantined: [{ teeId: A.teeId }] });
  });

  it('does not excuse a bad answer by a rotation by hand', async () => {
    const { gate, of } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    await gate.rotate(forever());
    expect((await gate.suspect(session, { kind: 'verification' }, forever())).replaced).toBe(false);
    expect(of('teeAlarm')).toHaveLength(1);
    expect((await gate.suspect(session, { kind: 'stale-key' }, forever())).replaced).toBe(true);
  });

  it('asks the chain no more often than the budget, however many requests fail', async () => {
    const { gate, registry } = await started([A]);
    for (let failure = 0; failure < 40; failure += 1) {
      const { session } = await gate.acquire(forever());
      await gate.suspect(session, { kind: 'relay-failure' }, forever());
    }
    expect(registry.reads).toBeLessThanOrEqual(12);
  });
});

describe('TeeGate.reportUnreachable', () => {
  it('uses the least bad TEE when all are quarantined, and says so', async () => {
    const { gate } = await started([A, B]);
    for (let failure = 0; failure < 2; failure += 1) {
      const { session } = await gate.acquire(forever());
      gate.reportUnreachable(session, { kind: 'relay-failure' });
    }
    await gate.acquire(forever());
    expect(gate.snapshot()).toMatchObject({ health: 'needs-you', current: { teeId: A.teeId } });
    expect(gate.snapshot().sentence).toContain('although it failed');
  });

  it('holds nothing against a TEE when the relay could not be reached', async () => {
    const { gate } = await started([A, B]);
    const { session } = await gate.acquire(forever());
    gate.reportUnreachable(session, { kind: 'relay-unreachable' });
    expect(gate.snapshot()).toMatchObject({ current: { teeId: B.teeId, cause: 'unreachable' }, quarantined: [] });
  });

  it('shows what drains on the TEE that was replaced', async () => {
    const { gate } = await started([A, B]);
    const leases = [await gate.acquire(forever()), await gate.acquire(forever())];
    await gate.rotate(forever());
    expect(gate.snapshot().draining).toMatchObject([{ teeId: A.teeId, inFlight: 2 }]);
    for (const lease of leases) lease.done({ kind: 'verified', latencyMs: 1 });
    expect(gate.snapshot().draining).toEqual([]);
  });
});

describe('TeeGate.wake', () => {
  it('holds requests back until the check is done', async () => {
    const { gate, registry, clock } = await started([A, B]);
    registry.answer = readingOf(B);
    gate.wake();
    expect((await gate.acquire(forever())).session.teeId).toBe(B.teeId);
    expect(registry.reads).toBe(2);
    expect(clock.pending).toBeGreaterThan(0);
  });

  it('holds requests back for 2 s at most', async () => {
    const { gate, registry, clock } = await started([A, B]);
    registry.hold();
    gate.wake();
    let given: string | undefined;
    void gate.acquire(forever()).then(({ session }) => (given = session.teeId));
    await clock.advance(1_999);
    expect(given).toBeUndefined();
    await clock.advance(1);
    expect(given).toBe(A.teeId);
  });

  it('begins a reading anew that was under way over a connection that may be dead', async () => {
    const { gate, registry, clock, chain } = await started([A, B]);
    registry.hold();
    const check = gate.checkRegistry(forever());
    await clock.advance(0);
    gate.wake();
    await clock.advance(0);
    expect(registry).toMatchObject({ aborted: 1, closes: 1, reads: 3 });
    expect(chain.wakes).toBe(1);
    registry.release();
    expect((await check).changed).toBe(false);
  });

  it('is noticed by a clock that jumped, by a request at once and by itself within a quarter of a minute', async () => {
    const { gate, registry, clock } = await started([A, B], { refreshSeconds: 0 });
    clock.setNow(clock.now() + 600_000);
    registry.answer = readingOf(B);
    expect((await gate.acquire(forever())).session.teeId).toBe(B.teeId);
    clock.setNow(clock.now() + 600_000);
    await clock.advance(15_000);
    expect(registry.reads).toBe(3);
  });
});
