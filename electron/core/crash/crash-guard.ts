import type { SafeModeStatus } from '../../contract/index.ts';
import { type Clock, errorMessage, type SecretScrubber, type Timer } from '../platform/index.ts';
import { CrashFile } from './crash-file.ts';
import { EARLY_MS, recentCrashes } from './loop.ts';
import { type Marker, readMarker, removeMarker, writeMarker } from './marker.ts';
import { hasRestarted, isAlive, ownLife } from './process-life.ts';
import type { CrashRecord } from './record.ts';
import { safeModeStatus } from './safe-mode.ts';

/** How the run before this one ended, when it was no clean end. */
export interface UnexpectedEnd {
  readonly how: 'exception' | 'vanished' | 'restarted';
  /** When that run began, milliseconds since the epoch. */
  readonly startedAt: number;
  readonly reason: string | null;
}

/** What a start has to know of the ones before it. */
export interface CrashFindings {
  readonly ended: UnexpectedEnd | null;
  /** Null: everything starts as usual. */
  readonly safeMode: SafeModeStatus | null;
  /** Why this run cannot be marked, so that its crash would not be noticed; null: it is. */
  readonly problem: string | null;
}

/** Options of {@link CrashGuard}. */
export interface CrashGuardOptions {
  /** The home folder. */
  readonly home: string;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  readonly host: 'electron' | 'headless';
  /** Of the application. */
  readonly version: string;
  /** What asked for safe mode, e.g. `--safe-mode`; null: nothing did. */
  readonly askedBy: string | null;
  /** Default: false. */
  readonly isSoftwareRendered?: boolean;
}

const MAX_REASON_LENGTH = 500;
const MAX_STACK_LENGTH = 4_000;

/**
 * Notices that a run ended otherwise than it should, and keeps a program that crashes at each start from doing it for
 * ever: a marker lies in the home folder while a host runs, and three crashes in ten minutes start the next run in safe
 * mode. Made and told of everything by a host; decides nothing about what safe mode is.
 */
