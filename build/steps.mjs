import { spawn } from 'node:child_process';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';

/** What asks this process to end: Ctrl-C, whoever runs it, and the terminal that closes. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How long a step may take to end when it is asked to. */
const STEP_END_MS = 5000;

/**
 * Runs `work` so that it can clean up when this process is asked to end: its signal aborts, and only when it has ended does
 * this process end as it was asked to.
 */
export async function cleaningUp(work) {
  const controller = new globalThis.AbortController();
  let asked;
  const ask = signal => {
    asked ??= signal;
    controller.abort(new Error(`Ended by ${asked}.`));
  };
  for (const signal of SIGNALS) process.on(signal, ask);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, ask);
    if (asked !== undefined) process.kill(process.pid, asked);
  }
}

/**
 * Runs a program of Node in the folder `cwd`, its lines among ours. Throws when it fails, and when `signal` aborts; it has
 * ended in either case.
 */
export function runStep(program, args, { cwd, env, signal }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: 'inherit' });
    let lastResort;
    const stop = () => {
      child.kill('SIGTERM');
      lastResort = setTimeout(() => child.kill('SIGKILL'), STEP_END_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    const settle = problem => {
      clearTimeout(lastResort);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else if (problem === undefined) resolve();
      else reject(problem);
    };
    child.on('error', settle);
    child.on('exit', code => {
      const said = `${path.basename(program)} ended with ${code ?? 'a signal'}; its own lines above say why.`;
      settle(code === 0 ? undefined : new Error(said));
    });
  });
}
