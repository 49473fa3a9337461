import { GatehouseError, type GatehouseErrorOptions } from '../../platform/index.ts';

/** What can go wrong with subscriptions, in stable words. */
export type SubscriptionsErrorCode =
  | 'subscriptions_file_too_new'
  | 'subscriptions_file_unreadable'
  | 'subscriptions_file_unwritable'
  | 'subscription_token_invalid'
  | 'subscription_name_invalid'
  | 'subscription_name_taken'
  | 'subscription_duplicate'
  | 'subscription_unknown'
  | 'agent_unknown'
  | 'agent_busy'
  | 'agent_lock_lost'
  | 'assignment_changed'
  | 'shared_state_unavailable'
  | 'shared_state_misconfigured';

/** An error of the vault, the assignments or the rotation. Never contains a token. */
export class SubscriptionsError extends GatehouseError {
  declare readonly code: SubscriptionsErrorCode;

  constructor(code: SubscriptionsErrorCode, message: string, options: GatehouseErrorOptions) {
    super(code, message, options);
  }
}

/** True for the error of a shared state that cannot be reached now and may be later. */
export function isStateUnavailable(thrown: unknown): thrown is SubscriptionsError {
  return thrown instanceof SubscriptionsError && thrown.code === 'shared_state_unavailable';
}
