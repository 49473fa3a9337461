import { type ChildProcess, execFile } from 'node:child_process';
import { type Clock, systemProgram } from '../platform/index.ts';

/** How processes are ended here; the default is the system of this process. */
export interface ProcessSystem {
  readonly platform: NodeJS.Platform;
  /** Ends a process and all that it started, at once. Only asked on Windows. */
  readonly endTree: (pid: number) => void;
}

const THIS_SYSTEM: ProcessSystem = { platform: process.platform, endTree };

/** Sends `signal` to a child that was started detached, and to all that it started. Gone already: nothing happens. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group ended between the look and the signal.
  }
}

/**
 * Asks the group to end, and makes it end after `graceMs`, or as soon as its first process has ended. Windows has neither
 * groups nor a way to ask: there the process and all it started are ended at once.
 */
export function endGroup(
  child: ChildProcess,
  clock: Clock,
  graceMs: number,
  { platform, endTree: end }: ProcessSystem = THIS_SYSTEM,
): void {
  if (platform === 'win32') {
    // One that has ended has no tree any more, and its number may be another's.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) end(child.pid);
    return;
  }
  signalGroup(child, 'SIGTERM');
  const timer = clock.schedule(graceMs, () => signalGroup(child, 'SIGKILL'));
  child.once('close', () => {
    timer.cancel();
    signalGroup(child, 'SIGKILL');
  });
}

/** `kill` of Node ends one process on Windows; what it started would go on, with its token and its output. */
function endTree(pid: number): void {
  execFile(systemProgram('taskkill.exe'), ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, error => {
    if (error === null) return;
    try {
      process.kill(pid);
    } catch {
      // It has ended by itself.
    }
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
