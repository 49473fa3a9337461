import { afterEach, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { TeeGate, type TeePins, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A, B, C] = threeRecords();
const NO_PINS: TeePins = { teeId: null, pcrHash: null };
const forever = (): AbortSignal => new AbortController().signal;

interface Scene {
  readonly gate: TeeGate;
  readonly registry: ScriptedRegistry;
  readonly clock: VirtualClock;
  readonly events: DomainEvent[];
}

const gates: TeeGate[] = [];
afterEach(async () => {
  await Promise.all(gates.splice(0).map(gate => gate.stop()));
});

function scene(answer: ConstructorParameters<typeof ScriptedRegistry>[0], pins = NO_PINS): Scene {
  const [registry, clock, events] = [new ScriptedRegistry(answer), new VirtualClock(), [] as DomainEvent[]];
  const gate = new TeeGate({ registry, pins, clock, random: firstRandom, emit: event => events.push(event) });
  gates.push(gate);
  return { gate, registry, clock, events };
}

async function started(...records: readonly TeeRecord[]): Promise<Scene> {
  const made = scene(readingOf(...records));
  await made.gate.start(forever());
  await made.clock.advance(0);
  return made;
}

const types = (events: readonly DomainEvent[]): string[] =>
  events.map(event => event.type).filter(type => type !== 'statusChanged');

describe('TeeGate at start', () => {
  it('chooses a TEE without being asked', async () => {
    const { gate, events } = await started(A, B);
    expect(gate.snapshot()).toMatchObject({
      state: 'attested',
      health: 'well',
      current: { teeId: A.teeId, cause: 'first' },
    });
    expect(gate.snapshot().sentence).toMatch(/^Requests are sealed to 0x\w{6}…\w{6}\.$/);
    expect(types(events)).toEqual(['registryRead', 'teeSelected']);
  });

  it('is up at once while the registry has not answered', async () => {
    const { gate, registry, clock } = scene(readingOf(A));
    registry.hold();
    await gate.start(forever());
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'choosing', health: 'working', current: null });
    registry.release();
    await clock.advance(0);
    expect(gate.snapshot().state).toBe('attested');
  });

  it('says what is missing when no registry is configured, and refuses requests', async () => {
    const clock = new VirtualClock();
    const gate = new TeeGate({ registry: undefined, pins: NO_PINS, clock, random: firstRandom, emit: () => undefined });
    await gate.start(forever());
    expect(gate.snapshot()).toMatchObject({ state: 'not-configured', health: 'needs-you' });
    expect(gate.snapshot().remedy?.text).toContain('tee.registry.address');
    await expect(gate.acquire(forever())).rejects.toMatchObject({ code: 'tee_not_configured' });
    expect(clock.pending).toBe(0);
  });

  it('keeps trying with growing pauses while the chain is away, and says when it tries next', async () => {
    const { gate, registry, clock } = scene(unreachable());
    await gate.start(forever());
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'chain-unreachable', health: 'broken' });
    expect(gate.snapshot().sentence).toBe('rpc.example refuses the connection. Next attempt in 1 s.');
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const pauseMs = gate.snapshot().registry.nextCheckAt! - clock.now();
      pauses.push(pauseMs);
      await clock.advance(pauseMs);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(registry.reads).toBe(9);
    registry.answer = readingOf(A);
    await clock.advance(60_000);
    expect(gate.snapshot()).toMatchObject({ state: 'attested', current: { teeId: A.teeId } });
  });

  it('tells an empty registry from one that cannot be reached', async () => {
    const { gate, events } = await started();
    expect(gate.snapshot()).toMatchObject({ state: 'no-usable-tee', registry: { state: 'empty', lastError: null } });
    expect(gate.snapshot().sentence).toContain('The registry has no active TEE.');
    expect(types(events)).toEqual(['registryEmpty', 'teeSelectionFailed']);
  });

  it('names the pin that nothing meets and chooses nothing', async () => {
    const { gate, clock } = scene(readingOf(A, B), { teeId: null, pcrHash: 'ab'.repeat(32) });
    await gate.start(forever());
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'no-usable-tee', current: null });
    expect(gate.snapshot().sentence).toContain('0xababab…ababab');
    await expect(gate.acquire(forever())).rejects.toMatchObject({ code: 'pcr_pin_unmatched' });
  });
});

