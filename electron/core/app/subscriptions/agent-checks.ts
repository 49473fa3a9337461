import type { EmitEvent } from '../../../contract/index.ts';
import type { Clock } from '../../platform/index.ts';
import { inParallel } from '../../subscriptions/index.ts';
import type { KnownAgent } from './agent-registry.ts';

/** Few at a time: those that do not answer take their time. */
const CONCURRENCY = 16;

/** Asks agents how they are, and tells of those that went away or came back. Throws only the signal's reason. */
export async function checkAgents(
  agents: readonly KnownAgent[],
  signal: AbortSignal,
  emit: EmitEvent,
  clock: Clock,
): Promise<void> {
  await inParallel(agents, CONCURRENCY, async ({ entry, agent }) => {
    const before = agent.record.health?.state;
    const { state, reason } = await agent.health(signal);
    // The first look is no news unless something is wrong.
    if (state === before || (before === undefined && state === 'up')) return;
    const what = { at: clock.now(), agent: entry.name };
    if (state === 'up') emit({ type: 'agentBack', ...what });
    else emit({ type: 'agentLost', ...what, reason: reason ?? 'it does not say why' });
  });
}