export class CrashGuard {
  readonly #options: CrashGuardOptions;
  readonly #file: CrashFile;
  #marker: Marker | undefined;
  #isMarked = false;
  #hasCrashed = false;
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: CrashGuardOptions) {
    this.#options = options;
    this.#file = new CrashFile(options.home);
  }

  /** Looks at what the last run left, and marks this one unless an instance is alive. Throws only the signal's reason. */
  async open(signal: AbortSignal): Promise<CrashFindings> {
    const { home, clock, askedBy } = this.#options;
    const found = readMarker(home);
    const isOthers = found !== undefined && isAlive(found) && !hasRestarted(found, ownLife());
    const ended = found === undefined || isOthers ? null : this.#judge(found);
    // A second instance is about to be turned away: it must neither count nor be protected.
    const crashes = isOthers ? [] : recentCrashes(this.#file.read(), clock.now());
    const safeMode = safeModeStatus({ now: clock.now(), askedBy, crashes });
    this.#marker = this.#newMarker(safeMode !== null);
    const problem = isOthers ? null : await this.#mark(this.#marker, signal);
    return { ended, safeMode, problem };
  }

  /** The home folder is this run's alone: it is marked in any case, and from a minute on no longer a failed start. */
  async confirm(signal: AbortSignal): Promise<void> {
    const marker = this.#marker;
    if (marker === undefined || this.#hasCrashed) return;
    if (!this.#isMarked || readMarker(this.#options.home)?.run !== marker.run) await this.#mark(marker, signal);
    const elapsedMs = Math.max(0, this.#options.clock.now() - marker.startedAt);
    this.#timer = this.#options.clock.schedule(Math.max(0, EARLY_MS - elapsedMs), () => this.#settle(marker, signal));
  }

  /** An error that nothing caught ends this run. Written at once; never throws. Only the first one of a run counts. */
  crashed(error: unknown): void {
    if (this.#hasCrashed) return;
    this.#hasCrashed = true;
    const { clock, host, version } = this.#options;
    const startedAt = this.#marker?.startedAt ?? clock.now();
    this.#file.append({
      kind: 'crash',
      how: 'exception',
      at: clock.now(),
      isEarly: this.#marker?.isSettled !== true,
      run: this.#marker?.run ?? '',
      host,
      version,
      startedAt,
      reason: this.#clean(errorMessage(error), MAX_REASON_LENGTH),
      stack: error instanceof Error && error.stack !== undefined ? this.#clean(error.stack, MAX_STACK_LENGTH) : null,
    });
  }

  /** A process of the desktop runtime ended by itself. Never throws. */
  processGone(process: string, { reason, exitCode }: { reason: string; exitCode: number }): void {
    this.#file.append({ kind: 'gone', at: this.#options.clock.now(), process, reason, exitCode });
  }

  /** A person left safe mode: what crashed before counts no more. */
  forgive(): void {
    this.#file.append({ kind: 'reset', at: this.#options.clock.now() });
    if (this.#marker !== undefined) this.#marker = { ...this.#marker, isSafeMode: false };
  }

  /** The orderly end. Synchronous, for the last moment of a process; after a crash the marker stays. Never throws. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const marker = this.#marker;
    if (marker === undefined || this.#hasCrashed) return;
    this.#marker = undefined;
    const { home, clock } = this.#options;
    if (this.#isMarked) removeMarker(home, marker.run);
    // A run that lived and ended well: what was before it is no loop.
    const isGood = marker.isSettled && !marker.isSafeMode;
    if (isGood && recentCrashes(this.#file.read(), clock.now()).length > 0) this.forgive();
  }

  #judge(found: Marker): UnexpectedEnd {
    const { startedAt, run } = found;
    const at = this.#options.clock.now();
    const known = this.#file.read().findLast(record => record.kind === 'crash' && record.run === run);
    if (known?.kind === 'crash') return { how: known.how, startedAt, reason: known.reason };
    const record: CrashRecord = hasRestarted(found, ownLife())
      ? { kind: 'restarted', at, run, startedAt }
      : {
          kind: 'crash',
          how: 'vanished',
          at,
          isEarly: !found.isSettled,
          run,
          host: found.host,
          version: found.appVersion,
          startedAt,
          reason: null,
          stack: null,
        };
    this.#file.append(record);
    return { how: record.kind === 'crash' ? 'vanished' : 'restarted', startedAt, reason: null };
  }

  #newMarker(isSafeMode: boolean): Marker {
    const { clock, host, version, isSoftwareRendered = false } = this.#options;
    const life = ownLife();
    const startedAt = clock.now();
    return {
      version: 1,
      run: `${life.pid}-${startedAt}`,
      ...life,
      startedAt,
      isSettled: false,
      host,
      appVersion: version,
      isSafeMode,
      isSoftwareRendered,
    };
  }

  #settle(marker: Marker, signal: AbortSignal): void {
    if (this.#marker === undefined) return;
    this.#marker = { ...this.#marker, isSettled: true };
    const settled = this.#marker;
    this.#writing = this.#mark(settled, signal).then(
      () => {
        // It may have ended meanwhile, and a marker must not come back.
        if (this.#marker === undefined) removeMarker(this.#options.home, marker.run);
      },
      () => undefined,
    );
  }

  /** Resolves when nothing is being written any more; for tests. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #mark(marker: Marker, signal: AbortSignal): Promise<string | null> {
    const { home, clock } = this.#options;
    try {
      await writeMarker(home, marker, { clock, signal });
      this.#isMarked = true;
      return null;
    } catch (error) {
      signal.throwIfAborted();
      return errorMessage(error);
    }
  }

  #clean(text: string, maxLength: number): string {
    const clean = this.#options.scrubber.redact(text);
    return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength)}…`;
  }
}
