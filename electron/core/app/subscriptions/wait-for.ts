import { abortReason } from '../../platform/index.ts';

/** Waits for `work`, which goes on when `signal` ends the wait. Rejects with the signal's reason then. */
export async function waitFor<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortReason(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
    // Nobody else waits for it any more.
    work.catch(() => undefined);
  }
}
