import { abortReason } from '../platform/index.ts';

/** Those who wait for an authorized connection. */
export class ReadyGate {
  readonly #waiting = new Set<{ readonly open: () => void; readonly fail: (error: Error) => void }>();

  /** Resolves at the next authorized connection. Rejects with the reason given to {@link fail}, or the signal's. */
  async next(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let onAbort = (): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const waiter = { open: resolve, fail: reject };
        this.#waiting.add(waiter);
        onAbort = () => {
          this.#waiting.delete(waiter);
          reject(abortReason(signal));
        };
        signal.addEventListener('abort', onAbort, { once: true });
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** There is a connection. */
  open(): void {
    for (const waiter of this.#take()) waiter.open();
  }

  /** There will be none before somebody does something. */
  fail(error: Error): void {
    for (const waiter of this.#take()) waiter.fail(error);
  }

  #take() {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    return waiting;
  }
}
