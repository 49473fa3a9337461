import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import {
  compareWithRegistry,
  type RegistryReading,
  type Suspicion,
  TeeGate,
  type TeeLease,
  type TeeRecord,
} from '../../../electron/core/tee/index.ts';
import { ScriptedEvents } from '../../helpers/scripted-events.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const RECORDS = threeRecords();
const KINDS = ['stale-key', 'relay-failure', 'timeout', 'relay-unreachable', 'channel', 'verification'] as const;
const forever = (): AbortSignal => new AbortController().signal;

type Step =
  | {
      readonly do:
        | 'acquire'
        | 'acquire-and-abort'
        | 'finish'
        | 'fail-request'
        | 'rotate'
        | 'check'
        | 'wake'
        | 'sleep'
        | 'event'
        | 'hold'
        | 'release'
        | 'outage'
        | 'restart';
    }
  | { readonly do: 'list'; readonly which: number; readonly isRekeyed: boolean }
  | { readonly do: 'suspect' | 'report'; readonly kind: Suspicion['kind'] }
  | { readonly do: 'wait'; readonly ms: number };

const simple: fc.Arbitrary<Step> = fc
  .constantFrom(
    ...(['acquire', 'acquire', 'acquire', 'acquire-and-abort', 'finish', 'fail-request', 'rotate', 'check'] as const),
    ...(['wake', 'sleep', 'event', 'hold', 'release', 'release', 'outage', 'restart'] as const),
  )
  .map(name => ({ do: name }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: simple },
  fc.record({ do: fc.constant('list' as const), which: fc.integer({ min: 0, max: 7 }), isRekeyed: fc.boolean() }),
  fc.record({ do: fc.constantFrom('suspect' as const, 'report' as const), kind: fc.constantFrom(...KINDS) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
);

/** The records whose bit is set; rekeyed ones have another key id. */
function listed(which: number, isRekeyed: boolean): TeeRecord[] {
  return RECORDS.filter((_, index) => (which >> index) & 1).map(record =>
    isRekeyed ? { ...record, ohttp: { ...record.ohttp!, keyId: 9, keyConfig: new Uint8Array(0) } } : record,
  );
}

/** Drives a gate through the steps and watches what must never happen. */
class Walk {
  readonly clock = new VirtualClock();
  readonly registry = new ScriptedRegistry(readingOf(...RECORDS));
  readonly chain = new ScriptedEvents();
  readonly leases: TeeLease[] = [];
  readonly work: Promise<unknown>[] = [];
  readonly gate: TeeGate;
  /** What must not have happened, noticed where an exception would be caught. */
  readonly violations: string[] = [];
  /** What the last successful check read. */
  known: RegistryReading | undefined;
  /** What was known before, for the rest of this turn: a lease granted just before a reading is looked at just after. */
  #knownBefore: RegistryReading | undefined;
  #lastEventAtRead: number | undefined;

  constructor(draws: readonly number[]) {
    let drawn = 0;
    const below = (max: number): number => {
      drawn += 1;
      return (draws[drawn % draws.length] ?? 0) % max;
    };
    this.gate = new TeeGate({
      registry: this.registry,
      events: this.chain,
      pins: { teeId: null, pcrHash: null },
      clock: this.clock,
      random: { below, bytes: length => new Uint8Array(length) },
      emit: event => this.#onEvent(event),
    });
  }

  async take(taken: Step): Promise<void> {
    const { gate, registry, clock } = this;
    const [lease] = this.leases;
    switch (taken.do) {
      case 'acquire':
        return this.#track(this.#acquire(forever()));
      case 'acquire-and-abort': {
        const impatient = new AbortController();
        this.#track(this.#acquire(impatient.signal));
        return impatient.abort(new Error('gave up'));
      }
      case 'finish':
        return this.leases.shift()?.done({ kind: 'verified', latencyMs: 1 });
      case 'fail-request':
        return this.leases.shift()?.done({ kind: 'failed', code: 'relay_failed' });
      case 'rotate':
        return this.#track(gate.rotate(forever()));
      case 'check':
        return this.#track(gate.checkRegistry(forever()));
      case 'suspect':
        if (lease !== undefined) this.#track(gate.suspect(lease.session, { kind: taken.kind }, forever()));
        return;
      case 'report':
        if (lease !== undefined) gate.reportUnreachable(lease.session, { kind: taken.kind });
        return;
      case 'wake':
        return gate.wake();
      case 'sleep':
        return clock.setNow(clock.now() + 3_600_000);
      case 'event':
        this.#lastEventAtRead = registry.reads;
        return this.chain.emit();
      case 'hold':
        return registry.hold();
      case 'release':
        return registry.release();
      case 'outage':
        registry.answer = unreachable();
        return;
      case 'list':
        registry.answer = readingOf(...listed(taken.which, taken.isRekeyed));
        return;
      case 'restart':
        await gate.stop();
        expect(clock.pending).toBe(0);
        this.known = undefined;
        this.#lastEventAtRead = undefined;
        return gate.start(forever());
      case 'wait':
        return clock.advance(taken.ms);
    }
  }

  /** What must hold after every step. */
  check(): void {
    expect(this.violations).toEqual([]);
    const { state, current, sentence, standby } = this.gate.snapshot();
    expect(sentence.length).toBeGreaterThan(5);
    if (state === 'attested' || state === 'rotating') expect(current).not.toBeNull();
    if (state === 'choosing' || state === 'no-usable-tee') expect(current).toBeNull();
    if (standby !== null) expect(standby.teeId).not.toBe(current?.teeId);
    expect(this.registry.mostAtOnce).toBeLessThanOrEqual(1);
  }

  async finishAll(): Promise<void> {
    const { registry, clock, gate } = this;
    registry.release();
    registry.answer = readingOf(...RECORDS);
    await clock.advance(0);
    // Every wake-up by the chain was followed by a reading that began after it, without any timer's help.
    if (this.#lastEventAtRead !== undefined) expect(registry.reads).toBeGreaterThan(this.#lastEventAtRead);
    await clock.advance(390_000);
    expect(gate.snapshot().registry).toMatchObject({ state: 'ok', unreachableSince: null });
    const lease = await gate.acquire(forever());
    this.#assertServing(lease);
    lease.done({ kind: 'verified', latencyMs: 1 });
    const inFlight = gate.snapshot().draining.reduce((sum, tee) => sum + tee.inFlight, 0);
    expect(inFlight + gate.snapshot().current!.inFlight).toBe(this.leases.length);
    await gate.stop();
    await Promise.all(this.work);
    expect(this.violations).toEqual([]);
    expect(clock.pending).toBe(0);
    expect(gate.snapshot()).toMatchObject({ state: 'idle', current: null, standby: null });
  }

  #onEvent(event: DomainEvent): void {
    // Emitted when the gate has drawn the consequences: a request that starts now must see them.
    if (event.type !== 'registryRead' && event.type !== 'registryEmpty') return;
    const before = this.known;
    this.#knownBefore = before;
    setImmediate(() => {
      if (this.#knownBefore === before) this.#knownBefore = undefined;
    });
    this.known = this.registry.lastAnswer;
    const lease = this.gate.snapshot().current;
    const record = this.known?.records.find(({ teeId }) => teeId === lease?.teeId);
    if (lease !== null && record === undefined) this.violations.push(`${lease.teeId} was kept after ${event.type}`);
  }

  async #acquire(signal: AbortSignal): Promise<void> {
    const lease = await this.gate.acquire(signal);
    this.#assertServing(lease);
    this.leases.push(lease);
  }

  /** Never a request on a TEE that the last successful check had dropped before the request started. */
  #assertServing({ session }: TeeLease): void {
    const verdict = compareWithRegistry(session.record, this.known?.records);
    if (this.#knownBefore !== undefined && verdict.action === 'drop') {
      expect(compareWithRegistry(session.record, this.#knownBefore.records)).toEqual({ action: 'keep' });
    } else expect(verdict).toEqual({ action: 'keep' });
  }

  /** Every promise must settle by itself; which way is the gate's affair, but only with its own errors. */
  #track(work: Promise<unknown>): void {
    const codes = /^(registry_unreachable|no_usable_tee|tee_gate_stopped)$/;
    this.work.push(
      work.catch((error: Error & { code?: string }) => {
        if (error.message !== 'gave up' && !codes.test(error.code ?? '')) throw error;
      }),
    );
  }
}

describe('TeeGate under any order of requests, rotations, changes, suspicions, outages, wakes and stops', () => {
  it('serves only what the last check supports, never checks twice at once, loses no wake-up, leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 10 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        async (steps, draws, pauses) => {
          const walk = new Walk(draws);
          await walk.gate.start(forever());
          for (const [index, taken] of steps.entries()) {
            await walk.take(taken);
            // Some steps follow each other before anything could settle.
            if (pauses[index % pauses.length]) await walk.clock.advance(0);
            walk.check();
          }
          await walk.finishAll();
        },
      ),
      { numRuns: 120 },
    );
  }, 60_000);
});
