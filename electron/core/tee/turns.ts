import { abortReason } from '../platform/index.ts';

/** Runs works one after another, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs `work` when its turn comes, unless `signal` was aborted by then. A work that fails after the abort rejects with
   * the signal's reason, whatever it threw.
   */
  run<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (signal.aborted) throw abortReason(signal);
      try {
        return await work(signal);
      } catch (error) {
        throw signal.aborted ? abortReason(signal) : error;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when all works asked for so far have ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
