import type { Clock } from '../../platform/index.ts';
import type { Fence } from '../locks/agent-locks.ts';
import type { Fleet, TokenSource } from './fleet.ts';
import type { Assignment, RotationState } from './state.ts';

/** What {@link takeOver} needs. */
export interface TakeOverSources {
  readonly vault: TokenSource;
  readonly state: RotationState;
  readonly fleet: Fleet;
  readonly clock: Clock;
}

/**
 * Writes down where an agent's own backend has put it since it confirmed our order: what it failed for is dealt with
 * then, and two that answer one failure would move it twice. Undefined: it is where we put it, or nobody can say.
 */
export async function takeOver(
  { agent, generation, confirmedGeneration, subscriptionId }: Assignment,
  fence: Fence,
  { vault, state, fleet, clock }: TakeOverSources,
  signal: AbortSignal,
): Promise<Assignment | undefined> {
  const port = fleet.find(agent)?.port;
  if (port?.kind !== 'trinity' || confirmedGeneration !== generation) return undefined;
  const { subscription: name } = await port.health(signal);
  const there = vault.subscriptions().find(one => one.name === name);
  if (there === undefined || there.id === subscriptionId) return undefined;
  const change = { agent, expectedGeneration: generation, subscriptionId: there.id, fence: fence.token };
  const outcome = await state.change({ ...change, cause: 'elsewhere', atMs: clock.now() }, signal);
  if (outcome.kind !== 'assigned') return undefined;
  const confirmed = { generation: outcome.assignment.generation, result: 'hot_reloaded', live: [there.id] };
  await state.settle({ agent, ...confirmed }, signal);
  return outcome.assignment;
}
