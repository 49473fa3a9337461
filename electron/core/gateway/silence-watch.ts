import type { Clock, Timer } from '../platform/index.ts';

/** Options of {@link SilenceWatch}. */
export interface SilenceWatchOptions {
  readonly clock: Clock;
  /** After so long without a sign it is asked for one. */
  readonly quietMs: number;
  /** How long the answer may take. */
  readonly answerMs: number;
  readonly probe: () => void;
  /** No answer came. Called once. */
  readonly onSilent: () => void;
}

/** After a sleep the socket is dead more often than not. */
const ANSWER_AFTER_SLEEP_MS = 5_000;
/** A timer this late means that the machine slept or stood still: what was silent meanwhile was we. */
const LATE_MS = 5_000;

/** Notices that somebody fell silent, by the monotonic time. Knows one timer. */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #timer: Timer | undefined;
  #heardMs = 0;
  #isProbing = false;

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.heard();
    this.#arm(this.#options.quietMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** A sign of life. Costs nothing: the timer looks back when it is due. */
  heard(): void {
    this.#heardMs = this.#options.clock.monotonicMs();
    this.#isProbing = false;
  }

  /** Asks now, and waits only a little. */
  probeSoon(): void {
    if (this.#timer !== undefined) this.#probe(ANSWER_AFTER_SLEEP_MS);
  }

  #probe(answerMs: number): void {
    this.#isProbing = true;
    this.#arm(answerMs);
    this.#options.probe();
  }

  #arm(delayMs: number): void {
    this.#timer?.cancel();
    const dueMs = this.#options.clock.monotonicMs() + delayMs;
    this.#timer = this.#options.clock.schedule(delayMs, () => this.#look(dueMs));
  }

  #look(dueMs: number): void {
    const { clock, quietMs, answerMs, onSilent } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - dueMs > LATE_MS) {
      this.#probe(ANSWER_AFTER_SLEEP_MS);
    } else if (this.#isProbing) {
      this.stop();
      onSilent();
    } else {
      const silentMs = nowMs - this.#heardMs;
      if (silentMs < quietMs) this.#arm(quietMs - silentMs);
      else this.#probe(answerMs);
    }
  }
}
