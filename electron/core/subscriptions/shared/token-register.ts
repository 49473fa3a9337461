/**
 * Which token of a subscription is the present one, where several hosts have one each. What is shared is a digest; no
 * token leaves its host.
 */
export interface TokenRegister {
  /** From now on this host's token is the present one. Throws `shared_state_unavailable`. */
  publish(subscriptionId: string, signal: AbortSignal): Promise<void>;
  /**
   * Those of which this host has a token that is not the present one. The first token that is asked for becomes the
   * present one. Throws `shared_state_unavailable`.
   */
  outdated(subscriptionIds: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** For a host that is alone: what it has is what there is. */
export const OWN_TOKENS: TokenRegister = {
  publish: async () => undefined,
  outdated: async () => new Set(),
};

/** Why a token is not used here any more, and what to do. */
export function outdatedReason(name: string): string {
  return `its token was replaced on another host; run gatehouse sub replace ${name} here`;
}
