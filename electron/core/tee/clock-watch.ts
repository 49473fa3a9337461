import { type Clock, type Timer, untilBeat } from '../platform/index.ts';

const BEAT_MS = 15_000;
/** Less is a clock that was put right, or a busy machine. */
const JUMP_MS = 5_000;

/**
 * Notices that the machine slept: wall time and monotonic time part, or a timer fires much too late. Systems differ in
 * whether the monotonic time goes on during a sleep, so both are looked at.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #onJump: () => void;
  #timer: Timer | undefined;
  #beat = { wallMs: 0, monotonicMs: 0, waitMs: 0 };

  constructor({ clock, onJump }: { clock: Clock; onJump: () => void }) {
    this.#clock = clock;
    this.#onJump = onJump;
  }

  start(): void {
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Looks now, e.g. because a request arrived before the timer noticed. Calls `onJump` at most once per jump. */
  look(): void {
    if (this.#timer === undefined) return;
    const wallMs = this.#clock.now() - this.#beat.wallMs;
    const monotonicMs = this.#clock.monotonicMs() - this.#beat.monotonicMs;
    if (Math.abs(wallMs - monotonicMs) <= JUMP_MS && monotonicMs <= this.#beat.waitMs + JUMP_MS) return;
    this.#arm();
    this.#onJump();
  }

  #arm(): void {
    this.#timer?.cancel();
    const waitMs = untilBeat(this.#clock, BEAT_MS);
    this.#beat = { wallMs: this.#clock.now(), monotonicMs: this.#clock.monotonicMs(), waitMs };
    this.#timer = this.#clock.schedule(waitMs, () => {
      this.look();
      this.#arm();
    });
  }
}
