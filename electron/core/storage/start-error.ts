import { errorMessage, GatehouseError } from '../platform/index.ts';
import { diskFailure, isOfReading } from './disk-failure.ts';
import { storageHeadline } from './words.ts';

/**
 * What kept a host from starting, said in a person's terms where it is the disk: `storage_unwritable`. Everything else, also
 * what is said already, is given back as it is.
 */
export function startError(error: unknown): unknown {
  return told(error, {
    full: 'Make room on this disk, then start Gatehouse again.',
    other: 'Let this user write there, or choose another folder with --home or GATEHOUSE_HOME, then start again.',
  });
}

/** The same for a command that failed while Gatehouse runs, or beside it. What could not be read is given back too. */
export function writeError(error: unknown): unknown {
  const failure = diskFailure(error);
  if (failure !== undefined && isOfReading(failure)) return error;
  return told(error, {
    full: 'Make room on this disk, and try again.',
    other: 'Let this user write there, and try again.',
  });
}

function told(error: unknown, remedies: { readonly full: string; readonly other: string }): unknown {
  if (error instanceof GatehouseError) return error;
  const failure = diskFailure(error);
  if (failure === undefined) return error;
  const what = storageHeadline(failure.cause, failure.path ?? 'the home folder');
  return new GatehouseError('storage_unwritable', `${what} (${errorMessage(error)})`, {
    remedy: failure.cause === 'full' ? remedies.full : remedies.other,
    retryable: true,
    cause: error,
  });
}
