import { execFile } from 'node:child_process';
import type { CliIo } from './io.ts';

/** How a program of the system ended. */
export interface SystemProgramEnd {
  /** Its exit code; a word where there is none: `ENOENT`, or `no answer` after the time limit. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the system to its end, which a failure is, too. Never throws. */
export type RunSystemProgram = (
  io: Pick<CliIo, 'env' | 'signal'>,
  command: readonly [program: string, ...args: string[]],
  timeoutMs: number,
) => Promise<SystemProgramEnd>;

/** {@link RunSystemProgram} on this computer. */
export const runSystemProgram: RunSystemProgram = ({ env, signal }, [program, ...args], timeoutMs) =>
  new Promise(resolve => {
    const options = { signal, timeout: timeoutMs, env: { ...env }, windowsHide: true };
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.killed === true ? 'no answer' : (error.code ?? 'ended');
      resolve({ code, stdout, stderr });
    });
  });