describe('TeeGate.acquire', () => {
  it('gives everybody the same session from one reading', async () => {
    const { gate, registry, clock } = scene(readingOf(A, B, C));
    registry.hold();
    await gate.start(forever());
    const waits = Array.from({ length: 20 }, () => gate.acquire(forever()));
    await clock.advance(0);
    registry.release();
    const leases = await Promise.all(waits);
    expect(new Set(leases.map(lease => lease.session)).size).toBe(1);
    expect(registry.reads).toBe(1);
    expect(gate.snapshot().current?.inFlight).toBe(20);
  });

  it('ends the wait of the one that gave up, not of the others', async () => {
    const { gate, registry, clock } = scene(readingOf(A));
    registry.hold();
    await gate.start(forever());
    const impatient = new AbortController();
    const [first, second] = [gate.acquire(impatient.signal), gate.acquire(forever())];
    const refused = expect(first).rejects.toThrow('enough');
    impatient.abort(new Error('enough'));
    await refused;
    expect(registry.aborted).toBe(0);
    registry.release();
    await clock.advance(0);
    expect((await second).session.teeId).toBe(A.teeId);
  });

  it('tries at once during the pause after a failure, and fails with that attempt', async () => {
    const { gate, registry, clock } = scene(unreachable());
    await gate.start(forever());
    await clock.advance(0);
    await expect(gate.acquire(forever())).rejects.toMatchObject({ code: 'registry_unreachable' });
    expect(registry.reads).toBe(2);
    registry.answer = readingOf(B);
    expect((await gate.acquire(forever())).session.teeId).toBe(B.teeId);
  });

  it('counts what leases say, once each', async () => {
    const { gate } = await started(A);
    const leases = await Promise.all([1, 2, 3, 4].map(() => gate.acquire(forever())));
    leases[0]!.done({ kind: 'verified', latencyMs: 10 });
    leases[0]!.done({ kind: 'verified', latencyMs: 99 });
    leases[1]!.done({ kind: 'verified', latencyMs: 30 });
    leases[2]!.done({ kind: 'refused', check: 'signature' });
    expect(gate.snapshot().current).toMatchObject({
      inFlight: 1,
      requestsServed: 2,
      latencyMs: { p50: 10, p95: 30, last: 30 },
      recentLatenciesMs: [10, 30],
    });
  });

  it('refuses before start and after stop, and works again after another start', async () => {
    const { gate, clock } = scene(readingOf(A));
    await expect(gate.acquire(forever())).rejects.toMatchObject({ code: 'tee_gate_stopped' });
    await gate.start(forever());
    await clock.advance(0);
    await gate.stop();
    await expect(gate.acquire(forever())).rejects.toMatchObject({ code: 'tee_gate_stopped' });
    expect(gate.snapshot()).toMatchObject({ state: 'idle', current: null });
    await gate.start(forever());
    expect((await gate.acquire(forever())).session.teeId).toBe(A.teeId);
  });
});

