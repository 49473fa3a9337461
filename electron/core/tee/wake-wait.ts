import type { Clock } from '../platform/index.ts';
import { join } from './join.ts';

/** How long a request that arrives after a suspend waits for the check. */
const MOST_MS = 2_000;

/** Holds requests back after a suspend until the registry was checked, for 2 s at most: then the old TEE has to do. */
export class WakeWait {
  readonly #clock: Clock;
  #waking: { readonly check: Promise<void>; readonly untilMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on requests wait for `check`. */
  begin(check: Promise<unknown>): void {
    const over = (): void => {
      if (this.#waking === waking) this.#waking = undefined;
    };
    const waking = { check: check.then(over, over), untilMs: this.#clock.monotonicMs() + MOST_MS };
    this.#waking = waking;
  }

  /** Nobody waits any more. */
  end(): void {
    this.#waking = undefined;
  }

  /** Waits if there is something to wait for. Rejects when `signal` aborts; how the check ends does not matter. */
  async wait(signal: AbortSignal): Promise<void> {
    const waking = this.#waking;
    const waitMs = waking === undefined ? 0 : waking.untilMs - this.#clock.monotonicMs();
    if (waking === undefined || waitMs <= 0) return;
    let end: () => void = () => undefined;
    const elapsed = new Promise<void>(resolve => {
      end = resolve;
    });
    const timer = this.#clock.schedule(waitMs, end);
    try {
      await join(Promise.race([waking.check, elapsed]), signal);
    } finally {
      timer.cancel();
    }
  }
}
