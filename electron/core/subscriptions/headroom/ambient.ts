import { type Clock, errorMessage, type Logger, type Random, type Timer } from '../../platform/index.ts';

export interface AmbientOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Subscriptions and when each is due, wall time in milliseconds. */
  readonly due: () => readonly (readonly [subscriptionId: string, atMs: number])[];
  /** Measures one subscription and moves its due time on. */
  readonly refresh: (subscriptionId: string, signal: AbortSignal) => Promise<void>;
}

/** Upward only, so that many hosts do not ask at the same second. */
const JITTER_MS = 30_000;
/** A wall clock that was set back must not silence the loop. */
const LONGEST_WAIT_MS = 900_000;

/** Refreshes one subscription after the other when each is due, for as long as it runs. */
export class AmbientLoop {
  readonly #options: AmbientOptions;
  #lifetime: AbortController | undefined;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;

  constructor(options: AmbientOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#lifetime !== undefined;
  }

  start(): void {
    if (this.#lifetime !== undefined) return;
    this.#lifetime = new AbortController();
    this.rearm();
  }

  /** Due times have changed. */
  rearm(): void {
    const { clock, random, due } = this.#options;
    if (this.#lifetime === undefined || this.#running !== undefined) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    const times = due().map(([, atMs]) => atMs);
    if (times.length === 0) return;
    const waitMs = Math.min(Math.max(Math.min(...times) - clock.now(), 0), LONGEST_WAIT_MS);
    this.#timer = clock.schedule(waitMs + random.below(JITTER_MS), () => this.#run());
  }

  /** Ends a refresh under way, and returns when it has ended. */
  async stop(): Promise<void> {
    this.#lifetime?.abort();
    this.#lifetime = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#running;
  }

  #run(): void {
    const lifetime = this.#lifetime;
    if (lifetime === undefined) return;
    this.#running = this.#round(lifetime.signal).finally(() => {
      this.#running = undefined;
      this.rearm();
    });
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { clock, logger, due, refresh } = this.#options;
    const nowMs = clock.now();
    for (const [subscriptionId, atMs] of due()) {
      if (signal.aborted) return;
      if (atMs > nowMs) continue;
      try {
        await refresh(subscriptionId, signal);
      } catch (thrown) {
        // One subscription's fault must not end the refresh of all others.
        if (!signal.aborted) logger.warn('headroom refresh failed', { subscriptionId, problem: errorMessage(thrown) });
      }
    }
  }
}
