import { outwardAddresses, systemAddresses } from '../offline/index.ts';
import { type Clock, type Timer, untilBeat } from '../platform/index.ts';

/** Options of {@link SurroundingsWatch}. */
export interface SurroundingsWatchOptions {
  readonly clock: Clock;
  /** This computer has other addresses than before, and at least one. */
  readonly onNetwork: () => void;
  /** The computer slept; it was awake at `since`, milliseconds since the epoch. */
  readonly onWake: (since: number) => void;
  /** Called at the start and at each look, after the others. */
  readonly onLook?: () => void;
  /** The addresses of this computer but for loopback. Default: those of the operating system. */
  readonly addresses?: () => readonly string[];
}

const BEAT_MS = 5_000;
/** Less is a clock that was put right, or a busy machine. */
const JUMP_MS = 5_000;

/**
 * Notices that the network changed and that the machine slept, under any host: no event of the operating system reaches
 * plain Node. Asking for the addresses every 5 s costs well below a millisecond.
 */
export class SurroundingsWatch {
  readonly #options: SurroundingsWatchOptions;
  #timer: Timer | undefined;
  #known = '';
  #beat = { wallMs: 0, monotonicMs: 0, waitMs: 0 };

  constructor(options: SurroundingsWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#known = this.#addresses();
    this.#arm();
    this.#options.onLook?.();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const { clock } = this.#options;
    const waitMs = untilBeat(clock, BEAT_MS);
    this.#beat = { wallMs: clock.now(), monotonicMs: clock.monotonicMs(), waitMs };
    this.#timer = clock.schedule(waitMs, () => this.#look());
  }

  #look(): void {
    const { clock, onNetwork, onWake, onLook } = this.#options;
    const wallMs = clock.now() - this.#beat.wallMs;
    const monotonicMs = clock.monotonicMs() - this.#beat.monotonicMs;
    // Systems differ in whether the monotonic time goes on during a sleep.
    const hasSlept = wallMs - monotonicMs > JUMP_MS || monotonicMs > this.#beat.waitMs + JUMP_MS;
    const before = this.#known;
    const awakeAt = this.#beat.wallMs;
    this.#known = this.#addresses();
    this.#arm();
    if (hasSlept) onWake(awakeAt);
    if (this.#known !== before && this.#known !== '') onNetwork();
    onLook?.();
  }

  #addresses(): string {
    const { addresses = () => outwardAddresses(systemAddresses) } = this.#options;
    try {
      return [...addresses()].sort().join(' ');
    } catch {
      // Some confined systems do not tell; then only sleeps are noticed.
      return '';
    }
  }
}
