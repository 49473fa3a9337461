import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * From now on the kernel refuses a running process every byte that it writes to a file, as a disk does that is full: by
 * the limit on the size of its files (setrlimit(2), Linux). Nobody has to be root for it, and it can be taken back.
 */
export async function refuseWrites(pid: number): Promise<void> {
  await run('prlimit', ['--pid', String(pid), '--fsize=0:unlimited']);
}

/** There is room again. */
export async function allowWrites(pid: number): Promise<void> {
  await run('prlimit', ['--pid', String(pid), '--fsize=unlimited']);
}
