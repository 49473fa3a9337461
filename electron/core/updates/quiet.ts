import type { Clock } from '../platform/index.ts';

/** For how long nothing must have run before a restart that nobody asked for. */
const QUIET_MS = 300_000;

/** Since when nothing runs, as far as it was looked at. */
export class Quiet {
  readonly #clock: Clock;
  #sinceMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes how it is now; whether nothing has run for five minutes. */
  isLong(isIdle: boolean): boolean {
    const nowMs = this.#clock.monotonicMs();
    this.#sinceMs = isIdle ? (this.#sinceMs ?? nowMs) : undefined;
    return this.#sinceMs !== undefined && nowMs - this.#sinceMs >= QUIET_MS;
  }
}
