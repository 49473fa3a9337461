import type { z } from 'zod';
import { GatehouseError } from '../platform/index.ts';

/**
 * Why a command or a query was refused at the border. Only one that this program knows can have a value that is too long:
 * that is the person's to correct, and no matter of versions. The value itself is never repeated.
 */
export function notTaken({ issues: [issue] }: z.ZodError, what: 'command' | 'query'): GatehouseError {
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    const field = issue.path.join('.');
    return new GatehouseError(`invalid_${what}`, `“${field}” is too long: ${issue.maximum} characters at most.`, {
      remedy: 'Give a shorter one.',
    });
  }
  return new GatehouseError(`invalid_${what}`, `This is not a ${what} that the running instance knows.`, {
    remedy: 'The command line and the running instance may be of different versions: restart the instance.',
  });
}
