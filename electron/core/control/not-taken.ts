import type { z } from 'zod';
import { GatehouseError } from '../platform/index.ts';

/** A value of something that this program knows is too long. */
interface TooLong {
  readonly message: string;
  readonly remedy: string;
}

/** Says which value is too long, if that is why `error` was thrown; never repeats the value itself. */
function tooLong({ issues: [issue] }: z.ZodError): TooLong | undefined {
  if (issue?.code !== 'too_big' || issue.origin !== 'string') return undefined;
  return {
    message: `“${issue.path.join('.')}” is too long: ${issue.maximum} characters at most.`,
    remedy: 'Give a shorter one.',
  };
}

/**
 * Why a command or a query was refused at the border. Only one that this program knows can have a value that is too long:
 * that is the person's to correct, and no matter of versions.
 */
export function notTaken(error: z.ZodError, what: 'command' | 'query'): GatehouseError {
  const long = tooLong(error);
  if (long !== undefined) return new GatehouseError(`invalid_${what}`, long.message, { remedy: long.remedy });
  return new GatehouseError(`invalid_${what}`, `This is not a ${what} that the running instance knows.`, {
    remedy: 'The command line and the running instance may be of different versions: restart the instance.',
  });
}

/** The same for a window, which has no word of its own for a command line of another version. */
export function notTakenFromWindow(error: z.ZodError, what: 'command' | 'query'): GatehouseError {
  const long = tooLong(error);
  if (long !== undefined) return new GatehouseError('value_too_long', long.message, { remedy: long.remedy });
  return new GatehouseError('invalid_request', `This is not a ${what} that Gatehouse knows.`);
}
