import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../platform/index.ts';

/** Sends `signal` to a child that was started detached, and to all that it started. Gone already: nothing happens. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    // Windows has no groups; its children end with the one that is ended.
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group ended between the look and the signal.
  }
}

/** Asks the group to end, and makes it end after `graceMs`, or as soon as its first process has ended. */
export function endGroup(child: ChildProcess, clock: Clock, graceMs: number): void {
  signalGroup(child, 'SIGTERM');
  const timer = clock.schedule(graceMs, () => signalGroup(child, 'SIGKILL'));
  child.once('close', () => {
    timer.cancel();
    signalGroup(child, 'SIGKILL');
  });
}

/** After the process itself has ended, what it left running may hold its output open for this long. */
const OUTPUT_GRACE_MS = 1_000;

/** Sees to it that `close` follows `exit` soon: a daemon that was started must not pass for the job that started it. */
export function releaseOutput(child: ChildProcess, clock: Clock): void {
  child.once('exit', () => {
    const timer = clock.schedule(OUTPUT_GRACE_MS, () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    child.once('close', () => timer.cancel());
  });
}
