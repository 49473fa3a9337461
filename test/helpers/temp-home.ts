import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder, removed with all it holds at the end of the running test. */
export async function tempHome(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'gatehouse-'));
  // Windows holds what a process had open, its working folder above all, for a moment after its end.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 8 }));
  return folder;
}

/** The content of every file below `home`, as one text; bytes that are no text stay recognizable. */
export async function textOfHome(home: string): Promise<string> {
  const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter(file => file.isFile());
  const texts = files.map(file => readFile(join(file.parentPath, file.name), 'latin1').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}
