import type { SetupCheck, SetupStep, SetupStepName } from '../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError, type Logger } from '../platform/index.ts';
import { type Changes, failure, type Judged, makeCheck, type PlannedCheck } from './check.ts';

/** Options of {@link Checker}. */
export interface CheckerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something to be shown changed. */
  readonly onChange: () => void;
}

/** Checks of one step. */
export interface CheckRound {
  readonly step: SetupStepName;
  readonly checks: readonly PlannedCheck[];
  /** Whether a failure leaves those after it unmade, because they build on it. */
  readonly endsAtFailure: boolean;
  /** Hears the outcome, unless the round was ended before. */
  done(isWell: boolean): Promise<void>;
}

interface Running {
  readonly step: SetupStepName;
  readonly controller: AbortController;
  ended: Promise<void>;
}

/** Makes the checks of one step at a time, and keeps what came out of them for each step. */
export class Checker implements Changes {
  readonly #options: CheckerOptions;
  readonly #rows = new Map<SetupStepName, readonly SetupCheck[]>();
  readonly #waiting = new Set<() => void>();
  #running: Running | undefined;
  #limits: SetupStep['checking'] = null;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  rows(step: SetupStepName): readonly SetupCheck[] {
    return this.#rows.get(step) ?? [];
  }

  /** When the check under way began and ends; null when none of this step is. */
  checking(step: SetupStepName): SetupStep['checking'] {
    return this.#running?.step === step ? this.#limits : null;
  }

  /** Something in the application changed: those who wait look again. */
  changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of waiting) callback();
  }

  once(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** What was found of a step no longer holds. */
  forget(step: SetupStepName): void {
    this.#rows.delete(step);
  }

  /** Puts a row in without a check. */
  put(step: SetupStepName, row: SetupCheck): void {
    this.#rows.set(step, [row]);
    this.#options.onChange();
  }

  /** Ends the round under way. True when there was one. */
  async cancel(): Promise<boolean> {
    const running = this.#running;
    if (running === undefined) return false;
    running.controller.abort(new GatehouseError('cancelled', 'The check was ended.'));
    await running.ended;
    return true;
  }

  /** Begins a round in place of the one under way; does not wait for its end. */
  async begin(round: CheckRound): Promise<void> {
    await this.cancel();
    const { clock } = this.#options;
    this.#rows.set(round.step, round.checks.map(waitingRow));
    this.#limits = { startedAt: clock.now(), endsAt: clock.now() + (round.checks[0]?.limitMs ?? 0) };
    const running: Running = { step: round.step, controller: new AbortController(), ended: Promise.resolve() };
    this.#running = running;
    running.ended = this.#make(round, running);
    this.#options.onChange();
  }

  /** Never throws. */
  async #make(round: CheckRound, running: Running): Promise<void> {
    const { logger, onChange } = this.#options;
    const { signal } = running.controller;
    try {
      let isWell = true;
      for (const [index, check] of round.checks.entries()) {
        const { state } = await this.#makeOne(round.step, index, check, signal);
        isWell &&= state === 'ok';
        if (!isWell && round.endsAtFailure) break;
      }
      await round.done(isWell);
    } catch (error) {
      if (signal.aborted) this.#unmade(round.step);
      else {
        logger.error('a check of the set-up failed', { reason: errorMessage(error) });
        this.#show(round.step, 0, failure(error));
      }
    } finally {
      this.#running = undefined;
      this.#limits = null;
      onChange();
    }
  }

  async #makeOne(step: SetupStepName, index: number, check: PlannedCheck, signal: AbortSignal): Promise<Judged> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    this.#limits = { startedAt, endsAt: startedAt + check.limitMs };
    return makeCheck(check, { clock, changes: this, signal, show: judged => this.#show(step, index, judged) });
  }

  #show(step: SetupStepName, index: number, { state, sentence, told, remedy }: Judged): void {
    const rows = this.rows(step);
    const row = rows[index];
    if (row === undefined) return;
    const { name, about } = row;
    const next = { name, about, state, sentence, ...(told === undefined ? {} : { told }), remedy };
    if (JSON.stringify(next) === JSON.stringify(row)) return;
    this.#rows.set(step, rows.with(index, next));
    this.#options.onChange();
  }

  /** Nobody knows how these would have come out. */
  #unmade(step: SetupStepName): void {
    const kept = this.rows(step).filter(({ state }) => state === 'ok' || state === 'failed');
    if (kept.some(({ state }) => state === 'failed')) this.#rows.set(step, kept);
    else this.#rows.delete(step);
  }
}

function waitingRow({ name, about, begins }: PlannedCheck): SetupCheck {
  return { name, about, state: 'waiting', ...begins, remedy: null };
}
