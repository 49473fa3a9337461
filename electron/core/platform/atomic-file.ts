import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, sleep } from './clock.ts';

/** Options of {@link writeFileAtomically}. */
export interface AtomicWriteOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Permission bits of the new file, default 0600. Ignored by Windows. */
  readonly mode?: number;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
  /** Stand-in for `rename`, for tests of the Windows retry. */
  readonly renameFile?: (from: string, to: string) => Promise<void>;
}

/** Virus scanners and indexers hold a fresh file on Windows for a moment; longer than this is a real lock. */
const LOCK_RETRY_DELAYS_MS = [10, 20, 40, 80, 160, 320];
const UNFLUSHABLE_CODES = new Set(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR']);
const LOCK_CODES = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Replaces `path` in one step: readers see the old content or the new one, never a part, also after a power cut.
 * The folder must exist. A failed write leaves the old file and no neighbour behind. Throws the file system's error,
 * or the signal's reason when aborted before the rename.
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
  options: AtomicWriteOptions,
): Promise<void> {
  const { clock, signal, mode = 0o600, platform = process.platform, renameFile = rename } = options;
  const neighbour = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    await withFile(neighbour, 'wx', mode, async file => {
      await file.writeFile(data);
      // The umask may have taken bits from the mode given to open.
      if (platform !== 'win32') await file.chmod(mode);
      await file.sync();
    });
    signal.throwIfAborted();
    await replaceFile(neighbour, path, { clock, signal, platform, renameFile });
  } catch (error) {
    await rm(neighbour, { force: true });
    throw error;
  }
  // Windows has no way to flush a folder.
  if (platform !== 'win32') await withFile(dirname(path), 'r', 0, flush);
}

/** The file is in its place: a file system that flushes no folders, as some of the network, has not failed to write it. */
async function flush(folder: FileHandle): Promise<void> {
  try {
    await folder.sync();
  } catch (error) {
    if (!UNFLUSHABLE_CODES.has(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

/**
 * Renames `from` to `to`, whose place it takes. On Windows a file that somebody reads cannot be replaced: it is tried again
 * for 0.6 s. Throws the file system's error, or the signal's reason.
 */
export async function replaceFile(
  from: string,
  to: string,
  { clock, signal, platform = process.platform, renameFile = rename }: Omit<AtomicWriteOptions, 'mode'>,
): Promise<void> {
  // A folder in the place of the file is refused with the same code, and stays.
  await onceFree(() => renameFile(from, to), { path: to, clock, signal, platform });
}

/** Options of {@link removeFile}. */
export interface RemoveFileOptions extends Pick<AtomicWriteOptions, 'clock' | 'signal' | 'platform'> {
  /** Stand-in for `rm` with `force`, for tests of the Windows retry. */
  readonly unlinkFile?: ((path: string) => Promise<void>) | undefined;
}

/**
 * Removes a file, where there is one. On Windows one that somebody reads cannot be removed: it is tried again for 0.6 s, as
 * `rm` itself does for folders alone. Throws the file system's error, or the signal's reason.
 */
export async function removeFile(
  path: string,
  { clock, signal, platform = process.platform, unlinkFile = one => rm(one, { force: true }) }: RemoveFileOptions,
): Promise<void> {
  await onceFree(() => unlinkFile(path), { path, clock, signal, platform });
}

interface Occupied {
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly platform: NodeJS.Platform;
}

async function onceFree(work: () => Promise<void>, { path, clock, signal, platform }: Occupied): Promise<void> {
  const delays = platform === 'win32' ? LOCK_RETRY_DELAYS_MS : [];
  for (const delayMs of delays) {
    try {
      await work();
      return;
    } catch (error) {
      if (!LOCK_CODES.has(String((error as NodeJS.ErrnoException).code)) || (await isFolder(path))) throw error;
      await sleep(clock, delayMs, signal);
    }
  }
  await work();
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

async function withFile(
  path: string,
  flags: string,
  mode: number,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
