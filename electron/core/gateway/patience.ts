import type { Clock, Timer } from '../platform/index.ts';

/** Resolves with `promise`, or after `mostMs` without it. Rejects only as `promise` does. */
export async function withPatience(clock: Clock, mostMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: Timer | undefined;
  const late = new Promise<void>(resolve => {
    timer = clock.schedule(mostMs, resolve);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    timer?.cancel();
  }
}
