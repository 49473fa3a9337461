import type { Clock, Timer } from '../platform/index.ts';

/** Options of {@link Liveness}. */
export interface LivenessOptions {
  readonly clock: Clock;
  /** The gateway's interval of `tick` events in milliseconds, from its hello. */
  readonly tickIntervalMs: number;
  /** Asks the other side for a sign of life; called when there was none for a while. */
  readonly probe: () => void;
  /** `half-open`: no byte came. `stalled`: the WebSocket answers, the gateway behind it does not. Called once. */
  readonly onDead: (how: 'half-open' | 'stalled') => void;
}

/** The gateway pings every 25 s and ticks every 30 s; this asks before either is late. */
const QUIET_MS = 15_000;
/** Together with the quiet before, a dead peer is found within 30 s. */
const ANSWER_MS = 15_000;
/** After a sleep the socket is dead more often than not. */
const ANSWER_AFTER_SLEEP_MS = 5_000;
/** A timer this late means that the machine slept or stood still: what was silent meanwhile was we. */
const LATE_MS = 5_000;
/** So many missing ticks make a gateway stalled. Requests under way do not change that. */
const STALLED_TICKS = 2;

/** Watches one connection for signs of life, by the monotonic time. Knows one timer. */
export class Liveness {
  readonly #options: LivenessOptions;
  #timer: Timer | undefined;
  #aliveAt: number;
  #frameAt: number;
  #isProbing = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#aliveAt = options.clock.monotonicMs();
    this.#frameAt = this.#aliveAt;
  }

  start(): void {
    this.#arm(QUIET_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Anything came in; `isFrame` when it was an event or a response and not just a ping. */
  alive(isFrame: boolean): void {
    this.#aliveAt = this.#options.clock.monotonicMs();
    if (isFrame) this.#frameAt = this.#aliveAt;
    this.#isProbing = false;
  }

  /** Asks now, and waits for the answer only a little: the machine woke, or the network is another one. */
  probeSoon(): void {
    if (this.#timer !== undefined) this.#probe(ANSWER_AFTER_SLEEP_MS);
  }

  #probe(answerMs: number): void {
    this.#isProbing = true;
    this.#arm(answerMs);
    this.#options.probe();
  }

  #arm(delayMs: number): void {
    this.#timer?.cancel();
    const dueMs = this.#options.clock.monotonicMs() + delayMs;
    this.#timer = this.#options.clock.schedule(delayMs, () => this.#look(dueMs));
  }

  #look(dueMs: number): void {
    const nowMs = this.#options.clock.monotonicMs();
    const stalledMs = Math.max(this.#options.tickIntervalMs * STALLED_TICKS, QUIET_MS + ANSWER_MS);
    if (nowMs - dueMs > LATE_MS) {
      // Silence that we slept through proves nothing; the gateway gets a new chance to speak.
      this.#frameAt = nowMs;
      this.#probe(ANSWER_AFTER_SLEEP_MS);
    } else if (this.#isProbing) {
      this.#end('half-open');
    } else if (nowMs - this.#frameAt > stalledMs) {
      this.#end('stalled');
    } else {
      const quietMs = nowMs - this.#aliveAt;
      if (quietMs < QUIET_MS) this.#arm(QUIET_MS - quietMs);
      else this.#probe(ANSWER_MS);
    }
  }

  #end(how: 'half-open' | 'stalled'): void {
    this.stop();
    this.#options.onDead(how);
  }
}
