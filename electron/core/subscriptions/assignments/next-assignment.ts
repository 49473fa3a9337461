import type { Assignment, AssignmentChange } from '../rotation/state.ts';

/** The assignment after `change`: one generation on, with what the agent was last ordered to use added to what may be live. */
export function nextAssignment(current: Assignment | undefined, change: AssignmentChange): Assignment {
  const { agent, subscriptionId, cause, atMs, minGeneration = 1 } = change;
  const ordered = [current?.subscriptionId].filter(id => typeof id === 'string');
  return {
    agent,
    subscriptionId,
    generation: Math.max((current?.generation ?? 0) + 1, minGeneration),
    sinceMs: atMs,
    cause,
    confirmedGeneration: current?.confirmedGeneration ?? 0,
    maybeLive: [...new Set([...(current?.maybeLive ?? []), ...ordered])],
    result: null,
  };
}
