import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../built.ts';

const LINE_LIMIT_MS = 300_000;
/** Node and what comes with it, git to clone with, and the base system that they and the README's lines take for granted. */
const PROGRAMS =
  'node npm npx git curl sh bash env cat ls mkdir rm cp mv ln chmod uname sed grep head tail test true sleep tr cut sort wc id dirname basename readlink date'.split(
    ' ',
  );
/** How npm reaches its registry is the network's business, not the machine's. */
const NETWORK = /^(?:https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(?:file|dir)|npm_config_registry)$/i;

/** A line that was typed and has ended. */
export interface Typed {
  readonly code: number | null;
  /** What it wrote, to whichever stream. */
  readonly text: string;
}

/** A line that was typed and stays. */
export interface Staying {
  /** What it wrote up to now. */
  text(): string;
  /** Resolves once `isShown` holds for what it wrote. Rejects when it ends before. */
  until(isShown: (text: string) => boolean): Promise<void>;
  /** Ctrl-C, as a terminal gives it to all that runs there. Gives the exit code. */
  interrupt(): Promise<number | null>;
}

/** A computer that has Node, git and a base system, with an own home folder, and on it a fresh clone of this checkout. */
export interface Machine {
  /** The clone. */
  readonly folder: string;
  readonly home: string;
  /** Types `lines` in the folder and waits for the end. */
  type(lines: string, env?: Readonly<Record<string, string>>): Promise<Typed>;
  start(line: string, env?: Readonly<Record<string, string>>): Staying;
  /** Ends what still runs and removes all of it. */
  close(): Promise<void>;
}

/** Makes one. Its clone has what the checkout has, committed or not, and nothing that git ignores. */
export async function cleanMachine(): Promise<Machine> {
  const place = await mkdtemp(join(await realpath(tmpdir()), 'gatehouse-machine-'));
  const [folder, home, programs] = [join(place, 'gatehouse'), join(place, 'home'), join(place, 'bin')];
  await mkdir(home);
  await mkdir(programs);
  for (const name of PROGRAMS) {
    const path = name === 'node' ? process.execPath : whereIs(name);
    if (path === undefined) throw new Error(`This needs ${name} on the path.`);
    await symlink(path, join(programs, name));
  }
  const env = { ...machineEnvironment(), HOME: home, PATH: programs, TMPDIR: tmpdir() };
  await clone(folder);

  const running = new Set<{ interrupt(): Promise<unknown>; kill(): Promise<unknown> }>();
  const launch = (lines: string, more: Readonly<Record<string, string>> = {}) => {
    const child = spawn(join(programs, 'sh'), ['-e', '-c', lines], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, as what runs at a terminal is.
      detached: true,
    });
    let text = '';
    let look = (): void => undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        text += String(chunk);
        look();
      });
    }
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const signal = (name: NodeJS.Signals): void => {
      try {
        process.kill(-(child.pid ?? 0), name);
      } catch {
        // All of it has ended.
      }
    };
    const end = async (name: NodeJS.Signals): Promise<number | null> => {
      signal(name);
      return ended;
    };
    const one = { interrupt: () => end('SIGINT'), kill: () => end('SIGKILL') };
    running.add(one);
    void ended.then(() => running.delete(one));
    const until = (isShown: (shown: string) => boolean): Promise<void> =>
      new Promise((resolve, reject) => {
        look = () => isShown(text) && resolve();
        look();
        void ended.then(code => reject(new Error(`${lines}\nended with ${code}:\n${text}`)));
      });
    return { ...one, ended, until, text: () => text };
  };

  return {
    folder,
    home,
    start: launch,
    type: async (lines, more) => {
      const typed = launch(lines, more);
      const limit = setTimeout(() => void typed.kill(), LINE_LIMIT_MS);
      const code = await typed.ended;
      clearTimeout(limit);
      return { code, text: typed.text() };
    },
    close: async () => {
      await Promise.all([...running].map(one => one.kill()));
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** Puts programs of other people on the path of `machine`, each a shell script that does what a scene needs. */
export async function addPrograms(machine: Machine, scripts: Readonly<Record<string, string>>): Promise<void> {
  const programs = join(dirname(machine.folder), 'bin');
  for (const [name, script] of Object.entries(scripts)) {
    await rm(join(programs, name), { force: true });
    await writeFile(join(programs, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(programs, name), 0o755);
  }
}

/** The network's settings, and npm's own cache: the packages are the same, and need not come twice. */
function machineEnvironment(): Record<string, string> {
  const network = Object.entries(process.env).flatMap(([name, value]) =>
    NETWORK.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(network),
    npm_config_cache: settingOfNpm('cache'),
    npm_config_registry: settingOfNpm('registry'),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

function settingOfNpm(name: string): string {
  return output('npm', ['config', 'get', name]).trim();
}

/** What is committed, and over it what is not yet: a document is tried as it stands. */
async function clone(folder: string): Promise<void> {
  output('git', ['clone', '--quiet', ROOT, folder]);
  for (const name of output('git', ['ls-files', '-z', '--modified', '--others', '--exclude-standard']).split('\0')) {
    if (name === '') continue;
    if (existsSync(join(ROOT, name))) await cp(join(ROOT, name), join(folder, name), { recursive: true });
    else await rm(join(folder, name), { force: true });
  }
}

function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, [...args], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

function whereIs(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'));
  return folders.map(folder => join(folder, name)).find(path => existsSync(path));
}
