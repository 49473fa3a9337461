import type { EmitEvent } from '../../../contract/index.ts';
import type { Clock } from '../../platform/index.ts';
import { inParallel } from '../../subscriptions/index.ts';
import type { KnownAgent } from './agent-registry.ts';
import type { Parts } from './parts.ts';

/** Where the findings go, and who is not asked. */
export interface AgentCheckOptions {
  readonly emit: EmitEvent;
  readonly clock: Clock;
  /** Nobody is asked by itself who is out of reach because this computer is offline. Default: nobody is. */
  readonly isOutOfReach?: (url: string) => boolean;
}

const UNSAID = { code: 'agent_silent_on_why' } as const;

/** Few at a time: those that do not answer take their time. */
const CONCURRENCY = 16;

/**
 * Asks agents (default: all) how they are, and tells of those that went away or came back. Of Trinity's agents their
 * backends are asked too: what they have, and whether they moved an agent by themselves. Throws only the signal's reason.
 */
export async function checkAgents(
  { registry, backends, rotator }: Pick<Parts, 'registry' | 'backends' | 'rotator'>,
  which: string | undefined,
  { emit, clock, isOutOfReach }: AgentCheckOptions,
  signal: AbortSignal,
): Promise<readonly KnownAgent[]> {
  const isAsked = ({ entry: { name, url } }: KnownAgent): boolean =>
    which === undefined ? url === null || isOutOfReach?.(url) !== true : name === which;
  const agents = registry.list().filter(isAsked);
  const isTrinity = agents.some(({ entry }) => entry.kind === 'trinity');
  await Promise.all([
    isTrinity ? backends.look(signal) : undefined,
    inParallel(agents, CONCURRENCY, async ({ entry, agent }) => {
      const { state, reason, told = UNSAID, news } = await agent.check(signal);
      if (entry.kind === 'trinity' && state === 'up') await rotator.follow(entry.name, signal);
      const what = { at: clock.now(), agent: entry.name };
      if (news === 'back') emit({ type: 'agentBack', ...what });
      if (news === 'lost') emit({ type: 'agentLost', ...what, reason: reason ?? 'it does not say why', told });
    }),
  ]);
  return agents;
}
