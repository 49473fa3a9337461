import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { TeeGate, type TeeLease, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const RECORDS = threeRecords();

type Step =
  | {
      readonly do:
        | 'acquire'
        | 'acquire-and-abort'
        | 'finish'
        | 'rotate'
        | 'check'
        | 'report'
        | 'hold'
        | 'release'
        | 'fail';
    }
  | { readonly do: 'list'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { do: 'acquire' },
    { do: 'acquire' },
    { do: 'acquire-and-abort' },
    { do: 'finish' },
    { do: 'rotate' },
    { do: 'check' },
    { do: 'report' },
    { do: 'hold' },
    { do: 'release' },
    { do: 'fail' },
  ),
  fc.record({ do: fc.constant('list' as const), which: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 70_000 }) }),
);

/** The records whose bit is set. */
const listed = (which: number): TeeRecord[] => RECORDS.filter((_, index) => (which >> index) & 1);

class Walk {
  readonly clock = new VirtualClock();
  readonly registry = new ScriptedRegistry(readingOf(...RECORDS));
  readonly events: DomainEvent[] = [];
  readonly leases: TeeLease[] = [];
  readonly work: Promise<unknown>[] = [];
  open = 0;
  readonly gate: TeeGate;

  constructor(draws: readonly number[]) {
    let drawn = 0;
    const below = (max: number): number => {
      drawn += 1;
      return (draws[drawn % draws.length] ?? 0) % max;
    };
    this.gate = new TeeGate({
      registry: this.registry,
      pins: { teeId: null, pcrHash: null },
      clock: this.clock,
      random: { below, bytes: length => new Uint8Array(length) },
      emit: event => this.events.push(event),
    });
  }

  async take(taken: Step): Promise<void> {
    const { gate, registry, clock } = this;
    const forever = new AbortController().signal;
    switch (taken.do) {
      case 'acquire':
        this.#track(this.#acquire(forever));
        break;
      case 'acquire-and-abort': {
        const impatient = new AbortController();
        this.#track(this.#acquire(impatient.signal));
        impatient.abort(new Error('gave up'));
        break;
      }
      case 'finish':
        this.#finish();
        break;
      case 'rotate':
        this.#track(gate.rotate(forever));
        break;
      case 'check':
        this.#track(gate.checkRegistry(forever));
        break;
      case 'report': {
        const [lease] = this.leases;
        if (lease !== undefined) gate.reportUnreachable(lease.session);
        break;
      }
      case 'hold':
        registry.hold();
        break;
      case 'release':
        registry.release();
        break;
      case 'fail':
        registry.answer = unreachable();
        break;
      case 'list':
        registry.answer = readingOf(...listed(taken.which));
        break;
      case 'wait':
        await clock.advance(taken.ms);
        break;
    }
  }

  /** What must hold after every step. */
  check(): void {
    const { state, current, sentence } = this.gate.snapshot();
    expect(sentence.length).toBeGreaterThan(5);
    if (state === 'attested' || state === 'rotating') expect(current).not.toBeNull();
    if (state === 'choosing' || state === 'no-usable-tee') expect(current).toBeNull();
    expect(this.clock.pending).toBeLessThanOrEqual(1);
    if (current !== null) expect(this.clock.pending).toBe(0);
  }

  async finishAll(): Promise<void> {
    this.registry.release();
    this.registry.answer = readingOf(...RECORDS);
    await this.clock.advance(0);
    const { session } = await this.gate.acquire(new AbortController().signal);
    expect(RECORDS.map(record => record.teeId)).toContain(session.teeId);
    await this.gate.stop();
    await Promise.all(this.work);
    expect(this.clock.pending).toBe(0);
    expect(this.gate.snapshot()).toMatchObject({ state: 'idle', current: null });
  }

  async #acquire(signal: AbortSignal): Promise<void> {
    const lease = await this.gate.acquire(signal);
    this.leases.push(lease);
    this.open += 1;
  }

  #finish(): void {
    const lease = this.leases.shift();
    if (lease === undefined) return;
    lease.done({ kind: 'verified', latencyMs: 1 });
    this.open -= 1;
  }

  /** Every promise must settle by itself; which way is the gate's affair, but only with its own errors. */
  #track(work: Promise<unknown>): void {
    const codes = /^(registry_unreachable|no_usable_tee|tee_gate_stopped)$/;
    this.work.push(
      work.catch((error: Error & { code?: string }) => {
        if (error.message !== 'gave up') expect(error.code).toMatch(codes);
      }),
    );
  }
}

describe('TeeGate under any order of requests, commands, outages and waits', () => {
  it('keeps its state consistent, settles every promise, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 10 }),
        async (steps, draws) => {
          const walk = new Walk(draws);
          await walk.gate.start(new AbortController().signal);
          for (const taken of steps) {
            await walk.take(taken);
            await walk.clock.advance(0);
            walk.check();
          }
          await walk.finishAll();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('counts every lease that is out and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Step>({ do: 'acquire' }, { do: 'finish' }), { maxLength: 40 }),
        async steps => {
          const walk = new Walk([0]);
          await walk.gate.start(new AbortController().signal);
          await walk.clock.advance(0);
          for (const taken of steps) {
            await walk.take(taken);
            await walk.clock.advance(0);
          }
          expect(walk.gate.snapshot().current?.inFlight).toBe(walk.open);
          await walk.gate.stop();
        },
      ),
      { numRuns: 30 },
    );
  });
});
