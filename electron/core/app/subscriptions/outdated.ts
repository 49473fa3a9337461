import { GatehouseError } from '../../platform/index.ts';
import type { TokenRegister } from '../../subscriptions/index.ts';

/** Whether the state that several hosts share cannot be asked now. */
export function isAway(error: unknown): boolean {
  return error instanceof GatehouseError && error.code === 'shared_state_unavailable';
}

/**
 * Whether another host has replaced this host's token of a subscription: what the provider says of it then says nothing
 * of the present one. False also while nobody can be asked. Throws what is wrong otherwise.
 */
export async function isOutdated(tokens: TokenRegister, subscriptionId: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await tokens.outdated([subscriptionId], signal)).has(subscriptionId);
  } catch (error) {
    if (!isAway(error)) throw error;
    return false;
  }
}
