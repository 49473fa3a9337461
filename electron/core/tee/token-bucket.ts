import type { Clock } from '../platform/index.ts';

/** Lets `capacity` things happen at once and one more every `refillMs`. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #refillMs: number;
  #tokens: number;
  #filledAtMs: number;

  constructor({ clock, capacity, refillMs }: { clock: Clock; capacity: number; refillMs: number }) {
    this.#clock = clock;
    this.#capacity = capacity;
    this.#refillMs = refillMs;
    this.#tokens = capacity;
    this.#filledAtMs = clock.monotonicMs();
  }

  /** False when it is too much. */
  take(): boolean {
    const nowMs = this.#clock.monotonicMs();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (nowMs - this.#filledAtMs) / this.#refillMs);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
