import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { asRoot, findProgram } from '../helpers/debian-packages.ts';

/** What the scripts of the packages call. */
const PROGRAMS = ['bash', 'update-alternatives', 'chmod', 'ln', 'rm', 'readlink', 'grep', 'cp', 'true'];
/** What package managers keep for themselves, before a package was there and after. */
const OF_THE_MANAGERS = /^(?:var|tmp|dev|root\/\.rpmdb)\//;

/** A system of its own in a folder: a shell, a handful of programs, nobody's packages. */
export interface BareRoot {
  readonly folder: string;
  /** Runs a command line on it from outside, as root; gives what it printed. Throws when it fails. */
  manage(program: string, ...args: readonly string[]): string;
  /** Runs a program inside, as an ordinary user. */
  asPerson(program: string, ...args: readonly string[]): { readonly status: number | null; readonly stdout: string };
  /** Writes a file as its path is inside. */
  put(path: string, text: string, mode?: number): void;
  /** Every file and link inside that is not a package manager's own, sorted. */
  files(): string[];
  remove(): void;
}

/**
 * Makes one. `unshare` is whether a program may have a user namespace there: scripts ask by trying.
 */
export function bareRoot({ unshare }: { readonly unshare: boolean }): BareRoot {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-root-')));
  chmodSync(folder, 0o755);
  for (const path of [
    'usr/bin',
    'usr/sbin',
    'etc/alternatives',
    'home',
    'root',
    'tmp',
    'dev',
    'var/log',
    'var/lib/rpm',
  ])
    mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['info', 'updates', 'triggers', 'alternatives'])
    mkdirSync(join(folder, 'var/lib/dpkg', path), { recursive: true });
  for (const name of ['bin', 'sbin']) symlinkSync(`usr/${name}`, join(folder, name));
  for (const path of ['var/lib/dpkg/status', 'var/lib/dpkg/available', 'dev/null'])
    writeFileSync(join(folder, path), '', { mode: 0o666 });
  for (const name of PROGRAMS) copyProgram(name, folder);
  // As on the systems of rpm, whose scripts are bash's.
  symlinkSync('bash', join(folder, 'usr/bin/sh'));
  const put = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  };
  // The kernel's word that there are such namespaces; whether a program gets one is another question.
  mkdirSync(join(folder, 'proc/self/ns'), { recursive: true });
  symlinkSync('user:[1]', join(folder, 'proc/self/ns/user'));
  put('usr/bin/unshare', `#!/bin/sh\nexit ${unshare ? 0 : 1}\n`, 0o755);
  return {
    folder,
    put,
    manage: (program, ...args) => {
      const [first = '', ...words] = [...asRoot(), program, ...args];
      return execFileSync(first, words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' });
    },
    asPerson: (program, ...args) => {
      const [first = '', ...words] = [...asRoot(), 'chroot', '--userspec=1000:1000', folder, program, ...args];
      return spawnSync(first, words, { encoding: 'utf8' });
    },
    files: () => filesBelow(folder),
    remove: () => {
      const [first = '', ...words] = [...asRoot(), 'rm', '-rf', folder];
      execFileSync(first, words);
    },
  };
}

/** With the libraries that it is linked to, where it looks for them. */
function copyProgram(name: string, folder: string): void {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`There is no program ${name} on this computer.`);
  cpSync(realpathSync(program), join(folder, 'usr/bin', basename(name)));
  const linked = execFileSync('ldd', [program], { encoding: 'utf8' });
  for (const [library] of linked.matchAll(/\/\S+\.so\S*/g)) {
    mkdirSync(join(folder, dirname(library)), { recursive: true });
    cpSync(realpathSync(library), join(folder, library));
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter(path => !OF_THE_MANAGERS.test(path))
    .sort();
}
