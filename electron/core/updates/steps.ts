import type { EmitEvent, UpdateState } from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import { type Clock, errorMessage, type Logger } from '../platform/index.ts';
import type { OfferedUpdate } from './engine.ts';
import { asUpdateError, type UpdateError } from './errors.ts';
import type { UpdateHost } from './host.ts';
import { checkInTime, downloadInTime } from './limits.ts';
import type { UpdateMemory } from './memory.ts';
import type { Pace } from './pace.ts';
import { compareVersions, isPrerelease } from './version.ts';

/** What {@link UpdateSteps} work with. */
export interface UpdateStepsOptions {
  readonly host: UpdateHost;
  /** Read at each use: they may change. */
  readonly settings: Settings['updates'];
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly emit: EmitEvent;
  readonly memory: UpdateMemory;
  readonly pace: Pace;
}

type FailedStep = Extract<UpdateState, { state: 'failed' }>['step'];

/**
 * The steps of an update, and where it stands. Whoever calls them sees to it that only one runs at a time. A step that
 * fails ends in the state `failed`; only an abort is thrown.
 */
export class UpdateSteps {
  readonly #options: UpdateStepsOptions;
  readonly #told = new Set<string>();
  #state: UpdateState;
  #error: UpdateError | null = null;
  #offered: OfferedUpdate | undefined;
  #isHeldBack = false;

  constructor(options: UpdateStepsOptions) {
    this.#options = options;
    this.#state = { state: options.host.engine === undefined ? 'unsupported' : 'idle' };
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Why the last step failed; null while it has not. */
  get error(): UpdateError | null {
    return this.#state.state === 'failed' ? this.#error : null;
  }

  /** What the last look found. */
  get offered(): OfferedUpdate | undefined {
    return this.#offered;
  }

  /** Whether what was found is for a person to decide. */
  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  /** Whether what was found is to be downloaded without being asked. */
  get wantsDownload(): boolean {
    const { host, settings } = this.#options;
    const { mode } = settings;
    const isAsked = mode === 'download' || mode === 'automatic';
    return isAsked && host.canInstall && !this.#isHeldBack && this.#state.state === 'available';
  }

  /** Another state, by decision and not by a step. */
  set(state: UpdateState): void {
    this.#set(state);
  }

  /** Looks for a newer version. What is ready stays so, unless there is a newer one still. */
  async check(signal: AbortSignal, isByHand: boolean): Promise<void> {
    const { host, settings, clock, memory, pace, logger } = this.#options;
    if (host.engine === undefined) return;
    const kept = this.#state.state === 'ready' ? this.#state.version : undefined;
    if (kept === undefined) this.#set({ state: 'checking' });
    const allowsOlder = settings.channel === 'latest' && isPrerelease(host.version);
    try {
      const offered = await checkInTime(host.engine, { channel: settings.channel, allowsOlder }, clock, signal);
      await memory.checked(signal);
      pace.ended(true);
      this.#take(offered, allowsOlder, kept);
    } catch (error) {
      if (signal.aborted) throw error;
      pace.ended(false);
      // What is downloaded can be installed whether the server answers or not.
      if (kept === undefined) this.fail('check', error, null, isByHand);
      else logger.warn('update check failed', { reason: errorMessage(error) });
    }
  }

  /** Downloads what was found. */
  async download(signal: AbortSignal, isByHand: boolean): Promise<void> {
    const { host, settings, clock, emit, pace } = this.#options;
    const offered = this.#offered;
    if (host.engine === undefined || offered === undefined) return;
    const { version, notes, sizeBytes } = offered;
    this.#set({ state: 'downloading', version, percent: sizeBytes === null ? null : 0, transferredBytes: 0 });
    try {
      await downloadInTime(
        host.engine,
        ({ transferredBytes, totalBytes }) => {
          const percent = totalBytes === null || totalBytes === 0 ? null : (100 * transferredBytes) / totalBytes;
          this.#set({ state: 'downloading', version, percent, transferredBytes });
        },
        clock,
        signal,
      );
      this.#set({ state: 'ready', version, notes });
      emit({ type: 'updateReady', at: clock.now(), version, mode: settings.mode });
    } catch (error) {
      if (signal.aborted) throw error;
      pace.ended(false);
      this.fail('download', error, version, isByHand);
    }
  }

  /** Makes sure that `version` can be installed, and remembers that it is about to be. Whether it can. */
  async prepare(version: string, signal: AbortSignal): Promise<boolean> {
    const { host, memory } = this.#options;
    this.#set({ state: 'installing', version });
    try {
      await host.engine?.prepare(signal);
      await memory.begun(version, signal);
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      this.fail('install', error, version, true);
      return false;
    }
  }

  /** Something did not work. The same trouble is told once, except to whoever asked for it. */
  fail(step: FailedStep, thrown: unknown, version: string | null, isByHand: boolean): void {
    const { clock, emit, logger, pace } = this.#options;
    const error = asUpdateError(thrown);
    const isNews = isByHand || step === 'install' || this.#error?.code !== error.code;
    const retryAt = step === 'install' ? null : pace.nextAt;
    this.#set({ state: 'failed', step, code: error.code, version, retryAt }, error);
    const { message: reason, remedy = null, code } = error;
    logger.warn('update failed', { step, code, version, reason });
    if (isNews) emit({ type: 'updateFailed', at: clock.now(), step, code, version, reason, remedy });
  }

  #take(offered: OfferedUpdate | null, allowsOlder: boolean, readyVersion: string | undefined): void {
    const { host, settings, clock, emit, memory } = this.#options;
    const order = offered === null ? 0 : compareVersions(offered.version, host.version);
    if (offered === null || order === 0 || (order < 0 && !allowsOlder)) {
      if (readyVersion === undefined) this.#set({ state: 'idle' });
      return;
    }
    if (offered.version === readyVersion) return;
    this.#offered = offered;
    // Settings of a newer version may be nothing to an older one: a person decides.
    this.#isHeldBack = order < 0 || memory.isHeldBack(offered.version);
    this.#set({ state: 'available', ...offered, isHeldBack: this.#isHeldBack });
    if (this.#told.has(offered.version)) return;
    this.#told.add(offered.version);
    emit({ type: 'updateFound', at: clock.now(), version: offered.version, mode: settings.mode });
  }

  #set(state: UpdateState, error: UpdateError | null = null): void {
    this.#state = state;
    // Kept over a further look, so that the same trouble is told once.
    if (state.state !== 'checking') this.#error = error;
    this.#options.emit({ type: 'statusChanged', at: this.#options.clock.now() });
  }
}
