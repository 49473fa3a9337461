import { abortReason } from '../platform/index.ts';

/** `shared` for one waiter: rejects at once when `signal` aborts, without disturbing the work or the other waiters.
 * A rejection of `shared` always counts as handled. */
export function join<T>(shared: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortReason(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
