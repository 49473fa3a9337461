import { open, rm, stat } from 'node:fs/promises';
import { type Clock, GatehouseError, sleep } from '../platform/index.ts';

/** What is done under the lock takes milliseconds; a lock this old was left by a killed process. */
const STALE_AFTER_MS = 10_000;
const RETRY_MS = 20;
const MAX_WAIT_MS = 15_000;

/**
 * Runs `work` while no other process runs work under the lock file `path`. Throws `lock_timeout` when it cannot be had
 * within 15 s, and whatever `work` throws.
 */
export async function withFileLock<T>(
  path: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const giveUpAtMs = clock.monotonicMs() + MAX_WAIT_MS;
  while (!(await acquire(path))) {
    if (clock.monotonicMs() > giveUpAtMs) {
      throw new GatehouseError('lock_timeout', `The lock file ${path} is held by another process.`, {
        remedy: 'Remove it if no other Gatehouse is starting.',
      });
    }
    const held = await stat(path).catch(() => undefined);
    if (held !== undefined && clock.now() - held.mtimeMs > STALE_AFTER_MS) await rm(path, { force: true });
    else await sleep(clock, RETRY_MS, signal);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
