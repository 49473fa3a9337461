const WINDOW_MS = 60_000;

/** Lets at most so many through within any minute. One place is kept for what is critical, unless there is only one. */
export class Pace {
  readonly #mostPerMinute: number;
  #shownAtMs: number[] = [];

  constructor(mostPerMinute: number) {
    this.#mostPerMinute = mostPerMinute;
  }

  /** How long to wait until there is room, in milliseconds of the monotonic time `nowMs`; 0: there is. */
  waitMs(nowMs: number, isCritical: boolean): number {
    this.#shownAtMs = this.#shownAtMs.filter(at => at > nowMs - WINDOW_MS);
    const most = isCritical ? this.#mostPerMinute : Math.max(1, this.#mostPerMinute - 1);
    const blocking = this.#shownAtMs.at(-most);
    return blocking === undefined ? 0 : blocking + WINDOW_MS - nowMs;
  }

  /** One was shown. */
  count(nowMs: number): void {
    this.#shownAtMs.push(nowMs);
  }
}
