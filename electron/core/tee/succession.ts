import type { DomainEvent, TeeCause } from '../../contract/index.ts';
import { abortReason, type Clock, type Random } from '../platform/index.ts';
import { type Choice, chooseAny, chooseOther } from './choose.ts';
import { type Comparison, compareWithListed } from './compare.ts';
import { restsWithout } from './errors.ts';
import { Quarantine } from './quarantine.ts';
import type { TeeRecord } from './record.ts';
import type { LastReading } from './registry-watch.ts';
import { Seat } from './seat.ts';
import type { TeePins } from './selection.ts';
import { beginSession, type PreparedTee, type TeeSession } from './session.ts';
import { Standby } from './standby.ts';
import { byValue } from './tee-id.ts';

/** Worse than any TEE on probation: the enclave behind a superseded record has most likely other keys by now. */
const SUPERSEDED = 2;

/** Why a TEE had to go. */
export type Drop = Extract<Comparison, { action: 'drop' }>;

/** Options of {@link Succession}. */
export interface SuccessionOptions {
  readonly pins: TeePins;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: DomainEvent) => void;
  /** The last good reading, if it can still be true. */
  readonly reading: () => LastReading | undefined;
}

/**
 * Who holds the seat and who comes next. Chooses from the last reading only and never reads; whatever it puts on the seat
 * is listed in that reading as it was prepared.
 */
export class Succession {
  readonly seat = new Seat();
  readonly quarantine: Quarantine;
  readonly standby: Standby;
  readonly #options: SuccessionOptions;
  /** Nobody takes over by itself. */
  isPaused = false;
  #filling: Promise<void> | undefined;

  constructor(options: SuccessionOptions) {
    this.#options = options;
    const { clock, emit } = options;
    this.quarantine = new Quarantine({ clock, emit });
    this.standby = new Standby({
      clock,
      choice: () => this.#standbyChoice(),
      isFit: record => this.#canFollow(record),
      onChange: () => emit({ type: 'statusChanged', at: clock.now() }),
    });
  }

  get isFilling(): boolean {
    return this.#filling !== undefined;
  }

  /** The one before has left in a pause, and nobody follows before it ends or a person asks. The very first may come. */
  get isResting(): boolean {
    return this.isPaused && this.seat.departed !== undefined;
  }

  /** Replaces who `reading` does not support, by the standby if there is one. Returns why; synchronous. */
  settle(reading: LastReading): Drop | undefined {
    this.quarantine.reconcile(teeId => reading.find(teeId)?.record);
    const current = this.seat.session;
    if (current === undefined) return undefined;
    const verdict = this.#compare(current.record, reading);
    if (verdict.action === 'keep') return undefined;
    this.replace(verdict.cause);
    return verdict;
  }

  /** The current TEE goes. The standby follows at once; without one, and in a pause, the seat is empty until `fill`. */
  replace(cause: TeeCause): void {
    const next = this.isPaused ? undefined : this.standby.take();
    if (next === undefined) this.seat.depart(cause, this.#options.clock.now());
    else this.#install(next, cause);
  }

  /** Puts somebody on an empty seat, from the last reading. Throws `SelectionError`, `tee_paused`; the signal's reason when
   * aborted. */
  fill(signal: AbortSignal): Promise<void> {
    if (this.isResting) return Promise.reject(restsWithout());
    this.#filling ??= this.#fill(signal).finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  /** As {@link fill}, because a person asks, and also in a pause. Gives who is on the seat now. */
  async fillByHand(signal: AbortSignal): Promise<TeeSession | undefined> {
    await this.#fill(signal);
    return this.seat.session;
  }

  /** Puts another than `current` on the seat, by hand. Undefined when the last reading has no other. Throws as `fill`. */
  async rotate(current: TeeSession, signal: AbortSignal): Promise<TeeSession | undefined> {
    const reading = this.#options.reading();
    if (reading === undefined) return undefined;
    const next = this.standby.take() ?? (await chooseOther(this.#choice(reading, [current.teeId])));
    if (signal.aborted) throw abortReason(signal);
    if (this.seat.session !== current) return this.seat.session;
    return next !== undefined && this.#isListed(next.record) ? this.#install(next, 'by-hand') : undefined;
  }

  /** True when the last reading lists `record` no more, or otherwise than it is. */
  isOutdated(record: TeeRecord): boolean {
    const reading = this.#options.reading();
    return reading !== undefined && this.#compare(record, reading).action === 'drop';
  }

  /** Empties the seat and ends what runs; no timer is left. */
  async stop(): Promise<void> {
    this.quarantine.stop();
    this.seat.clear(this.#options.clock.now());
    await Promise.all([this.standby.clear(), this.#filling?.catch(() => undefined)]);
  }

  async #fill(signal: AbortSignal): Promise<void> {
    while (this.seat.ledger === undefined) {
      const reading = this.#options.reading();
      if (reading === undefined) return;
      const { departed } = this.seat;
      const failed = departed?.cause === 'unreachable' || departed?.cause === 'quarantine' ? [departed.teeId] : [];
      const next = await chooseAny(this.#choice(reading, failed));
      if (signal.aborted) throw abortReason(signal);
      // Another reading, or another switch, may have come in while keys were imported.
      if (this.seat.ledger === undefined && this.#isListed(next.record)) {
        this.#install(next, this.seat.departed?.cause ?? 'first');
      }
    }
  }

  #install(next: PreparedTee, cause: TeeCause): TeeSession {
    const { clock, emit } = this.#options;
    const at = clock.now();
    const session = beginSession(next, cause, at);
    const { teeId } = session;
    const from = this.seat.install(session, at);
    if (from === undefined || from === teeId) {
      emit({ type: 'teeSelected', at, teeId, endpoint: session.record.endpoint });
    } else emit({ type: 'teeSwitched', at, from, to: teeId, cause });
    this.standby.refresh();
    return session;
  }

  #compare(record: TeeRecord, reading: LastReading): Comparison {
    return compareWithListed(record, reading.find(record.teeId)?.record, this.#options.pins.pcrHash);
  }

  #isListed(record: TeeRecord): boolean {
    const reading = this.#options.reading();
    return reading !== undefined && this.#compare(record, reading).action === 'keep';
  }

  #canFollow(record: TeeRecord): boolean {
    const { session } = this.seat;
    const isOther = session === undefined || byValue(session.teeId) !== byValue(record.teeId);
    return isOther && this.quarantine.rank(record.teeId) < 2 && this.#isListed(record);
  }

  #standbyChoice(): Choice | undefined {
    const reading = this.#options.reading();
    const { session } = this.seat;
    if (reading === undefined || session === undefined || this.#options.pins.teeId !== null) return undefined;
    return this.#choice(reading, [session.teeId]);
  }

  #choice(reading: LastReading, exclude: readonly string[]): Choice {
    const { pins, random } = this.#options;
    const rank = (record: TeeRecord): number =>
      this.quarantine.rank(record.teeId) + (reading.isSuperseded(record) ? SUPERSEDED : 0);
    return { judged: reading.judged, exclude: new Set(exclude), rank, pins, random };
  }
}
