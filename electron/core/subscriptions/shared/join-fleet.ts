import type { LocalState } from '../assignments/local-state.ts';
import type { AgentLocks } from '../locks/agent-locks.ts';
import type { RotationState } from '../rotation/state.ts';
import type { SubscriptionVault } from '../vault/vault.ts';

/**
 * Brings what a host knew alone into the state that it shares from now on: subscriptions take the ids of the fleet, and
 * assignments of agents that the fleet does not know yet are carried over. What the fleet knows counts. May be repeated.
 * Returns the agents that were carried over. Throws `shared_state_unavailable`, `agent_busy`.
 */
export async function joinFleet(
  {
    vault,
    local,
    shared,
    locks,
  }: {
    readonly vault: SubscriptionVault;
    readonly local: LocalState;
    readonly shared: RotationState;
    readonly locks: AgentLocks;
  },
  signal: AbortSignal,
): Promise<readonly string[]> {
  // The assignments first: they are found again under the new id whenever this is cut off.
  await vault.alignIds((from, to) => local.renameSubscription(from, to, signal), signal);
  const carried: string[] = [];
  for (const { agent, subscriptionId, cause, sinceMs, generation } of await local.list(signal)) {
    await locks.withLock(agent, signal, async fence => {
      const change = { agent, expectedGeneration: 0, subscriptionId, cause, atMs: sinceMs, fence: fence.token };
      const outcome = await shared.change({ ...change, minGeneration: generation + 1 }, signal);
      if (outcome.kind === 'assigned') carried.push(agent);
    });
    // Otherwise an agent that the fleet lets go of would come back from here.
    await local.forget(agent, signal);
  }
  return carried;
}
