import type { Clock } from '../../platform/index.ts';
import type { SubscriptionEvent } from '../events.ts';
import type { Fence } from '../locks/agent-locks.ts';
import type { Fleet, TokenSource } from './fleet.ts';
import type { Assignment, RotationState } from './state.ts';

/** What {@link adopt} needs. */
export interface AdoptSources {
  readonly vault: TokenSource;
  readonly state: RotationState;
  readonly clock: Clock;
  readonly emit: (event: SubscriptionEvent) => void;
}

/** What {@link takeOver} needs. */
export interface TakeOverSources extends AdoptSources {
  readonly fleet: Fleet;
}

/** Where the agent's own backend has put it. `unknown`: on a subscription that is not stored here. */
export type Elsewhere =
  | { readonly kind: 'adopted'; readonly assignment: Assignment }
  | { readonly kind: 'unknown'; readonly subscription: string };

/**
 * Asks the agent's own backend where it has the agent, and writes that down if it is none of the places where we may
 * have put it: what it failed for is dealt with then, and two that answer one failure would move it twice. Undefined:
 * it is where we put it, or nobody can say.
 */
export async function takeOver(
  current: Assignment,
  fence: Fence,
  { fleet, ...sources }: TakeOverSources,
  signal: AbortSignal,
): Promise<Elsewhere | undefined> {
  const port = fleet.find(current.agent)?.port;
  if (port?.kind !== 'trinity') return undefined;
  const { subscription: name } = await port.health(signal);
  if (name === undefined || placesOf(current, sources.vault)?.includes(name) !== false) return undefined;
  return adopt(current, name, fence, sources, signal);
}

/** Names of what the agent may be on by our doing; undefined when this host does not know all of them. */
export function placesOf({ subscriptionId, maybeLive }: Assignment, vault: TokenSource): readonly string[] | undefined {
  const ids = [...maybeLive, ...(subscriptionId === null ? [] : [subscriptionId])];
  const names = ids.map(id => vault.byId(id)?.name).filter(name => name !== undefined);
  return names.length === ids.length ? names : undefined;
}

/** Writes down, and tells, that the agent's own backend has moved it to `name`. Undefined: somebody was faster. */
export async function adopt(
  current: Assignment,
  name: string,
  fence: Fence,
  { vault, state, clock, emit }: AdoptSources,
  signal: AbortSignal,
): Promise<Elsewhere | undefined> {
  const there = vault.subscriptions().find(one => one.name === name);
  if (there === undefined) return { kind: 'unknown', subscription: name };
  const { agent, generation } = current;
  const change = { agent, expectedGeneration: generation, subscriptionId: there.id, fence: fence.token };
  const outcome = await state.change({ ...change, cause: 'elsewhere', atMs: clock.now() }, signal);
  if (outcome.kind !== 'assigned') return undefined;
  const confirmed = { generation: outcome.assignment.generation, result: 'hot_reloaded', live: [there.id] };
  await state.settle({ agent, ...confirmed }, signal);
  const fromId = leftBehind(current, there.id);
  const from = fromId === undefined ? null : (vault.byId(fromId)?.name ?? fromId);
  const reason = `${agent} is on “${name}” because its own backend has moved it there.`;
  const what = { agent, from, to: name, cause: 'elsewhere', result: 'hot_reloaded', reason } as const;
  emit({ type: 'subscriptionSwitched', at: clock.now(), ...what, failureKind: null, headroom: null });
  return { kind: 'adopted', assignment: { ...outcome.assignment, confirmedGeneration: outcome.assignment.generation } };
}

/** What it really ran on before: the last that it confirmed, where an order since was never carried out. */
function leftBehind(
  { subscriptionId, maybeLive, generation, confirmedGeneration }: Assignment,
  toId: string,
): string | undefined {
  if (confirmedGeneration === generation) return subscriptionId ?? undefined;
  return maybeLive.find(id => id !== toId) ?? subscriptionId ?? undefined;
}
