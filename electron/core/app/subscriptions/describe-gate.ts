import {
  type AgentSummary,
  type Remedy,
  remedyOf,
  type SubscriptionSummary,
  type SubscriptionsStatus,
  type Told,
} from '../../../contract/index.ts';
import { shellWord } from '../../platform/index.ts';
import { describeAgent } from './describe-agent.ts';
import { describeRemoved, describeSubscription, isUsable, lasting } from './describe-subscription.ts';
import type { Facts } from './facts.ts';

const MOST_SUBSCRIPTIONS = 100;
const MOST_AGENTS = 200;

type Verdict = Pick<SubscriptionsStatus, 'health' | 'state' | 'sentence' | 'told' | 'remedy'>;

/** How the third gate stands; `since` is for whoever knows what it was before. */
export function describeGate(facts: Facts): Omit<SubscriptionsStatus, 'since'> {
  const known = facts.subscriptions.map(one => describeSubscription(one, facts));
  const removed = facts.removing.map(one => describeRemoved(one, facts));
  const names = new Map([...facts.subscriptions, ...facts.removing].map(({ id, name }) => [id, name]));
  const assignments = new Map(facts.assignments.map(one => [one.agent, one]));
  const agents = facts.agents.map(agent =>
    describeAgent(agent, assignments.get(agent.entry.name), id => names.get(id) ?? id),
  );
  const returns = known
    .filter(({ state }) => state === 'limited')
    .map(({ headroom, skipUntil }) => blockedUntil(headroom.windows) ?? skipUntil)
    .filter(atMs => atMs !== null);
  const counted = {
    subscriptionsTotal: known.length,
    usableTotal: known.filter(isUsable).length,
    nextReturnAt: returns.length === 0 ? null : Math.min(...returns),
    agentsTotal: agents.length,
    assignedTotal: agents.filter(({ subscription }) => subscription !== null).length,
  };
  return {
    ...verdict(facts, known, agents, counted),
    ...counted,
    isTryOut: facts.isTryOut,
    isAutomatic: facts.isAutomatic,
    subscriptions: [...known, ...removed].slice(0, MOST_SUBSCRIPTIONS),
    agents: agents.slice(0, MOST_AGENTS),
    lastSwitch: facts.lastSwitch,
    ...(facts.backends.length === 0 ? {} : { backends: [...facts.backends] }),
    lock: lockOf(facts),
  };
}

function blockedUntil(windows: SubscriptionSummary['headroom']['windows']): number | null {
  const ends = windows.filter(({ isBlocking }) => isBlocking).map(({ resetsAt }) => resetsAt ?? 0);
  return ends.length === 0 ? null : Math.max(...ends) || null;
}

type Counted = Pick<
  SubscriptionsStatus,
  'subscriptionsTotal' | 'usableTotal' | 'nextReturnAt' | 'agentsTotal' | 'assignedTotal'
>;

const ADD_REMEDY = remedyOf('add_subscription', 'Add another one: gatehouse sub add NAME < token.txt');

/** For the first one that a person has to look after. */
function replaceRemedy(subscriptions: readonly SubscriptionSummary[]): Remedy | undefined {
  const ill = subscriptions.find(({ health }) => health === 'needs-you');
  return (
    ill && remedyOf('replace_token', `Store a new token: gatehouse sub replace ${shellWord(ill.name)} < token.txt`)
  );
}

