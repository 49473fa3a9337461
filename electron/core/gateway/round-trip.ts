import type { Clock, Timer } from '../platform/index.ts';
import { GatewayRefusal } from './errors.ts';
import type { RequestOptions } from './requests.ts';

/** Answered by every gateway without any scope, from a snapshot that it has at hand. */
const METHOD = 'health';
const EVERY_MS = 30_000;
const TIMEOUT_MS = 15_000;

/** Options of {@link RoundTrip}. */
export interface RoundTripOptions {
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** `lastMs` is new. */
  readonly onMeasured: () => void;
}

/** Measures how long the gateway itself takes to answer, which a WebSocket ping would not tell. */
export class RoundTrip {
  readonly #options: RoundTripOptions;
  /** Of the last measurement, in milliseconds; null before the first of a connection. */
  lastMs: number | null = null;
  #timer: Timer | undefined;

  constructor(options: RoundTripOptions) {
    this.#options = options;
  }

  /** Measures now and every 30 s, until `signal` is aborted. */
  start(signal: AbortSignal): void {
    this.lastMs = null;
    if (signal.aborted) return;
    signal.addEventListener('abort', () => this.#timer?.cancel(), { once: true });
    void this.#measure(signal);
  }

  async #measure(signal: AbortSignal): Promise<void> {
    const { clock, request } = this.#options;
    const startedMs = clock.monotonicMs();
    this.#timer?.cancel();
    this.#timer = clock.schedule(EVERY_MS, () => void this.#measure(signal));
    let isAnswered = true;
    try {
      await request(METHOD, {}, { signal, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      // A refusal is an answer, too.
      isAnswered = error instanceof GatewayRefusal;
    }
    if (!isAnswered || signal.aborted) return;
    this.lastMs = clock.monotonicMs() - startedMs;
    this.#options.onMeasured();
  }
}
