import type { AssignmentCause, SubscriptionEvent } from '../../contract/index.ts';
import type { ActivityLine } from './activity-line.ts';

type EventOf<T extends SubscriptionEvent['type']> = Extract<SubscriptionEvent, { type: T }>;
type SubscriptionTable = {
  readonly [T in SubscriptionEvent['type']]: ((event: EventOf<T>) => ActivityLine | null) | null;
};

/** Why an agent was moved, in a few words. */
const CAUSES: Readonly<Record<AssignmentCause, string>> = {
  by_hand: 'by hand',
  failure: 'a turn failed',
  pre_dispatch: 'before a turn that would fail',
  threshold: 'before the limit was met',
  replaced: 'its token was replaced',
  removed: 'its subscription was removed',
  api_key_fallback: 'no subscription was left',
  elsewhere: 'its own backend had switched it',
  returned: 'a subscription serves again',
};

const RESULTS: Readonly<Record<string, string>> = {
  hot_reloaded: 'no job was ended',
  success: 'the agent was restarted',
  not_running: 'the agent is stopped',
  no_container: 'the agent has no container',
};

function line(tone: ActivityLine['tone'], sentence: string, cause: string | null = null): ActivityLine {
  return { gate: 'subscriptions', tone, sentence, cause };
}

/** The third gate's rows: one per event; null: somebody else's row says it. */
export const SUBSCRIPTION_LINES: SubscriptionTable = {
  subscriptionSwitched: ({ agent, from, to, cause, result }) => {
    const moved =
      to === null
        ? `${agent} lost its subscription${from === null ? '' : ` ${from}`}`
        : `${agent} moved ${from === null ? '' : `from ${from} `}to ${to}`;
    const isDone = RESULTS[result] !== undefined;
    return line(isDone ? 'well' : 'needs-you', `${moved}, ${CAUSES[cause]}.`, RESULTS[result] ?? result);
  },
  noAlternative: ({ reason, earliestResetAt }) =>
    line(
      'needs-you',
      reason,
      earliestResetAt === null ? null : `the first returns at ${new Date(earliestResetAt).toISOString().slice(0, 16)}Z`,
    ),
  // Each agent that moved has a row of its own; this one tells of those that did not.
  rolloverSummary: ({ action, subscription, outcomes }) => {
    const failed = outcomes.filter(({ result }) => result.startsWith('failed'));
    if (outcomes.length === 0) return null;
    // The name of a subscription is never written otherwise than its owner wrote it.
    const what = subscription === null ? capitalized(action) : `${subscription} ${action}`;
    const done = outcomes.length - failed.length;
    const agents = outcomes.length === 1 ? '1 agent' : `${outcomes.length} agents`;
    const cause = failed[0] === undefined ? null : `${failed[0].agent}: ${failed[0].result}`;
    return line(failed.length === 0 ? 'info' : 'needs-you', `${what}: ${done} of ${agents} settled.`, cause);
  },
  tokenInvalid: ({ subscription, reason }) => line('needs-you', `The token of ${subscription} was refused.`, reason),
  subscriptionAdded: ({ subscription }) => line('info', `The subscription ${subscription} was added.`),
  subscriptionReplaced: ({ subscription }) => line('info', `The token of ${subscription} was replaced.`),
  subscriptionRemoved: ({ subscription, stillLiveIn }) =>
    line(
      stillLiveIn.length === 0 ? 'info' : 'needs-you',
      `The subscription ${subscription} was removed.`,
      stillLiveIn.length === 0 ? null : `still live in ${stillLiveIn.slice(0, 5).join(', ')}`,
    ),
  subscriptionRevoked: ({ subscription }) => line('well', `No agent has the removed ${subscription} any more.`),
  agentKeyShadowed: ({ agent, keys }) =>
    line('needs-you', `${agent} has a key of its own that would win over its subscription.`, keys.join(', ')),
  apiKeyFallback: ({ agent, key }) =>
    line('needs-you', `${agent} works on the API key ${key}, which costs money: no subscription is left.`),
  sharedStateLost: ({ reason }) =>
    line('needs-you', 'The shared state cannot be reached. Nothing is switched meanwhile.', reason),
  sharedStateRestored: () => line('well', 'The shared state can be reached again.'),
  headroomLow: ({ subscription, window, tier, usedPct }) =>
    line(
      tier === 'crit' ? 'needs-you' : 'info',
      `${subscription} has ${Math.max(0, Math.round(100 - usedPct))}% left of its ${window.replace(/^(\d+)(?=[hd])/, '$1 ')} window.`,
      tier === 'crit' ? 'almost used up' : 'running low',
    ),
  allSubscriptionsFull: ({ until }) =>
    line(
      'needs-you',
      'No subscription has anything left in its week.',
      `the first returns at ${new Date(until).toISOString().slice(0, 16)}Z`,
    ),
  subscriptionsSetAside: ({ file, reason }) =>
    line('needs-you', `A file of the subscriptions was damaged and was moved to ${file}.`, reason),
  subscriptionsFailed: ({ reason, remedy }) => line('broken', reason, remedy),
  agentAdded: ({ agent }) => line('info', `The agent ${agent} was added.`),
  agentRemoved: ({ agent }) => line('info', `The agent ${agent} was removed.`),
  agentLost: ({ agent, reason }) => line('needs-you', `The agent ${agent} does not answer.`, reason),
  agentBack: ({ agent }) => line('well', `The agent ${agent} answers again.`),
};

function capitalized(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
