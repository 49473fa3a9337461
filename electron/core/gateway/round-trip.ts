import type { Clock, Timer } from '../platform/index.ts';
import { GatewayError, GatewayRefusal } from './errors.ts';
import type { RequestOptions } from './requests.ts';

/** Answered by every gateway without any scope, from a snapshot that it has at hand. */
const METHOD = 'health';
const EVERY_MS = 30_000;
const TIMEOUT_MS = 15_000;

/** Options of {@link RoundTrip}. */
export interface RoundTripOptions {
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  /** `lastMs` is new. `health` is the answer, undefined for a refusal. Foreign. */
  readonly onMeasured: (health: unknown) => void;
  /** `unanswered` grew. */
  readonly onMissed: () => void;
}

/** Measures how long the gateway itself takes to answer, which a WebSocket ping would not tell. */
export class RoundTrip {
  readonly #options: RoundTripOptions;
  /** Of the last measurement, in milliseconds; null before the first of a connection. */
  lastMs: number | null = null;
  /** Questions of this connection in a row that got no answer in time. */
  unanswered = 0;
  #isAsking = false;
  #isOutdated = false;
  #signal: AbortSignal | undefined;
  #timer: Timer | undefined;

  constructor(options: RoundTripOptions) {
    this.#options = options;
  }

  /** Measures now and every 30 s, until `signal` is aborted. */
  start(signal: AbortSignal): void {
    this.lastMs = null;
    this.unanswered = 0;
    this.#isAsking = false;
    this.#isOutdated = false;
    this.#signal = signal;
    if (signal.aborted) return;
    signal.addEventListener('abort', () => this.#end(signal), { once: true });
    this.measure();
  }

  /** What is being answered may be old already: asks once more after it. */
  refresh(): void {
    this.#isOutdated = this.#isAsking;
    this.measure();
  }

  /** Measures now, and from now on; one question at a time. Nothing without a connection. */
  measure(): void {
    const signal = this.#signal;
    if (signal === undefined || signal.aborted) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(EVERY_MS, () => this.measure());
    if (!this.#isAsking) void this.#ask(signal);
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { clock, request, onMeasured, onMissed } = this.#options;
    const startedMs = clock.monotonicMs();
    this.#isAsking = true;
    let health: unknown;
    let failure: unknown;
    try {
      health = await request(METHOD, {}, { signal, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      // A refusal is an answer, too.
      if (!(error instanceof GatewayRefusal)) failure = error;
    }
    if (signal.aborted) return;
    this.#isAsking = false;
    if (failure === undefined) {
      this.lastMs = clock.monotonicMs() - startedMs;
      this.unanswered = 0;
      onMeasured(health);
    } else if (failure instanceof GatewayError && failure.code === 'gateway_request_timeout') {
      this.unanswered += 1;
      onMissed();
    }
    if (this.#isOutdated) this.refresh();
  }

  /** A later connection may have begun before the one before it ended. */
  #end(signal: AbortSignal): void {
    if (this.#signal !== signal) return;
    this.#signal = undefined;
    this.#timer?.cancel();
  }
}
