import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { type RemoveFileOptions, removeFile } from './atomic-file.ts';
import { sleep } from './clock.ts';
import { GatehouseError } from './errors.ts';

/** Options of {@link withSecretLock}. */
export interface SecretLockOptions extends RemoveFileOptions {
  /** How long to wait for another process. Default 45 000: longer than the longest holder, a token refresh. */
  readonly maxWaitMs?: number;
}

const RETRY_MS = 25;
/** Nothing is done under the lock for this long; a lock this old was left by a machine that lost power. */
const STALE_AFTER_MS = 120_000;
/** Between creating the lock and writing into it who holds it. */
const UNSIGNED_MS = 2_000;
const MAX_WAIT_MS = 45_000;

/**
 * Runs `work` while no other process runs work under the lock file `path`. A lock whose process was killed is taken over
 * at once. Throws `secret_lock_timeout`, the signal's reason, and whatever `work` throws. Not re-entrant.
 */
export async function withSecretLock<T>(path: string, options: SecretLockOptions, work: () => Promise<T>): Promise<T> {
  const { clock, signal, maxWaitMs = MAX_WAIT_MS } = options;
  const holder = `${process.pid} ${randomBytes(8).toString('hex')} ${hostname()}`;
  const giveUpAtMs = clock.monotonicMs() + maxWaitMs;
  while (!(await take(path, holder))) {
    signal.throwIfAborted();
    if (await removeStale(path, options)) continue;
    if (clock.monotonicMs() >= giveUpAtMs) throw timedOut(path);
    await sleep(clock, RETRY_MS, signal);
  }
  try {
    return await work();
  } finally {
    // Whoever took a lock for stale may have replaced it by its own. Work that was ended gives it back as well.
    if ((await contentOf(path)) === holder)
      await removeFile(path, { ...options, signal: new AbortController().signal });
  }
}

async function take(path: string, holder: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(holder);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || (isInUse(code) && (await isThere(path)))) return false;
    throw error;
  }
}

/**
 * Windows keeps the name of a removed file until everybody who had it open has closed it, and refuses it until then; and a
 * file that another program looks at can be neither moved nor removed.
 */
function isInUse(code: string | undefined): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code ?? '');
}

/** Whether the folder lists it: one that is about to go can be asked for nothing else. */
async function isThere(path: string): Promise<boolean> {
  const names: readonly string[] = await readdir(dirname(path)).catch(() => []);
  return names.includes(basename(path));
}

/** True when a lock of a dead holder was removed. Moved aside first: two waiters must not remove each other's new one. */
async function removeStale(path: string, options: SecretLockOptions): Promise<boolean> {
  const [content, found] = await Promise.all([contentOf(path), stat(path).catch(() => undefined)]);
  // What is there and cannot be read is waited for, not asked for again and again.
  if (content === undefined || found === undefined) return !(await isThere(path));
  // Both are of the machine's own clock; one that was set back makes the age negative and the lock young.
  const ageMs = options.clock.now() - found.mtimeMs;
  const isStale = content === '' ? ageMs > UNSIGNED_MS : ageMs > STALE_AFTER_MS || isDead(content);
  if (!isStale) return false;
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await rename(path, aside);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (isInUse(code)) return false;
    throw error;
  }
  const moved = await contentOf(aside);
  if (moved !== undefined && moved !== content) await take(path, moved);
  await removeFile(aside, options);
  return true;
}

/** Whether the holder ran on this machine and is gone. */
function isDead(holder: string): boolean {
  const [pid = '', , host = ''] = holder.split(' ');
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

function timedOut(path: string): GatehouseError {
  return new GatehouseError('secret_lock_timeout', `The lock file ${path} is held by another process.`, {
    remedy: 'Remove it if no other Gatehouse runs in this folder.',
    retryable: true,
  });
}