describe('TeeGate.stop', () => {
  it('rejects who waits, aborts the reading, and leaves no timer', async () => {
    const { gate, registry, clock } = scene(readingOf(A));
    registry.hold();
    await gate.start(forever());
    const waits = [gate.acquire(forever()), gate.rotate(forever()), gate.checkRegistry(forever())];
    const refused = Promise.all(waits.map(wait => expect(wait).rejects.toMatchObject({ code: 'tee_gate_stopped' })));
    await clock.advance(0);
    await gate.stop();
    await refused;
    await gate.stop();
    expect(registry.aborted).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('cancels the pause before the next attempt', async () => {
    const { gate, clock } = scene(unreachable());
    await gate.start(forever());
    await clock.advance(0);
    expect(clock.pending).toBeGreaterThan(0);
    await gate.stop();
    expect(clock.pending).toBe(0);
  });

  it('leaves leases in flight their session', async () => {
    const { gate } = await started(A);
    const lease = await gate.acquire(forever());
    await gate.stop();
    expect(lease.session.teeId).toBe(A.teeId);
    lease.done({ kind: 'verified', latencyMs: 1 });
  });
});

describe('TeeGate.rotate', () => {
  it('takes another TEE for the requests to come and leaves those under way alone', async () => {
    const { gate, events } = await started(A, B);
    const before = await gate.acquire(forever());
    const result = await gate.rotate(forever());
    const after = await gate.acquire(forever());
    expect(result).toMatchObject({ changed: true });
    expect(before.session.teeId).toBe(A.teeId);
    expect(after.session.teeId).toBe(B.teeId);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'teeSwitched', from: A.teeId, to: B.teeId, cause: 'by-hand' }),
    );
    expect(gate.snapshot().current).toMatchObject({ cause: 'by-hand', inFlight: 1 });
  });

  it('asks the chain before it says that there is no other, and shows that it is under way', async () => {
    const { gate, registry, clock } = await started(A);
    registry.answer = readingOf(A, B);
    registry.hold();
    const rotation = gate.rotate(forever());
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'rotating', health: 'working', current: { teeId: A.teeId } });
    expect((await gate.acquire(forever())).session.teeId).toBe(A.teeId);
    registry.release();
    expect(await rotation).toMatchObject({ changed: true });
    expect(gate.snapshot()).toMatchObject({ state: 'attested', current: { teeId: B.teeId } });
  });

  it('is one rotation when asked for several times at once, and costs no reading', async () => {
    const { gate, registry, events } = await started(A, B, C);
    const results = await Promise.all([gate.rotate(forever()), gate.rotate(forever()), gate.rotate(forever())]);
    expect(new Set(results.map(result => result.sentence)).size).toBe(1);
    expect(registry.reads).toBe(1);
    expect(types(events).filter(type => type === 'teeSwitched')).toHaveLength(1);
  });

  it('says that the current TEE is the only usable one', async () => {
    const { gate, events } = await started(A);
    const result = await gate.rotate(forever());
    expect(result.changed).toBe(false);
    expect(result.sentence).toMatch(/is the only usable TEE in the registry\.$/);
    expect(types(events).at(-1)).toBe('teeRotationRefused');
    expect(gate.snapshot()).toMatchObject({ state: 'attested', current: { teeId: A.teeId } });
  });

  it('says that a pin forbids it, without asking the chain', async () => {
    const { gate, registry, clock } = scene(readingOf(A, B), { teeId: B.teeId.slice(2).toUpperCase(), pcrHash: null });
    await gate.start(forever());
    await clock.advance(0);
    const result = await gate.rotate(forever());
    expect(result).toMatchObject({ changed: false });
    expect(result.sentence).toContain('tee.teeId');
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
    expect(registry.reads).toBe(1);
  });

  it('stays within the pinned build', async () => {
    const { gate, clock } = scene(readingOf(A, B, C), { teeId: null, pcrHash: A.pcrHash });
    await gate.start(forever());
    await clock.advance(0);
    await gate.rotate(forever());
    expect(gate.snapshot().current?.teeId).toBe(C.teeId);
  });

  it('uses the last reading while the chain is away, as long as that can be true', async () => {
    const { gate, registry, clock } = await started(A, B);
    registry.answer = unreachable();
    expect(await gate.rotate(forever())).toMatchObject({ changed: true });
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
    await clock.advance(1_800_001);
    const refused = await gate.rotate(forever());
    expect(refused).toEqual({
      changed: false,
      told: { code: 'error', error: 'registry_unreachable' },
      sentence: 'rpc.example refuses the connection.',
    });
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
  });
});

