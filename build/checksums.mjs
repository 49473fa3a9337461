import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What electron-builder leaves for itself. */
const INTERNAL = /^(?:builder-.*\.ya?ml|\..*)$/;

/**
 * Writes `SHA256SUMS` over the artifacts in `folder`, in the form that `sha256sum -c` reads. Returns their names.
 */
export async function writeChecksums(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter(entry => entry.isFile() && entry.name !== 'SHA256SUMS' && !INTERNAL.test(entry.name))
    .map(entry => entry.name)
    .sort();
  const lines = [];
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  await writeFile(path.join(folder, 'SHA256SUMS'), lines.join(''));
  return names;
}
