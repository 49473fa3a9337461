import { join } from 'node:path';
import type { CommandResult, EmitEvent, PauseStatus, PauseUntil } from '../../contract/index.ts';
import { type Clock, errorMessage, isAbortError, type Logger, type Timer } from '../platform/index.ts';
import { pauseEnd } from './pause-end.ts';
import { PauseFile } from './pause-file.ts';
import { pausedSentence } from './paused-sentence.ts';

/** Options of {@link Pause}. */
export interface PauseOptions {
  /** The home folder, which exists. */
  readonly home: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  readonly emit: EmitEvent;
  /** Rest from now on, or work again and look at everything at once. Must not throw. */
  readonly onChange: (isPaused: boolean) => void;
}

const FILE_NAME = 'pause.json';
/** Timers stand still while a computer sleeps, and its clock may be put right: the time is looked at this often. */
const LOOK_AGAIN_MS = 60_000;
const WHAT_RESTS = 'Nothing is rotated or reconnected; what is under way goes on.';

/**
 * Whether everything that works by itself rests. Kept in the home folder, so that a restart changes nothing, and ended by
 * the wall clock. Says only that it is paused: what rests, and what goes on for safety, each part knows for itself.
 */
export class Pause {
  readonly #options: PauseOptions;
  readonly #file: PauseFile;
  #current: PauseStatus | null = null;
  #timer: Timer | undefined;
  #lifetime: AbortController | undefined;
  /** One command after the other, or the file could tell another story than the state. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PauseOptions) {
    this.#options = options;
    this.#file = new PauseFile(join(options.home, FILE_NAME), options.clock);
  }

  /** Takes up a pause from before a restart. A file that cannot be read is no pause. Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    this.#lifetime = new AbortController();
    const kept = await this.#file.read(signal).catch((error: unknown) => {
      if (isAbortError(error)) throw error;
      this.#options.logger.warn('pause not read', { reason: errorMessage(error) });
      return null;
    });
    if (kept === null) return;
    if (isOver(kept, this.#options.clock.now())) {
      this.#forget();
      return;
    }
    this.#set(kept);
  }

  /** Stops looking at the clock; the pause itself is kept. May be called twice. */
  async stop(): Promise<void> {
    this.#lifetime?.abort();
    this.#lifetime = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#last.catch(() => undefined);
  }

  /** Null: everything works by itself. */
  status(): PauseStatus | null {
    return this.#current;
  }

  get isPaused(): boolean {
    return this.#current !== null;
  }

  /** Pauses, or changes when the pause ends. Throws `pause_not_kept`, and then nothing has changed. */
  pause(until: PauseUntil, signal: AbortSignal): Promise<CommandResult> {
    return this.#oneAtATime(async () => {
      const { clock, emit } = this.#options;
      const at = clock.now();
      const pause = { since: this.#current?.since ?? at, until: pauseEnd(until, at) };
      await this.#file.write(pause, signal);
      this.#set(pause);
      emit({ type: 'paused', at, until: pause.until });
      return {
        changed: true,
        told: { code: 'paused', until: pause.until },
        sentence: `${pausedSentence(pause)} ${WHAT_RESTS}`,
      };
    });
  }

  /** Ends a pause. Throws `pause_not_kept`, and then it goes on. */
  resume(signal: AbortSignal): Promise<CommandResult> {
    return this.#oneAtATime(async () => {
      if (this.#current === null)
        return { changed: false, told: { code: 'not_paused' }, sentence: 'Gatehouse is not paused.' };
      await this.#file.write(null, signal);
      this.#end('by-hand');
      return {
        changed: true,
        told: { code: 'resumed' },
        sentence: 'Gatehouse works by itself again, and looks at everything now.',
      };
    });
  }

  /** The computer woke: the pause may be over since long. */
  wake(): void {
    this.#look();
  }

  #oneAtATime(task: () => Promise<CommandResult>): Promise<CommandResult> {
    const done = this.#last.then(task, task);
    this.#last = done;
    return done;
  }

  #set(pause: PauseStatus): void {
    const wasPaused = this.isPaused;
    this.#current = pause;
    this.#arm();
    if (!wasPaused) this.#options.onChange(true);
  }

  #end(cause: 'by-hand' | 'time'): void {
    this.#current = null;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#options.emit({ type: 'resumed', at: this.#options.clock.now(), cause });
    this.#options.onChange(false);
  }

  #arm(): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timer = undefined;
    const until = this.#current?.until ?? null;
    if (until === null || this.#lifetime === undefined) return;
    this.#timer = clock.schedule(Math.min(until - clock.now(), LOOK_AGAIN_MS), () => this.#look());
  }

  #look(): void {
    if (this.#current === null || this.#lifetime === undefined) return;
    if (!isOver(this.#current, this.#options.clock.now())) {
      this.#arm();
      return;
    }
    this.#end('time');
    this.#forget();
  }

  /** A file that stays behind says of itself that its pause is over. */
  #forget(): void {
    const { logger } = this.#options;
    const signal = this.#lifetime?.signal;
    if (signal === undefined) return;
    const remove = async (): Promise<void> => {
      if (this.#current === null) await this.#file.write(null, signal);
    };
    this.#last = this.#last
      .then(remove, remove)
      .catch((error: unknown) => logger.warn('pause not removed', { reason: errorMessage(error) }));
  }
}

function isOver({ until }: PauseStatus, nowMs: number): boolean {
  return until !== null && until <= nowMs;
}
