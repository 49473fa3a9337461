import { existsSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { StorageCause } from '../../contract/index.ts';

/** An error of a file system that concerns more than the one write. */
export interface DiskFailure {
  readonly cause: StorageCause;
  /** Where it happened, as far as the error says. */
  readonly path: string | undefined;
  /** The system's call, as far as the error says. */
  readonly call?: string;
}

/**
 * errno(3) of writes, opens and renames. EFBIG is what a limit on the size of files says (setrlimit(2)): for whoever
 * writes it is one more kind of no room.
 */
const CAUSES: Readonly<Record<string, StorageCause>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read-only',
  EACCES: 'denied',
  EPERM: 'denied',
  EIO: 'failing',
  ENXIO: 'failing',
  ENODEV: 'failing',
  EISDIR: 'failing',
  ENOTDIR: 'failing',
};
/** Errors are wrapped a few times at most. */
const MAX_CAUSES = 5;

/** What an error says of the disk, also when it was wrapped; undefined when it says nothing of it. */
export function diskFailure(error: unknown): DiskFailure | undefined {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    const { code, path, syscall } = current as NodeJS.ErrnoException;
    const cause = code === undefined ? undefined : CAUSES[code];
    // Sockets have errors of the same names.
    if (cause !== undefined && !NETWORK_CALLS.has(syscall ?? '')) {
      return { cause, path, ...(syscall === undefined ? {} : { call: syscall }) };
    }
    current = current.cause;
  }
  return undefined;
}

const NETWORK_CALLS: ReadonlySet<string> = new Set(['connect', 'listen', 'bind', 'getaddrinfo', 'spawn', 'kill']);

/** Whether it happened where nothing is written: another trouble. */
export function isOfReading({ call }: DiskFailure): boolean {
  return READ_CALLS.has(call ?? '');
}

/**
 * Whether something that is kept in `home` could not be written. What could not be read is another trouble, and a file
 * elsewhere is that of whoever chose its place.
 */
export function concernsHome(failure: DiskFailure, home: string): boolean {
  const { cause, path, call } = failure;
  if (isOfReading(failure)) return false;
  if (path === undefined) return true;
  const inside = relative(home, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return false;
  // Writing opens new names; who is refused a file that is there wanted to read it.
  return !(call === 'open' && cause === 'denied' && existsSync(path));
}

const READ_CALLS: ReadonlySet<string> = new Set([
  'read',
  'scandir',
  'opendir',
  'stat',
  'lstat',
  'fstat',
  'statfs',
  'readlink',
  'realpath',
  'access',
]);
