import { errorMessage, type Logger } from '../../platform/index.ts';

/** Work that nobody waits for: it ends with the application, and its failures are told to the log. */
export class Background {
  readonly #logger: Logger;
  readonly #lifetime = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Aborts when the work has to end. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  run(work: (signal: AbortSignal) => Promise<unknown>): void {
    const { signal } = this.#lifetime;
    const task = work(signal).then(
      () => undefined,
      (error: unknown) => {
        if (!signal.aborted) this.#logger.warn('subscription work failed', { reason: errorMessage(error) });
      },
    );
    this.#tasks.add(task);
    void task.finally(() => this.#tasks.delete(task));
  }

  /** Ends everything, and resolves when it has ended. */
  async stop(reason: Error): Promise<void> {
    this.#lifetime.abort(reason);
    await Promise.all(this.#tasks);
  }
}
