import { CommanderError } from 'commander';
import { ConfigError } from '../core/config/index.ts';
import { errorMessage, GatehouseError, Redactor, type SecretScrubber } from '../core/platform/index.ts';
import { writeError } from '../core/storage/index.ts';
import type { CliIo } from './io.ts';

/** What the process ends with. `restart`: whoever watches it is to start it again; EX_TEMPFAIL of sysexits.h. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, restart: 75 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a host ends with that ended well. One that was told to end does not come back, whatever was asked for before. */
export function codeOfEnd({ restart, told }: { readonly restart: AbortSignal; readonly told: AbortSignal }): ExitCode {
  return restart.aborted && !told.aborted ? EXIT.restart : EXIT.done;
}

const HELP_CODES = new Set(['commander.helpDisplayed', 'commander.version']);

/** Says what went wrong, one line and one line of remedy, and gives the exit code for it. */
export function reportFailure(io: CliIo, thrown: unknown, scrubber: SecretScrubber = new Redactor()): ExitCode {
  const error = writeError(thrown);
  // commander has said it already.
  if (error instanceof CommanderError) return HELP_CODES.has(error.code) ? EXIT.done : EXIT.wrongUsage;
  const line = (text: string): string => `${scrubber.redact(text).replaceAll(/\s*\n\s*/g, ' ')}\n`;
  io.stderr.write(line(`gatehouse: ${errorMessage(error)}`));
  if (error instanceof GatehouseError && error.remedy !== undefined) io.stderr.write(line(error.remedy));
  return isWrongFlag(error) ? EXIT.wrongUsage : EXIT.failed;
}

/** A value typed on the command line that no setting takes is wrong usage; one in a file is a failure. */
function isWrongFlag(error: unknown): boolean {
  if (error instanceof GatehouseError && error.code === 'wrong_usage') return true;
  return error instanceof ConfigError && error.problems.some(({ where }) => where.startsWith('--'));
}
