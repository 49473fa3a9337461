import type { Settings } from '../config/index.ts';
import type { Clock, Random } from '../platform/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The first look after a start: everything else comes before it. */
const FIRST_MS = MINUTE_MS;
/** A program that is started over and over does not ask at each start. */
const REST_AFTER_CHECK_MS = HOUR_MS;
/** After the first, second and each further failure in a row. */
const RETRY_MS: readonly number[] = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS];
/** The computer has just woken: the network needs a moment. */
const AFTER_WAKE_MS = 30_000;
/** The part of a wait that is added at random at most, so that not everybody asks at the same moment. */
const SPREAD = 10;

/** When the next look is due, by the wall clock, because timers stand still while a computer sleeps. */
export class Pace {
  readonly #settings: Settings['updates'];
  readonly #clock: Clock;
  readonly #random: Random;
  #failures = 0;
  #at: number | null = null;

  /** `settings` are read at each use. */
  constructor({ settings, clock, random }: { settings: Settings['updates']; clock: Clock; random: Random }) {
    this.#settings = settings;
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds since the epoch; null: nothing is looked for by itself. */
  get nextAt(): number | null {
    return this.#at;
  }

  get isDue(): boolean {
    return this.#at !== null && this.#at <= this.#clock.now();
  }

  /** The application was started, or the settings were changed. */
  begin(lastCheckedAt: number | null): void {
    const now = this.#clock.now();
    // A clock that was put back must not postpone it for years.
    const isRecent = lastCheckedAt !== null && lastCheckedAt <= now && now - lastCheckedAt < REST_AFTER_CHECK_MS;
    this.#set(isRecent ? lastCheckedAt + this.#spread(this.#everyMs) : now + this.#spread(FIRST_MS));
  }

  /** A look, or a download after it, came to an end. */
  ended(isWell: boolean): void {
    this.#failures = isWell ? 0 : this.#failures + 1;
    const retryMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? this.#everyMs;
    this.#set(this.#clock.now() + this.#spread(Math.min(retryMs, this.#everyMs)));
  }

  /** What fell due during a sleep or a pause is done soon. */
  wake(): void {
    if (this.isDue) this.#set(this.#clock.now() + AFTER_WAKE_MS);
  }

  /** Plans anew what is so far away that the clock must have been put back. */
  mend(): void {
    if (this.#at !== null && this.#at - this.#clock.now() > 2 * this.#everyMs) this.ended(this.#failures === 0);
  }

  get #everyMs(): number {
    return this.#settings.checkHours * HOUR_MS;
  }

  #set(at: number): void {
    this.#at = this.#settings.mode === 'off' ? null : at;
  }

  #spread(ms: number): number {
    return ms + this.#random.below(Math.max(1, Math.floor(ms / SPREAD)));
  }
}
