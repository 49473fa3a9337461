import type { App, Dialog } from 'electron';
import type { CrashGuard } from '../core/crash/index.ts';
import { errorMessage, type Logger, type SecretScrubber } from '../core/platform/index.ts';
import type { NativeTexts } from './native-texts.ts';

/** Options of {@link CrashWatch}. */
export interface CrashWatchOptions {
  readonly app: Pick<App, 'on'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly guard: Pick<CrashGuard, 'crashed' | 'processGone'>;
  readonly scrubber: SecretScrubber;
  readonly texts: () => Pick<NativeTexts, 'crashed'>;
  /** Begins the end of the application. */
  readonly end: (exitCode: number) => void;
}

/** Records what ends before its time: this process by an error that nothing caught, and the runtime's helper processes. */
export class CrashWatch {
  readonly #options: CrashWatchOptions;
  #logger: Pick<Logger, 'error'> | undefined;
  #reason: string | undefined;

  constructor(options: CrashWatchOptions) {
    this.#options = options;
  }

  /** Listens from now on. */
  start(): void {
    const { app, guard } = this.#options;
    process.on('uncaughtException', this.#onCrash);
    process.on('unhandledRejection', this.#onCrash);
    app.on('render-process-gone', (_event, _contents, details) => guard.processGone('renderer', details));
    app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
      guard.processGone(type === 'Utility' && name !== undefined ? name : type, { reason, exitCode });
    });
  }

  /** The log is open. */
  logTo(logger: Pick<Logger, 'error'>): void {
    this.#logger = logger;
  }

  /** Says at the very end why it came to it. Nothing is said after an orderly end. */
  tell(): void {
    if (this.#reason === undefined) return;
    const { title, body } = this.#options.texts().crashed;
    this.#options.dialog.showErrorBox(title, body(this.#reason));
  }

  /** What is half done after such an error stays half done: the rest is closed in order, and the process ends. */
  readonly #onCrash = (error: unknown): void => {
    const { guard, scrubber, end } = this.#options;
    guard.crashed(error);
    this.#logger?.error('unexpected failure', { error });
    this.#reason ??= scrubber.redact(errorMessage(error));
    end(1);
  };
}
