import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { tempHome } from './temp-home.ts';

const ENTRY = fileURLToPath(new URL('../../build/bin/gatehouse.mjs', import.meta.url));
const LINE_LIMIT_MS = 60_000;
/** Its own exit code is the one of what ran in the terminal. */
const PSEUDO_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
/** Programs of other people that the documents name, as far as a line needs them. */
const STAND_INS: Readonly<Record<string, string>> = {
  claude: 'case "$1" in setup-token) cat token.txt ;; *) echo "claude runs" ;; esac',
  docker: 'exit 0',
  'start-a-turn': 'exit 0',
  systemctl: 'exit 0',
  'Invoke-Expression': 'cat',
  source: 'cat',
};

/** A line to type, and how it is to end. */
export interface Step {
  /** As in the documents. */
  readonly line: string;
  /** Default 0. */
  readonly code?: number;
  /** It stays until it has shown this, and is then told to end. */
  readonly until?: string;
  /** What has to be among what it shows, whatever the case. */
  readonly shows?: string;
  /** It is typed at a terminal, and left with Ctrl-C where it stays. */
  readonly atTerminal?: true;
  /** Not in the documents: makes the next one possible, or tries an option that no example shows. */
  readonly isExtra?: true;
}

/** A person's computer: a home folder, the command line, files to read from. */
export interface World {
  readonly home: string;
  /** Types `step` and gives all that was shown. Throws when it ends otherwise than the step says. */
  type(step: Step): Promise<string>;
  /** Starts what stays; it is told to end with the test. Resolves to what was shown up to `until`. */
  start(step: Step): Promise<string>;
}

/** What differs from a plain computer. */
export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stands for a placeholder, or for what is not on this computer. */
  readonly substitutes?: readonly (readonly [placeholder: string, value: string])[];
}

/** Makes one. `files` lie in the folder where every line is typed; those whose names start with `~/` in its home. */
export async function createWorld(
  files: Readonly<Record<string, string>>,
  { env = {}, substitutes = [] }: WorldOptions = {},
): Promise<World> {
  const home = await tempHome();
  const folder = join(home, 'work');
  const programs = join(home, 'programs');
  for (const made of [folder, programs, join(home, 'src')]) await mkdir(made);
  await symlink(process.execPath, join(programs, 'node'));
  const scripts = { gatehouse: `exec node ${ENTRY} "$@"`, ...STAND_INS };
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(programs, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(programs, name), 0o755);
  }
  for (const [name, text] of Object.entries(files)) {
    const path = name.startsWith('~/') ? join(home, name.slice(2)) : join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  const launch = (step: Step) => {
    const line = substitutes.reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), step.line);
    // What is told to end is the program, not a shell before it.
    const shell = ['sh', '-c', step.until === undefined ? line : `exec ${line}`];
    const [program = '', ...args] = step.atTerminal ? ['python3', '-c', PSEUDO_TERMINAL, ...shell] : shell;
    const child = spawn(program, args, {
      cwd: folder,
      env: {
        PATH: `${programs}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        NO_COLOR: '1',
        GATEHOUSE_DASHBOARD_OPEN: 'off',
        GATEHOUSE_PROXY_PORT: '0',
        ...env,
      },
      stdio: 'pipe',
      // A group of its own, so that a whole pipe can be told to end.
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
    child.stdin.on('error', () => undefined);
    if (!step.atTerminal) child.stdin.end(files['token.txt']);
    const end = (signal: NodeJS.Signals): void => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        process.kill(-child.pid, signal);
    };
    const ended = once(child, 'close').then(([code]) => code as number | null);
    onTestFinished(async () => {
      end('SIGKILL');
      await ended;
    });
    const shows = (wanted: string): Promise<void> =>
      new Promise((resolve, reject) => {
        look = () => {
          if (text.includes(wanted)) resolve();
        };
        look();
        void ended.then(code => reject(new Error(`${step.line}\nended with ${code} without "${wanted}":\n${text}`)));
      });
    return { child, ended, end, shows, text: () => text };
  };

  return {
    home,
    start: async step => {
      const running = launch(step);
      await running.shows(step.until ?? '');
      onTestFinished(async () => {
        running.end('SIGTERM');
        await running.ended;
      });
      return running.text();
    },
    type: async step => {
      const running = launch(step);
      const limit = setTimeout(() => running.end('SIGKILL'), LINE_LIMIT_MS);
      void running.ended.finally(() => clearTimeout(limit));
      if (step.until !== undefined) {
        await running.shows(step.until);
        if (step.atTerminal) running.child.stdin.write('\u0003');
        else running.end('SIGTERM');
      }
      const code = await running.ended;
      const isAsMeant =
        code === (step.code ?? 0) &&
        running
          .text()
          .toLowerCase()
          .includes(step.shows ?? '');
      if (!isAsMeant) throw new Error(`${step.line}\nended with ${code}:\n${running.text()}`);
      return running.text();
    },
  };
}
