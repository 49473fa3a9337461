import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { AGENT_SECRET, AgentCaller } from './agent-host.ts';

const ENTRY = fileURLToPath(new URL('../../build/bin/gatehouse.mjs', import.meta.url));
const STARTUP_LIMIT_MS = 90_000;

/** A built command in a process of its own, killed at the end of the test if it still runs. */
export function launchBuilt(args: readonly string[], env: Readonly<Record<string, string>>) {
  // Only what Node itself needs: no variable of the machine may configure it.
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => {
    written.stdout += String(chunk);
  });
  child.stderr.on('data', chunk => {
    written.stderr += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, written, ended };
}

/** `gatehouse agent-server` as a person starts it, ready. */
export async function startAgentProcess(options: {
  readonly home: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}) {
  const { child, written, ended } = launchBuilt(['agent-server', '--name', 'coder', '--port', '0', ...options.args], {
    HOME: options.home,
    GATEHOUSE_HOME: options.home,
    GATEHOUSE_READY_JSON: '1',
    GATEHOUSE_AGENT_SECRET: AGENT_SECRET,
    ...options.env,
  });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not ready')), STARTUP_LIMIT_MS);
    createInterface({ input: child.stdout }).on('line', line => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      resolve((JSON.parse(line.slice('ready '.length)) as { url: string }).url);
    });
    void ended.then(code => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready: ${written.stderr}`));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    caller: new AgentCaller(url),
    output: () => written.stdout + written.stderr,
    end: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    },
  };
}
