import { abortReason } from '../../platform/index.ts';
import { allowManyWaiters } from '../shared/many-waiters.ts';
import type { AgentLocks, Fence } from './agent-locks.ts';

/** The {@link AgentLocks} of one process: whoever comes first is served first. Never lost while it is held. */
export class LocalLocks implements AgentLocks {
  /** By agent: the last in the queue. */
  readonly #tails = new Map<string, Promise<void>>();
  #lastToken = 0n;

  async withLock<Result>(agent: string, signal: AbortSignal, fn: (fence: Fence) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const ahead = this.#tails.get(agent);
    const { promise: done, resolve: release } = deferred();
    // Whoever gives up waiting still has to let the one behind wait for those ahead.
    const tail = (ahead ?? Promise.resolve()).then(() => done);
    this.#tails.set(agent, tail);
    try {
      if (ahead !== undefined) await waitFor(ahead, signal);
      this.#lastToken += 1n;
      return await fn({ token: this.#lastToken, isHeld: () => true, signal: NEVER });
    } finally {
      release();
      if (this.#tails.get(agent) === tail) {
        void tail.then(() => {
          if (this.#tails.get(agent) === tail) this.#tails.delete(agent);
        });
      }
    }
  }
}

const NEVER = new AbortController().signal;

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}

function waitFor(ahead: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortReason(signal));
    allowManyWaiters(signal).addEventListener('abort', onAbort, { once: true });
    void ahead.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
