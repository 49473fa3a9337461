import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

const ENTRY = fileURLToPath(new URL('../../build/bin/gatehouse.mjs', import.meta.url));
/** Its own exit code is the one of what ran in the terminal. */
const PSEUDO_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
const LIMIT = { timeout: 60_000, interval: 50 };

/** The command line in a terminal, with a person in front of it. */
export interface Terminal {
  /** All that was shown so far. */
  shown(): string;
  /** Waits until `text` is shown, after what was waited for before. */
  sees(text: string): Promise<void>;
  /** Types, as a keyboard does. */
  type(keys: string): void;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  /** No more process, without a word. */
  kill(): Promise<void>;
}

/** Runs `gatehouse` with these arguments in a pseudo terminal. Needs `python3`. */
export function openTerminal(
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
): Terminal {
  const child = spawn('python3', ['-c', PSEUDO_TERMINAL, process.execPath, ENTRY, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home, NO_COLOR: '1', TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let seenUpTo = 0;
  child.stdout.on('data', chunk => {
    text += String(chunk);
  });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return {
    shown: () => text,
    sees: wanted =>
      vi.waitFor(() => {
        const at = text.indexOf(wanted, seenUpTo);
        if (at === -1) throw new Error(`not shown: ${wanted}\n${text.slice(seenUpTo)}`);
        seenUpTo = at + wanted.length;
      }, LIMIT),
    type: keys => child.stdin.write(keys),
    ended,
    kill,
  };
}
