import type { OutwardError } from '../../contract/index.ts';
import { GatehouseError, type SecretScrubber } from '../platform/index.ts';
import { writeError } from '../storage/index.ts';

/** What may be told about anything that was thrown: the text of our own errors, of others whether the disk is full, no secret. */
export function outwardError(error: unknown, scrubber: SecretScrubber): OutwardError {
  const thrown = writeError(error);
  if (!(thrown instanceof GatehouseError)) {
    return { code: 'internal_error', message: 'Something unexpected went wrong.', remedy: 'The log has the details.' };
  }
  return {
    code: thrown.code,
    message: scrubber.redact(thrown.message),
    remedy: thrown.remedy === undefined ? null : scrubber.redact(thrown.remedy),
  };
}
