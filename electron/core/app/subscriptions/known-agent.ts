import { SubscriptionsError } from '../../subscriptions/index.ts';
import type { AgentRegistry } from './agent-registry.ts';

/** Throws `agent_unknown` unless it is configured here. */
export function checkKnown(registry: Pick<AgentRegistry, 'known' | 'names'>, agent: string): void {
  if (registry.known(agent) !== undefined) return;
  const names = registry.names();
  throw new SubscriptionsError('agent_unknown', `There is no agent ${agent}.`, {
    remedy: names.length === 0 ? 'Add one with: gatehouse agent add NAME' : `There are: ${names.join(', ')}.`,
  });
}
