import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY = fileURLToPath(new URL('../../build/bin/gatehouse.mjs', import.meta.url));
const STARTUP_LIMIT_MS = 90_000;

/** How a command ended. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the ready line says. */
export interface ReadyFacts {
  readonly pid: number;
  readonly home: string;
  readonly endpoint: string | null;
  readonly dashboardUrl: string | null;
  readonly sandbox: { readonly seed: string } | null;
}

/** A headless host in a process of its own. */
export interface RunningHost {
  readonly ready: ReadyFacts;
  readonly pid: number;
  /** Everything written so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<CommandOutcome>;
  readonly ended: Promise<CommandOutcome>;
}

/** What differs from a bare start. */
export interface HostOptions {
  readonly home: string;
  /** Default: the sandbox on a free port. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
}

function launch(args: readonly string[], { home, env = {}, input = '' }: HostOptions) {
  // Only what Node itself needs: no variable of the machine may configure the host.
  const child = spawn(process.execPath, [ENTRY, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => {
    written.stdout += String(chunk);
  });
  child.stderr.on('data', chunk => {
    written.stderr += String(chunk);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]): CommandOutcome => ({ code: code as number | null, ...written }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, written, ended };
}

/** Runs one command to its end. */
export function runCommand(args: readonly string[], options: HostOptions): Promise<CommandOutcome> {
  return launch(args, options).ended;
}

/** Starts `gatehouse run` and waits until it is ready. Killed at the end of the test if it still runs. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { args = ['--sandbox', '--port', '0'], env } = options;
  const { child, written, ended } = launch(['run', ...args], {
    ...options,
    env: { GATEHOUSE_READY_JSON: '1', GATEHOUSE_DASHBOARD_OPEN: 'off', ...env },
  });
  const ready = await new Promise<ReadyFacts>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not ready: ${written.stdout}${written.stderr}`)),
      STARTUP_LIMIT_MS,
    );
    createInterface({ input: child.stdout }).on('line', line => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line.slice('ready '.length)) as ReadyFacts);
    });
    void ended.then(({ code, stderr }) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready: ${stderr}`));
    });
  });
  return {
    ready,
    pid: child.pid ?? 0,
    output: () => ({ ...written }),
    ended,
    end: signal => {
      child.kill(signal);
      return ended;
    },
  };
}
