import type { Clock, Timer } from '../platform/index.ts';

/** Nothing is sent for this long, so that the usual error still comes with its own status. */
const FIRST_AFTER_MS = 10_000;
/** Between two comments; below the idle limits of common clients and of proxies on this machine. */
const EVERY_MS = 15_000;

/**
 * Beats while a buffered stream is being verified: after 10 s `open` (which commits to status 200), then `beat` every
 * 15 s until stopped. From the first beat on an error can only be told inside the stream.
 */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #open: () => void;
  readonly #beat: () => void;
  #timer: Timer;

  constructor(clock: Clock, open: () => void, beat: () => void) {
    this.#clock = clock;
    this.#open = open;
    this.#beat = beat;
    this.#timer = clock.schedule(FIRST_AFTER_MS, () => this.#begin());
  }

  stop(): void {
    this.#timer.cancel();
  }

  #begin(): void {
    this.#open();
    this.#again();
  }

  #again(): void {
    this.#beat();
    this.#timer = this.#clock.schedule(EVERY_MS, () => this.#again());
  }
}
