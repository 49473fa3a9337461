import type { AgentSummary } from '../../../contract/index.ts';
import { parseAgentUrl } from '../../agents/index.ts';
import type { Assignment } from '../../subscriptions/index.ts';
import type { KnownAgent } from './agent-registry.ts';

/** One agent, with its assignment if it has one. `nameOf` gives the name of a subscription. */
export function describeAgent(
  { entry, agent }: KnownAgent,
  assignment: Assignment | undefined,
  nameOf: (id: string) => string,
): AgentSummary {
  const { health, checkedAtMs, canReload, shadowedKeys } = agent.record;
  const { name, kind, url, runtime, model } = entry;
  const subscriptionId = assignment?.subscriptionId ?? null;
  return {
    name,
    kind,
    host: url === null ? null : parseAgentUrl(url).host,
    runtime: runtime ?? health?.runtime ?? null,
    model,
    subscription: subscriptionId === null ? null : nameOf(subscriptionId),
    since: assignment?.sinceMs ?? null,
    cause: assignment?.cause ?? null,
    result: assignment?.result ?? null,
    ...(assignment?.told === undefined ? {} : { resultTold: assignment.told }),
    isConfirmed: assignment === undefined || assignment.confirmedGeneration === assignment.generation,
    generation: assignment?.generation ?? 0,
    health: {
      state: health?.state ?? 'unknown',
      reason: health?.reason ?? null,
      ...(health?.told === undefined ? {} : { told: health.told }),
      checkedAt: checkedAtMs ?? null,
      activeTasks: health?.activeTasks ?? null,
      generation: health?.generation ?? null,
    },
    canReload,
    shadowedKeys: shadowedKeys.slice(0, 8),
  };
}
