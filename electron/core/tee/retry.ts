import type { Clock, Random, Timer } from '../platform/index.ts';

const FIRST_MS = 1_000;
const CAP_MS = 60_000;
/** Spread goes upward only: the doubling is the least that an overloaded endpoint gets. */
const JITTER = 0.25;

/** How long to wait after `failures` failed attempts in a row (at least 1): 1 s doubling to 60 s, and up to a quarter more. */
export function retryDelayMs(failures: number, random: Random): number {
  const baseMs = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 16), CAP_MS);
  return baseMs + random.below(Math.floor(baseMs * JITTER) + 1);
}

/** The one attempt to come after failed ones: its timer, its time, and how many failed in a row before it. */
export class Retry {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #leastMs: () => number;
  #failures = 0;
  #armed: { readonly timer: Timer; readonly at: number } | undefined;

  /** `leastMs`: no attempt follows a failure sooner, asked at each failure. Default 0. */
  constructor(clock: Clock, random: Random, leastMs: () => number = () => 0) {
    this.#clock = clock;
    this.#random = random;
    this.#leastMs = leastMs;
  }

  /** When the attempt is due, milliseconds since the epoch; undefined when none is. */
  get at(): number | undefined {
    return this.#armed?.at;
  }

  /** Counts a failure and calls `attempt` after the pause that it earns, `mostMs` at most but for the least. */
  schedule(attempt: () => void, mostMs = Number.POSITIVE_INFINITY): void {
    this.cancel();
    this.#failures += 1;
    const delayMs = Math.max(Math.min(retryDelayMs(this.#failures, this.#random), mostMs), this.#leastMs());
    const timer = this.#clock.schedule(delayMs, () => {
      this.#armed = undefined;
      attempt();
    });
    this.#armed = { timer, at: this.#clock.now() + delayMs };
  }

  /** No attempt is due any more; the failures are remembered. */
  cancel(): void {
    this.#armed?.timer.cancel();
    this.#armed = undefined;
  }

  /** {@link cancel}, and the next failure is the first again. */
  reset(): void {
    this.cancel();
    this.#failures = 0;
  }
}
