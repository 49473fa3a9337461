import type { Clock, Random, Timer } from '../platform/index.ts';
import { Retry } from './retry.ts';

/** Options of {@link RefreshLoop}. */
export interface RefreshLoopOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds between two checks that succeed; 0: none follows a success. */
  readonly intervalMs: number;
  /** No check follows a failed one sooner, milliseconds. Default 0. */
  readonly leastRetryMs?: () => number;
  /** Starts a check and returns at once; its outcome comes back through `succeeded` or `failed`. */
  readonly check: () => void;
}

/** The interval is longer or shorter by up to this share, so that many installations do not ask the chain together. */
const JITTER = 0.1;

/**
 * Decides when the registry is checked again. Knows one timer: after a success the interval, after a failure a growing
 * pause, whatever the interval is. Does not check anything itself, and never runs while a check does: the driver calls
 * `pause` when one starts and tells its outcome when it ends.
 */
export class RefreshLoop {
  readonly #options: RefreshLoopOptions;
  readonly #retry: Retry;
  #armed: { readonly timer: Timer; readonly at: number } | undefined;
  #isFirst = true;

  constructor(options: RefreshLoopOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, options.random, options.leastRetryMs);
  }

  /** When the next check is due, milliseconds since the epoch; undefined when none is planned. */
  get nextAt(): number | undefined {
    return this.#retry.at ?? this.#armed?.at;
  }

  /** A check starts: what was planned is void. */
  pause(): void {
    this.#retry.cancel();
    this.#armed?.timer.cancel();
    this.#armed = undefined;
  }

  /** A check succeeded; the next one is an interval away, or `withinMs` if that is sooner. */
  succeeded(withinMs = Number.POSITIVE_INFINITY): void {
    this.#retry.reset();
    const delayMs = Math.min(this.#pauseMs(), withinMs);
    this.#isFirst = false;
    if (delayMs === Number.POSITIVE_INFINITY) this.pause();
    else this.#arm(delayMs);
  }

  /** A check failed; the next one comes after a pause that grows with each failure, but not beyond the interval. */
  failed(): void {
    this.pause();
    const { intervalMs, check } = this.#options;
    this.#retry.schedule(check, intervalMs === 0 ? Number.POSITIVE_INFINITY : intervalMs);
  }

  /** The next failure counts as the first again, e.g. because the network is another one now. */
  forgive(): void {
    this.#retry.reset();
  }

  /** Plans nothing more, and starts over as if nothing had happened. */
  stop(): void {
    this.pause();
    this.#retry.reset();
    this.#isFirst = true;
  }

  #arm(delayMs: number): void {
    this.pause();
    const { clock, check } = this.#options;
    const timer = clock.schedule(delayMs, () => {
      this.#armed = undefined;
      check();
    });
    this.#armed = { timer, at: clock.now() + delayMs };
  }

  /** The first pause is anywhere within the interval: installations that started together part here. */
  #pauseMs(): number {
    const { intervalMs, random } = this.#options;
    if (intervalMs === 0) return Number.POSITIVE_INFINITY;
    const spreadMs = Math.floor(intervalMs * (this.#isFirst ? 1 : 2 * JITTER));
    const leastMs = intervalMs * (this.#isFirst ? JITTER : 1 - JITTER);
    return leastMs + random.below(spreadMs + 1);
  }
}
