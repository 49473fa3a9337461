import { errorMessage, GatehouseError, type GatehouseErrorOptions } from '../platform/index.ts';

/** Why an update went wrong, by what a person can do about it. */
export type UpdateErrorCode =
  /** The server of the updates cannot be reached, or broke off. */
  | 'update_unreachable'
  | 'update_timed_out'
  | 'update_server_failed'
  /** There is no list of versions for this channel and system. */
  | 'update_feed_missing'
  | 'update_feed_invalid'
  | 'update_not_found'
  | 'update_checksum_mismatch'
  | 'update_signature_invalid'
  /** Nothing on this computer can look at the signature that is asked for. */
  | 'update_signature_unchecked'
  | 'update_disk_full'
  | 'update_not_writable'
  /** The file that would be replaced is gone. */
  | 'update_target_missing'
  /** The system refuses to update this copy, because it is not signed or lies where nothing can be replaced. */
  | 'update_copy_fixed'
  /** After the restart the old version runs still. */
  | 'update_not_applied'
  | 'update_not_kept'
  | 'update_failed';

/** Something about updates that did not work. The running version goes on. */
export class UpdateError extends GatehouseError {
  constructor(code: UpdateErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}

/** Whatever was thrown, as an {@link UpdateError}; one stays itself. */
export function asUpdateError(thrown: unknown): UpdateError {
  if (thrown instanceof UpdateError) return thrown;
  const remedy = thrown instanceof GatehouseError ? thrown.remedy : undefined;
  return new UpdateError('update_failed', `The update failed: ${errorMessage(thrown)}`, {
    remedy: remedy ?? 'Look for updates again later, or download the new version by hand.',
    cause: thrown,
  });
}
