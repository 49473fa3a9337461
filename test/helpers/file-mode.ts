import { lstat } from 'node:fs/promises';
import { expect } from 'vitest';

/** Whether files have an owner's mode here. On Windows the folder's access list protects them, and modes mean nothing. */
export const HAS_MODES = process.platform !== 'win32';

/** Fails where files have modes and `path` has another one. */
export async function expectMode(path: string, mode: number): Promise<void> {
  const found = (await lstat(path)).mode & 0o777;
  if (HAS_MODES) expect(found.toString(8)).toBe(mode.toString(8));
}
