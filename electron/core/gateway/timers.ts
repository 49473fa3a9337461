import type { Clock, Timer } from '../platform/index.ts';

/** Timers by name, at most one of each. */
export class NamedTimers<Name extends string> {
  readonly #clock: Clock;
  readonly #armed = new Map<Name, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Replaces the timer of that name. */
  arm(name: Name, delayMs: number, callback: () => void): void {
    this.disarm(name);
    const timer = this.#clock.schedule(delayMs, () => {
      this.#armed.delete(name);
      callback();
    });
    this.#armed.set(name, timer);
  }

  disarm(name: Name): void {
    this.#armed.get(name)?.cancel();
    this.#armed.delete(name);
  }

  clear(): void {
    for (const timer of this.#armed.values()) timer.cancel();
    this.#armed.clear();
  }
}