describe('TeeGate.checkRegistry', () => {
  it('keeps a TEE that is listed as it was', async () => {
    const { gate } = await started(A, B);
    const result = await gate.checkRegistry(forever());
    expect(result.changed).toBe(false);
    expect(result.sentence).toMatch(/^2 TEEs in the registry, 2 usable\. 0x.* is kept\.$/);
  });

  it('keeps the TEE through an outage and says how old the reading is', async () => {
    const { gate, registry, clock, events } = await started(A, B);
    await clock.advance(240_000);
    registry.answer = unreachable();
    const result = await gate.checkRegistry(forever());
    expect(result.changed).toBe(false);
    expect(gate.snapshot()).toMatchObject({
      state: 'chain-unreachable',
      health: 'needs-you',
      current: { teeId: A.teeId },
      remedy: { command: 'checkRegistry' },
      registry: { state: 'unreachable', lastError: 'rpc.example refuses the connection.' },
    });
    expect(gate.snapshot().sentence).toMatch(/^The registry was last read 4 min ago\. 0x\w+…\w+ is kept\.$/);
    expect(gate.snapshot().registry.listed).toHaveLength(2);
    expect(types(events).at(-1)).toBe('registryFailed');
  });

  it('replaces a TEE that is gone', async () => {
    const { gate, registry, events } = await started(A, B);
    registry.answer = readingOf(B);
    const result = await gate.checkRegistry(forever());
    expect(result).toMatchObject({ changed: true });
    expect(result.sentence).toContain('no longer in the registry');
    expect(events).toContainEqual(expect.objectContaining({ type: 'teeSwitched', to: B.teeId, cause: 'rotated-out' }));
  });

  it('replaces a TEE whose HPKE key changed by the same TEE with its new key', async () => {
    const { gate, registry } = await started(A);
    const rekeyed: TeeRecord = { ...A, ohttp: { ...B.ohttp!, keyConfig: new Uint8Array(0), keyId: 2 } };
    registry.answer = readingOf(rekeyed);
    await gate.checkRegistry(forever());
    const { session } = await gate.acquire(forever());
    expect(session.recipient.config.keyId).toBe(2);
    expect(gate.snapshot().current).toMatchObject({ teeId: A.teeId, cause: 'keys-changed' });
  });

  it('drops a TEE without a successor and keeps looking', async () => {
    const { gate, registry, clock } = await started(A);
    registry.answer = readingOf();
    expect(await gate.checkRegistry(forever())).toMatchObject({ changed: false });
    expect(gate.snapshot()).toMatchObject({ state: 'no-usable-tee', current: null });
    registry.answer = readingOf(C);
    await clock.advance(1_000);
    expect(gate.snapshot().current?.teeId).toBe(C.teeId);
  });
});

describe('TeeGate.reportUnreachable', () => {
  it('takes another TEE for the next request', async () => {
    const { gate, events } = await started(A, B);
    const lease = await gate.acquire(forever());
    gate.reportUnreachable(lease.session);
    expect((await gate.acquire(forever())).session.teeId).toBe(B.teeId);
    expect(events).toContainEqual(expect.objectContaining({ type: 'teeSwitched', cause: 'unreachable' }));
  });

  it('falls back to the same TEE when there is no other', async () => {
    const { gate } = await started(A);
    const { session } = await gate.acquire(forever());
    gate.reportUnreachable(session);
    const again = await gate.acquire(forever());
    expect(again.session.teeId).toBe(A.teeId);
    expect(again.session).not.toBe(session);
  });

  it('leaves a TEE alone that was swapped in meanwhile', async () => {
    const { gate } = await started(A, B);
    const { session } = await gate.acquire(forever());
    await gate.rotate(forever());
    gate.reportUnreachable(session);
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
  });

  it('drops one session once, however many requests report it', async () => {
    const { gate, registry } = await started(A, B, C);
    const { session } = await gate.acquire(forever());
    for (let report = 0; report < 10; report += 1) gate.reportUnreachable(session);
    await gate.acquire(forever());
    expect(registry.reads).toBe(1);
    expect(gate.snapshot().current?.teeId).toBe(B.teeId);
  });
});
