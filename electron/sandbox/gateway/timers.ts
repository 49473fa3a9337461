import type { Clock, Timer } from '../../core/platform/index.ts';

/** The timers of something that ends as a whole. */
export class Timers {
  readonly #clock: Clock;
  readonly #armed = new Set<Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `callback` once after `delayMs`, unless {@link clear} comes first. */
  after(delayMs: number, callback: () => void): Timer {
    const timer = this.#clock.schedule(delayMs, () => {
      this.#armed.delete(own);
      callback();
    });
    const own: Timer = {
      cancel: () => {
        this.#armed.delete(own);
        timer.cancel();
      },
    };
    this.#armed.add(own);
    return own;
  }

  /** Calls `callback` every `everyMs`. */
  every(everyMs: number, callback: () => void): void {
    this.after(everyMs, () => {
      this.every(everyMs, callback);
      callback();
    });
  }

  clear(): void {
    for (const timer of [...this.#armed]) timer.cancel();
  }
}
