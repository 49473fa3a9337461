import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder, removed with all it holds at the end of the running test. */
export async function tempHome(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'gatehouse-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
