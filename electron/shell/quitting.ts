import { type Clock, sleep } from '../core/platform/index.ts';

/** Options of {@link Quitting}. */
export interface QuittingOptions {
  readonly clock: Clock;
  /** Ends the process, at once. */
  readonly exit: (exitCode: number) => void;
}

/** Over all of the closing: the proxy drains for up to 10 s of it, every other part of the core has 2 s more. */
export const QUIT_LIMIT_MS = 15_000;
/** For as long somebody else who takes over the end may take to ask for it. */
export const HANDOVER_LIMIT_MS = 10_000;
/** What is over sooner needs no words. */
const SILENT_MS = 1_000;

/**
 * The end of the application: what was opened is closed, newest first, requests under way are finished, and the process
 * ends in time even when something hangs or throws.
 */
export class Quitting {
  readonly #options: QuittingOptions;
  readonly #stopping = new AbortController();
  readonly #exiting = new AbortController();
  readonly #closers: (() => void | Promise<void>)[] = [];
  readonly #exitActs: (() => void)[] = [];
  #tell: () => void = () => undefined;
  #last: () => boolean = () => false;
  #isTold = false;
  #isOver = false;

  constructor(options: QuittingOptions) {
    this.#options = options;
  }

  /** Aborts as soon as the end begins. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Something was opened: it is closed before everything that was opened earlier. */
  onEnd(close: () => void | Promise<void>): void {
    this.#closers.unshift(close);
  }

  /** Called right before the process ends, whichever way it came to it. Must not wait. */
  onExit(act: () => void): void {
    this.#exitActs.push(act);
  }

  /**
   * The last act of the process, after everything was closed in time. Must not throw. Nothing, when the end was cut short.
   * Gives whether it handed the end over: then the next `quit` is waited for, up to 10 s.
   */
  onLast(act: () => boolean): void {
    this.#last = act;
  }

  /** Called when the end takes longer than a person waits without a word. */
  onWaiting(tell: () => void): void {
    this.#tell = tell;
  }

  /** A person wants the end. Who asks again after having been told what it waits for gets it at once. */
  readonly quit = (): void => {
    if (this.#isTold) this.#exit(0);
    else this.begin();
  };

  /** Begins the end; false: it has begun already. The system announces its own in several ways: all of them are one. */
  readonly begin = (exitCode = 0): boolean => {
    if (this.signal.aborted) return false;
    this.#stopping.abort();
    void this.#end(exitCode);
    return true;
  };

  async #end(exitCode: number): Promise<void> {
    const { clock } = this.#options;
    const done = new AbortController();
    const wait = (delayMs: number): Promise<boolean> =>
      sleep(clock, delayMs, done.signal).then(
        () => true,
        () => false,
      );
    void wait(SILENT_MS).then(isLong => {
      if (!isLong) return;
      this.#isTold = true;
      this.#tell();
    });
    const isClosed = await Promise.race([this.#close().then(() => true), wait(QUIT_LIMIT_MS).then(() => false)]);
    done.abort();
    if (isClosed && exitCode === 0 && !this.#isOver && this.#last()) {
      this.#isTold = true;
      await sleep(clock, HANDOVER_LIMIT_MS, this.#exiting.signal).catch(() => undefined);
    }
    this.#exit(exitCode);
  }

  async #close(): Promise<void> {
    for (const close of this.#closers) {
      try {
        await close();
      } catch {
        // An end must come even if one part cannot close; each part tells its own failures.
      }
    }
  }

  #exit(exitCode: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#exiting.abort();
    for (const act of this.#exitActs) act();
    this.#options.exit(exitCode);
  }
}
