import type { Clock } from '../platform/index.ts';
import { join } from './join.ts';

/** Waits for `work`, but no longer than `mostMs`; how it ends does not matter. Rejects when `signal` aborts. */
export async function atMost(clock: Clock, mostMs: number, work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let end: () => void = () => undefined;
  const elapsed = new Promise<void>(resolve => {
    end = resolve;
  });
  const timer = clock.schedule(mostMs, end);
  try {
    await join(Promise.race([work.catch(() => undefined), elapsed]), signal);
  } finally {
    timer.cancel();
  }
}
