import { GatehouseError } from '../../platform/index.ts';

/** Why subscriptions cannot be used, as it may be shown. */
export function knownFailure(thrown: unknown): GatehouseError {
  if (thrown instanceof GatehouseError) return thrown;
  return new GatehouseError('subscriptions_failed', 'Subscriptions cannot be used: something unexpected went wrong.', {
    remedy: 'The log has the details.',
  });
}
