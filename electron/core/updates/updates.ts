import { join } from 'node:path';
import {
  type CommandResult,
  type EmitEvent,
  isIdle,
  type UpdateBusy,
  type UpdateCommand,
  type UpdatesStatus,
} from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import { type Clock, errorMessage, type Logger, type Random, type Timer } from '../platform/index.ts';
import type { UpdateHost } from './host.ts';
import { UpdateMemory } from './memory.ts';
import { Pace } from './pace.ts';
import { Quiet } from './quiet.ts';
import { describeUpdate } from './sentences.ts';
import { UpdateSteps } from './steps.ts';

/** Options of {@link Updates}. */
export interface UpdatesOptions {
  readonly host: UpdateHost;
  /** Read at each use: they may change. */
  readonly settings: Settings['updates'];
  /** The home folder, which exists. */
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly emit: EmitEvent;
  /** What must not be interrupted, as it is now. */
  readonly busy: () => UpdateBusy;
  readonly isPaused: () => boolean;
  /** Something goes wrong over and over: nothing is looked for or installed unless a person asks for it. */
  readonly isSafeMode: () => boolean;
}

const FILE_NAME = 'updates.json';
const BEAT_MS = 60_000;
/** While a restart waits for a request to end. */
const WAITING_BEAT_MS = 1_000;

