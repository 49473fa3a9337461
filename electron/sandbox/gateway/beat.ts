import type { Clock, Timer } from '../../core/platform/index.ts';

/** Something that happens again and again for as long as somebody hears it, in step with the gateway's start. */
export class Beat {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #act: () => void;
  #startedMs = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, everyMs: number, act: () => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#act = act;
  }

  /** Everything counts from now. */
  restart(): void {
    this.#startedMs = this.#clock.monotonicMs();
  }

  /** Whether anybody listens. */
  heard(isHeard: boolean): void {
    if (isHeard && this.#timer === undefined) this.#arm();
    else if (!isHeard) {
      this.#timer?.cancel();
      this.#timer = undefined;
    }
  }

  /** A caller meets the rhythm in its middle: it is the gateway's, not the connection's. */
  #arm(): void {
    const sinceMs = (this.#clock.monotonicMs() - this.#startedMs) % this.#everyMs;
    this.#timer = this.#clock.schedule(this.#everyMs - sinceMs, () => {
      this.#arm();
      this.#act();
    });
  }
}
