import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** One digest over the names and contents of all files in `folder`. */
export function digestOf(folder) {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  for (const name of names) {
    const file = path.join(folder, name);
    if (statSync(file).isFile()) hash.update(`${name}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