/**
 * Looks for newer versions, downloads and installs them, each as far as the settings and this copy allow, and never over
 * anything that runs. Whatever fails, the running version goes on. One step at a time.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  readonly #memory: UpdateMemory;
  readonly #pace: Pace;
  readonly #quiet: Quiet;
  readonly #steps: UpdateSteps;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;
  #timer: Timer | undefined;
  #lifetime: AbortController | undefined;
  /** What {@link finish} does. */
  #armed: 'nothing' | 'install' | 'restart' = 'nothing';

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#memory = new UpdateMemory({ ...options, path: join(options.home, FILE_NAME), version: options.host.version });
    this.#pace = new Pace(options);
    this.#quiet = new Quiet(options.clock);
    this.#steps = new UpdateSteps({ ...options, memory: this.#memory, pace: this.#pace });
  }

  /** Takes up what was remembered and begins to look. Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    this.#lifetime = new AbortController();
    this.#armed = 'nothing';
    if (this.#options.host.engine === undefined) return;
    const failure = await this.#memory.start(signal);
    this.#pace.begin(this.#memory.note.lastCheckedAt);
    if (failure !== undefined) this.#steps.fail('install', failure, this.#memory.note.pending?.to ?? null, false);
    this.#beat();
  }

  /**
   * Ends what is under way. An update that is ready is prepared for {@link finish}, unless safe mode withholds it. Never
   * throws, may be called twice.
   */
  async stop(): Promise<void> {
    if (this.#lifetime === undefined) return;
    this.#lifetime.abort();
    this.#lifetime = undefined;
    this.#timer?.cancel();
    await this.#work;
    const { state } = this.#steps;
    if (this.#armed !== 'nothing' || (state.state !== 'ready' && state.state !== 'waiting')) return;
    if (!this.#options.host.mayInstallAtEnd() || (this.#isWithheld && state.state === 'ready')) return;
    if (await this.#steps.prepare(state.version, new AbortController().signal)) this.#armed = 'install';
  }

  /**
   * The last act of the process, when everything else is closed: installs what is ready. Never throws. Gives whether the
   * system ends the process itself, in a moment.
   */
  finish(): boolean {
    const armed = this.#armed;
    this.#armed = 'nothing';
    if (armed === 'nothing') return false;
    try {
      return this.#options.host.engine?.install(armed === 'restart') ?? false;
    } catch (error) {
      // The next start sees that the old version runs still, and says so.
      this.#options.logger.error('update not installed', { reason: errorMessage(error) });
      return false;
    }
  }

  status(): UpdatesStatus {
    const { host, settings, busy } = this.#options;
    const isSafeMode = this.#options.isSafeMode();
    const isWithheld = this.#isWithheld;
    const { lastCheckedAt, lastUpdate } = this.#memory.note;
    const { state, error } = this.#steps;
    const update = state.state === 'waiting' ? { ...state, busy: busy() } : state;
    const { version, canInstall, page, instead } = host;
    const { mode, channel } = settings;
    return {
      version,
      package: host.package,
      canInstall,
      mode,
      channel,
      installsAtQuit: host.canInstall && !isWithheld,
      update,
      ...describeUpdate(update, { version, mode, isWithheld, canInstall, page, lastCheckedAt, instead, error }),
      page,
      lastCheckedAt,
      nextCheckAt: host.engine === undefined || isSafeMode ? null : this.#pace.nextAt,
      lastUpdate,
    };
  }

  /** A restart would go into another version. One that safe mode withholds has to be asked for as an update. */
  get isReady(): boolean {
    const { state } = this.#steps.state;
    return state === 'waiting' || (state === 'ready' && !this.#isWithheld);
  }

  /**
   * Whether safe mode leaves what is downloaded to a person. What macOS has taken over replaces the program at its end in
   * any case, so there it is noted and told like every other installation.
   */
  get #isWithheld(): boolean {
    const { isSafeMode, host } = this.#options;
    return isSafeMode() && host.package !== 'mac';
  }

  /** Throws `UpdateError` when what was asked for did not work. */
  async execute(command: UpdateCommand): Promise<CommandResult> {
    const { state } = this.#steps.state;
    switch (command.name) {
      case 'checkForUpdates':
        return ['idle', 'available', 'failed', 'ready'].includes(state) ? this.#check() : this.#unchanged();
      case 'downloadUpdate':
        return this.#download();
      case 'installUpdate':
        return this.#install(command.now ?? false);
      case 'postponeUpdate':
        return this.#postpone();
    }
  }

  /** The settings were changed. */
  changed(): void {
    if (this.#lifetime === undefined || this.#options.host.engine === undefined) return;
    // What another channel offered is no news in this one.
    if (!this.#isWorking && this.#steps.state.state === 'available') this.#steps.set({ state: 'idle' });
    this.#pace.begin(this.#memory.note.lastCheckedAt);
    this.#steps.set(this.#steps.state);
    this.#arm();
  }

  /** The computer woke, or the pause is over. */
  wake(): void {
    this.#pace.wake();
    this.#arm();
  }

  /** A version went wrong here: it is not installed by itself any more. Throws `update_not_kept`. */
  holdBack(version: string, signal: AbortSignal): Promise<void> {
    return this.#memory.holdBack(version, signal);
  }

  async #check(): Promise<CommandResult> {
    await this.#run(signal => this.#checkAndGoOn(signal, true));
    return this.#result();
  }

  async #download(): Promise<CommandResult> {
    const { state } = this.#steps.state;
    const canDownload = this.#options.host.canInstall && this.#steps.offered !== undefined;
    if (!canDownload || (state !== 'available' && state !== 'failed')) return this.#unchanged();
    await this.#run(signal => this.#steps.download(signal, true));
    return this.#result();
  }

  async #install(now: boolean): Promise<CommandResult> {
    const { state } = this.#steps;
    if (state.state !== 'ready' && state.state !== 'waiting') return this.#unchanged();
    const { version } = state;
    const busy = this.#options.busy();
    if (now || isIdle(busy)) await this.#run(signal => this.#restartInto(version, signal));
    else {
      this.#steps.set({ state: 'waiting', version, busy });
      this.#arm();
    }
    return this.#result();
  }

  #postpone(): CommandResult {
    const { state, offered } = this.#steps;
    if (state.state !== 'waiting') return this.#unchanged();
    this.#steps.set({ state: 'ready', version: state.version, notes: offered?.notes ?? null });
    return this.#result();
  }

  async #checkAndGoOn(signal: AbortSignal, isByHand: boolean): Promise<void> {
    await this.#steps.check(signal, isByHand);
    // Not awaited by whoever asked whether there is one.
    if (this.#steps.wantsDownload) void this.#run(later => this.#steps.download(later, false));
  }

  async #restartInto(version: string, signal: AbortSignal): Promise<void> {
    const { host, clock, emit } = this.#options;
    if (!(await this.#steps.prepare(version, signal))) return;
    this.#armed = 'restart';
    emit({ type: 'updateInstalling', at: clock.now(), from: host.version, to: version });
    host.restart();
  }

  /** What a command came to; a failure is thrown, so that whoever asked hears of it with its remedy. */
  #result(): CommandResult {
    if (this.#steps.error !== null) throw this.#steps.error;
    return { ...this.#unchanged(), changed: true };
  }

  #unchanged(): CommandResult {
    const { sentence, remedy } = this.status();
    if (remedy === null) return { changed: false, sentence };
    const { text, shellCommand } = remedy;
    return { changed: false, sentence, details: shellCommand === undefined ? [text] : [text, shellCommand] };
  }

  /** One after the other. Never rejects. */
  #run(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = this.#lifetime?.signal;
    if (signal === undefined) return Promise.resolve();
    this.#work = this.#work.then(async () => {
      if (signal.aborted) return;
      this.#isWorking = true;
      try {
        await task(signal);
      } catch (error) {
        if (!signal.aborted) this.#options.logger.error('update failed', { reason: errorMessage(error) });
      } finally {
        this.#isWorking = false;
      }
    });
    return this.#work;
  }

  #arm(): void {
    this.#timer?.cancel();
    if (this.#lifetime === undefined || this.#options.host.engine === undefined) return;
    const delayMs = this.#steps.state.state === 'waiting' ? WAITING_BEAT_MS : BEAT_MS;
    this.#timer = this.#options.clock.schedule(delayMs, () => this.#beat());
  }

  #beat(): void {
    const busy = this.#options.busy();
    const isQuiet = this.#quiet.isLong(isIdle(busy));
    this.#pace.mend();
    if (!this.#isWorking) this.#doWhatIsDue(busy, isQuiet);
    this.#arm();
  }

  #doWhatIsDue(busy: UpdateBusy, isQuiet: boolean): void {
    const { settings, host, isPaused, isSafeMode } = this.#options;
    const { state, isHeldBack } = this.#steps;
    if (state.state === 'waiting') {
      if (isIdle(busy)) void this.#run(signal => this.#restartInto(state.version, signal));
      return;
    }
    // Whoever paused, or sets things up, wants nothing to happen by itself.
    if (isPaused() || isSafeMode() || busy.isSettingUp) return;
    if (state.state === 'ready' && settings.mode === 'automatic' && !isHeldBack && isQuiet && host.isAway()) {
      void this.#run(signal => this.#restartInto(state.version, signal));
    } else if (this.#pace.isDue) {
      void this.#run(signal => this.#checkAndGoOn(signal, false));
    }
  }
}