/** The worst comes first. A subscription that is limited is no trouble as long as no agent lacks one. */
function verdict(
  facts: Facts,
  subscriptions: readonly SubscriptionSummary[],
  agents: readonly AgentSummary[],
  counted: Counted,
): Verdict {
  const { failure, shared, phase, nowMs } = facts;
  if (failure !== undefined) {
    const remedy = failure.remedy === undefined ? null : { code: failure.code, text: failure.remedy };
    const told: Told = { code: 'error', error: failure.code };
    return { health: 'broken', state: 'failed', sentence: failure.message, told, remedy };
  }
  if (phase === 'starting') {
    const told: Told = { code: 'subscriptions_starting' };
    return { health: 'working', state: 'starting', sentence: 'Subscriptions are being read.', told, remedy: null };
  }
  if (shared?.state === 'away') {
    return {
      health: 'needs-you',
      state: 'shared-state-away',
      sentence: `Nothing is switched, because the shared state cannot be reached: ${shared.reason}.`,
      told: { code: 'subscriptions_unshared', why: shared.reason },
      remedy: remedyOf(
        'bring_shared_state_back',
        'Bring Redis back, or clear subscriptions.lock.redisUrl; it is tried again by itself.',
      ),
    };
  }
  if (subscriptions.length === 0 && agents.length === 0) {
    return {
      health: 'well',
      state: 'not-configured',
      sentence: 'No subscription is stored.',
      told: { code: 'subscriptions_none' },
      remedy: null,
    };
  }
  const { subscriptionsTotal, usableTotal, agentsTotal, assignedTotal, nextReturnAt } = counted;
  if (usableTotal === 0) {
    const when = nextReturnAt === null ? '' : `, the first returns in ${lasting(nextReturnAt - nowMs)}`;
    return {
      health: assignedTotal > 0 ? 'broken' : 'needs-you',
      state: 'none-usable',
      sentence:
        subscriptionsTotal === 0
          ? `No subscription is stored for ${count(agentsTotal, 'agent')}.`
          : `None of ${count(subscriptionsTotal, 'subscription')} is usable${when}.`,
      ...(subscriptionsTotal === 0
        ? { told: { code: 'subscriptions_none_for_agents', count: agentsTotal } as const }
        : {}),
      remedy: (nextReturnAt === null ? replaceRemedy(subscriptions) : undefined) ?? ADD_REMEDY,
    };
  }
  const ill = subscriptions.find(({ health }) => health === 'needs-you');
  if (ill !== undefined) {
    const { name, sentence } = ill;
    return {
      health: 'needs-you',
      state: 'token-refused',
      sentence: sentence.includes(name) ? sentence : `${name}: ${sentence}`,
      told: { code: 'subscriptions_token_refused', name },
      remedy: replaceRemedy([ill]) ?? null,
    };
  }
  return aboutAgents(agents) ?? open(counted);
}

function aboutAgents(agents: readonly AgentSummary[]): Verdict | undefined {
  const unsettled = agents.filter(({ isConfirmed, result }) => !isConfirmed && !isStopped(result));
  const [lost] = unsettled.filter(({ result }) => result?.startsWith('failed') && !result.includes('restart pending'));
  if (lost !== undefined) {
    const { name } = lost;
    const why = (lost.result ?? '').replace(/^failed: /, '');
    return {
      health: 'needs-you',
      state: 'agent-unreachable',
      sentence: `${name} has not taken over its subscription: ${why}.`,
      told: {
        code: 'subscriptions_agent_behind',
        name,
        ...(lost.resultTold === undefined ? { why } : { of: lost.resultTold }),
      },
      remedy: remedyOf('agent_is_retried', 'It is tried again by itself. See: gatehouse agent status'),
    };
  }
  if (unsettled.length === 0) return undefined;
  return {
    health: 'working',
    state: 'settling',
    sentence: `${count(unsettled.length, 'agent')} ${unsettled.length === 1 ? 'is' : 'are'} being switched.`,
    told: { code: 'subscriptions_settling', count: unsettled.length },
    remedy: null,
  };
}

/** A stopped agent takes its subscription over when it starts: nothing is wrong with it. */
function isStopped(result: string | null): boolean {
  return result === 'not_running' || result === 'no_container';
}

function open({ usableTotal, subscriptionsTotal, agentsTotal, assignedTotal }: Counted): Verdict {
  const idle = agentsTotal - assignedTotal;
  const on = `${count(assignedTotal, 'agent')} ${assignedTotal === 1 ? 'works' : 'work'} on them`;
  const others = idle === 0 ? '' : `, ${idle} ${idle === 1 ? 'has' : 'have'} none`;
  const usable = `${usableTotal} of ${count(subscriptionsTotal, 'subscription')} ${usableTotal === 1 ? 'is' : 'are'} usable`;
  return { health: 'well', state: 'usable', sentence: `${usable}; ${on}${others}.`, remedy: null };
}

function lockOf({ shared }: Facts): SubscriptionsStatus['lock'] {
  if (shared === undefined) return { kind: 'local', state: 'held', reason: null };
  if (shared.state === 'away') return { kind: 'redis', state: 'lost', reason: shared.reason };
  return { kind: 'redis', state: shared.state === 'up' ? 'held' : 'connecting', reason: null };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
