import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Also where an ordinary person's PATH does not look. */
const MORE_FOLDERS = ['/usr/sbin', '/sbin'];

/** The full path of a program; undefined where there is none. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...MORE_FOLDERS];
  return folders.map(folder => join(folder, name)).find(isRunnable);
}

/** The words that a command line begins with to be root's: none as root, sudo's otherwise. */
export function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? [] : ['sudo', '-n'];
}

/**
 * Makes sure that the programs named on the left are there; those that are not are installed, from Debian's packages named
 * on the right. Throws with what to do when one is still missing.
 */
export function providePrograms(wanted: Readonly<Record<string, string>>): void {
  const missing = Object.entries(wanted).filter(([program]) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const get = [...asRoot(), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [program = '', ...words] = [...get, ...args];
    spawnSync(program, words, { stdio: 'ignore' });
  }
  const [still] = missing.find(([program]) => findProgram(program) === undefined) ?? [];
  if (still !== undefined) throw new Error(`There is no ${still}: run apt-get install ${packages.join(' ')}`);
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
