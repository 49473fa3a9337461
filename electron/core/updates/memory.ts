import type { EmitEvent } from '../../contract/index.ts';
import { type Clock, errorMessage, isAbortError, type Logger } from '../platform/index.ts';
import { UpdateError } from './errors.ts';
import { EMPTY_NOTE, type UpdateNote, UpdateNoteFile, withHeldBack } from './note-file.ts';
import { compareVersions } from './version.ts';

/** Options of {@link UpdateMemory}. */
export interface UpdateMemoryOptions {
  readonly path: string;
  /** The running version. */
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly emit: EmitEvent;
}

/** An update that came back with the old version so often is not installed by itself any more. */
const MOST_ATTEMPTS = 2;

/** What is known of earlier updates, over restarts: which came through, and which went wrong here. */
export class UpdateMemory {
  readonly #options: UpdateMemoryOptions;
  readonly #file: UpdateNoteFile;
  #note: UpdateNote = EMPTY_NOTE;

  constructor(options: UpdateMemoryOptions) {
    this.#options = options;
    this.#file = new UpdateNoteFile(options.path, options.clock);
  }

  get note(): UpdateNote {
    return this.#note;
  }

  isHeldBack(version: string): boolean {
    return this.#note.heldBack.includes(version);
  }

  /**
   * Compares what was begun with what runs. Gives the failure of an update that did not come through. Throws only the
   * signal's reason.
   */
  async start(signal: AbortSignal): Promise<UpdateError | undefined> {
    const { clock, logger, version, emit } = this.#options;
    this.#note = await this.#file.read(signal).catch((error: unknown) => {
      if (isAbortError(error)) throw error;
      logger.warn('updates not read', { reason: errorMessage(error) });
      return EMPTY_NOTE;
    });
    const { pending, lastUpdate } = this.#note;
    if (pending?.to === version) {
      const { from, to } = pending;
      await this.#keep({ ...this.#note, pending: null, lastUpdate: { from, to, at: clock.now() } }, signal);
      emit({ type: 'updateInstalled', at: clock.now(), from, to });
      return undefined;
    }
    if (pending?.from === version) {
      const attempts = pending.attempts + 1;
      const next = { ...this.#note, pending: { ...pending, attempts } };
      await this.#keep(attempts < MOST_ATTEMPTS ? next : withHeldBack(next, pending.to), signal);
      return notApplied(version, pending.to);
    }
    const wentBack = lastUpdate !== null && lastUpdate.from === version && compareVersions(lastUpdate.to, version) > 0;
    if (pending !== null || wentBack) {
      const next = { ...this.#note, pending: null, lastUpdate: wentBack ? null : lastUpdate };
      // Somebody did not want it, whatever the reason.
      await this.#keep(wentBack ? withHeldBack(next, lastUpdate.to) : next, signal);
    }
    return undefined;
  }

  /** A look succeeded. Throws only the signal's reason. */
  async checked(signal: AbortSignal): Promise<void> {
    await this.#keep({ ...this.#note, lastCheckedAt: this.#options.clock.now() }, signal);
  }

  /** The restart into `to` begins. Throws `update_not_kept`: without the note a failure could not be told. */
  async begun(to: string, signal: AbortSignal): Promise<void> {
    const { clock, version } = this.#options;
    const attempts = this.#note.pending?.to === to ? this.#note.pending.attempts : 0;
    const next = { ...this.#note, pending: { from: version, to, at: clock.now(), attempts } };
    await this.#file.write(next, signal);
    this.#note = next;
  }

  /** Throws `update_not_kept`. */
  async holdBack(version: string, signal: AbortSignal): Promise<void> {
    const next = withHeldBack(this.#note, version);
    await this.#file.write(next, signal);
    this.#note = next;
  }

  async #keep(note: UpdateNote, signal: AbortSignal): Promise<void> {
    this.#note = note;
    await this.#file.write(note, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      this.#options.logger.warn('updates not kept', { reason: errorMessage(error) });
    });
  }
}

function notApplied(version: string, to: string): UpdateError {
  return new UpdateError('update_not_applied', `Gatehouse ${to} was to be installed, but ${version} started again.`, {
    remedy: 'Look for updates again. If it stays so, download the new version and install it by hand.',
  });
}
