import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** What tells one process, and one start of the computer, from the next. Null where the system does not say. */
export interface ProcessLife {
  readonly pid: number;
  /** When the process began, in the system's own counting; ids of processes are used again. */
  readonly processStart: string | null;
  /** Another one after each start of the computer. */
  readonly bootId: string | null;
  /** How long the computer has been up, seconds. */
  readonly uptimeS: number;
}

/** The life of this process. */
export function ownLife(pid: number = process.pid): ProcessLife {
  return { pid, processStart: processStartOf(pid), bootId: bootId(), uptimeS: uptime() };
}

/** Whether the process of `life` is the one that has this id now. Where ids cannot be told apart, whoever has it is. */
export function isAlive({ pid, processStart }: Pick<ProcessLife, 'pid' | 'processStart'>): boolean {
  const now = processStartOf(pid);
  if (processStart !== null && now !== null) return now === processStart;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is no instance of this person.
    return (error as NodeJS.ErrnoException).code === 'EPERM' && processStart === null;
  }
}

/** Whether the computer was started anew since `then`. */
export function hasRestarted(then: ProcessLife, now: ProcessLife): boolean {
  if (then.bootId !== null && now.bootId !== null) return then.bootId !== now.bootId;
  return now.uptimeS < then.uptimeS;
}

/** Field 22 of proc_pid_stat(5), counted after the name in brackets, which may hold anything. */
function processStartOf(pid: number): string | null {
  const stat = contentOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function bootId(): string | null {
  return contentOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
