import type { EmitEvent, OfflineGate, OfflineStatus } from '../../contract/index.ts';
import type { Clock, Timer } from '../platform/index.ts';

/** Options of {@link Offline}. */
export interface OfflineOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** Whether this computer has a way to others now; undefined where nobody can tell. Must not throw. */
  readonly hasWayOut: () => boolean | undefined;
  /** All that `hasWayOut` goes by, as text: another one makes an answer of before worthless. Must not throw. */
  readonly surroundings: () => string;
  /** The gates that wait for something outside of this computer, as it is now. */
  readonly waiting: () => readonly OfflineGate[];
  /** The way out may be gone: whoever can find out is to look now. Must not throw. */
  readonly onDoubt: () => void;
  /** What is outside is out of reach from now on, or may be reached again. Must not throw. */
  readonly onChange: (isOffline: boolean) => void;
}

/** An address that moves from one interface to another is gone for a moment. */
const CONFIRM_MS = 2_000;
/** An answer proves a way for so long: it may have been among the last to come through. */
const DISPROOF_MS = 60_000;

/** Something outside answered although no address leads there. */
interface Disproof {
  /** Since when there seemed to be no way, milliseconds since the epoch. */
  readonly since: number;
  readonly atMs: number;
  readonly surroundings: string;
}

/**
 * Whether this computer is offline: no address of it leads to others, that lasted for a moment, and nothing outside has
 * answered since. Knows nothing of what is wanted from outside; as long as no gate waits for that, nothing is said.
 * Looks when it is told to, and once more to confirm.
 */
export class Offline {
  readonly #options: OfflineOptions;
  #doubt: { readonly at: number; readonly atMs: number } | undefined;
  #isOffline = false;
  #disproof: Disproof | undefined;
  /** Since when a person is told of it; null: they are not. */
  #told: number | null = null;
  #timer: Timer | undefined;

  constructor(options: OfflineOptions) {
    this.#options = options;
  }

  /** Whether what lies outside is out of reach. Confirmed, and cheap to ask. */
  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** Whether the way out is gone at this very moment, confirmed or not: for whoever judges a failure. */
  isCutNow(): boolean {
    return !this.#isDisproved() && this.#options.hasWayOut() === false;
  }

  /** Null while nothing that is wanted is out of reach because of it. */
  status(): OfflineStatus | null {
    if (!this.#isOffline || this.#doubt === undefined) return null;
    const gates = this.#options.waiting();
    return gates.length === 0 ? null : { since: this.#doubt.at, gates: [...gates] };
  }

  /** Looks now. True when this computer is back online by it, so that everything was told to try again. */
  look(): boolean {
    const way = this.#options.hasWayOut();
    if (way !== false) {
      this.#disproof = undefined;
      return this.#end();
    }
    if (this.#isDisproved()) return false;
    this.#disproof = undefined;
    const { clock, onChange, onDoubt } = this.#options;
    if (this.#doubt === undefined) {
      this.#doubt = { at: clock.now(), atMs: clock.monotonicMs() };
      this.#timer = clock.schedule(CONFIRM_MS, () => this.look());
      onDoubt();
      return false;
    }
    if (!this.#isOffline && clock.monotonicMs() - this.#doubt.atMs >= CONFIRM_MS) {
      this.#isOffline = true;
      onChange(true);
    }
    this.#tell();
    return false;
  }

  /**
   * Something outside has answered what was asked at `askedAt` (milliseconds since the epoch; default: now): whatever the
   * addresses say, there is a way, for a minute or until they are other ones. What was asked before the doubt proves
   * nothing: its answer may have been on its way.
   */
  answered(askedAt: number = this.#options.clock.now()): void {
    const since = this.#doubt?.at ?? this.#disproof?.since;
    if (since === undefined || askedAt < since) return;
    const { clock, surroundings } = this.#options;
    this.#disproof = { since, atMs: clock.monotonicMs(), surroundings: surroundings() };
    this.#end();
  }

  /** Forgets everything, and looks no more by itself. May be called twice. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#doubt = undefined;
    this.#isOffline = false;
    this.#disproof = undefined;
    this.#told = null;
  }

  #isDisproved(): boolean {
    const { clock, surroundings } = this.#options;
    const { atMs, surroundings: known } = this.#disproof ?? {};
    if (atMs === undefined || clock.monotonicMs() - atMs >= DISPROOF_MS) return false;
    return surroundings() === known;
  }

  /** Once per time offline. A gateway that is found dead later, or added later, makes it news as well. */
  #tell(): void {
    const status = this.#told === null ? this.status() : null;
    if (status === null) return;
    this.#told = status.since;
    this.#options.emit({ type: 'computerOffline', at: this.#options.clock.now(), gates: status.gates });
  }

  #end(): boolean {
    const { clock, emit, onChange } = this.#options;
    const wasOffline = this.#isOffline;
    const told = this.#told;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#doubt = undefined;
    this.#isOffline = false;
    this.#told = null;
    if (told !== null) emit({ type: 'computerOnline', at: clock.now(), since: told });
    if (wasOffline) onChange(false);
    return wasOffline;
  }
}
