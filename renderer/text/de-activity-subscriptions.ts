import type { AssignmentCause, DestinationHeadroom, SubscriptionEvent, Told } from '../../electron/contract/index.ts';
import { causeTold, type GermanLines } from './de-activity-line.ts';
import { errorCause } from './de-errors.ts';
import { pl } from './de-plural.ts';
import type { OwnLine, SentenceKit } from './sentences.ts';

const BECAUSE: Readonly<Record<AssignmentCause, string>> = {
  by_hand: 'von Hand',
  failure: 'weil ein Lauf fehlschlug',
  pre_dispatch: 'vor einem Lauf, der fehlgeschlagen wäre',
  threshold: 'bevor die Grenze erreicht war',
  replaced: 'weil sein Token ersetzt wurde',
  removed: 'weil sein Abo entfernt wurde',
  api_key_fallback: 'weil kein Abo nutzbar war',
  elsewhere: 'vom eigenen Backend gewechselt',
  returned: 'weil ein Abo wieder nutzbar ist',
};

const RESULTS: Readonly<Record<string, string>> = {
  hot_reloaded: 'kein Auftrag wurde abgebrochen',
  success: 'der Agent wurde neu gestartet',
  not_running: 'der Agent ist angehalten',
  no_container: 'der Agent hat keinen Container',
};

const ROLLOVERS = {
  replaced: ['Ersetzt', 'ersetzt'],
  removed: ['Entfernt', 'entfernt'],
  rotated: ['Gewechselt', 'gewechselt'],
} as const;

/** German: what happened to subscriptions and agents. */
export const subscriptionLines: Pick<GermanLines, SubscriptionEvent['type']> = {
  subscriptionSwitched: ({ agent, from, to, cause, result, told, headroom }, kit) => {
    const moved =
      to === null
        ? `${agent} hat sein Abo${from === null ? '' : ` ${from}`} verloren`
        : `${agent} wechselte ${from === null ? '' : `von ${from} `}zu ${to}`;
    const there = to === null || headroom == null ? {} : { reason: whyThere(to, headroom, kit) };
    return { sentence: `${moved}, ${BECAUSE[cause]}.`, ...outcome(result, told, kit), ...there };
  },
  noAlternative: ({ agent, subscription, earliestResetAt }, kit) => ({
    sentence: `${agent} bleibt auf ${subscription}: Kein anderes Abo kann übernehmen.`,
    ...(earliestResetAt === null ? {} : { cause: returns(earliestResetAt, kit) }),
  }),
  rolloverSummary: ({ action, subscription, outcomes }, kit) => {
    const failed = outcomes.find(({ result }) => isFailure(result));
    const done = outcomes.filter(({ result }) => !isFailure(result)).length;
    const [alone, verb] = ROLLOVERS[action];
    const what = subscription === null ? alone : `${subscription} ${verb}`;
    return {
      sentence: `${what}: ${done} von ${pl(outcomes.length, 'Agent', 'Agenten')} fertig.`,
      ...(failed === undefined ? {} : named(failed.agent, outcome(failed.result, failed.told, kit))),
    };
  },
  tokenInvalid: ({ subscription }) => ({
    sentence: `Das Token von ${subscription} wurde abgelehnt.`,
    isQuoted: true,
  }),
  subscriptionAdded: ({ subscription }) => ({ sentence: `Das Abo ${subscription} ist dazugekommen.` }),
  subscriptionReplaced: ({ subscription }) => ({ sentence: `Das Token von ${subscription} wurde ersetzt.` }),
  subscriptionRemoved: ({ subscription, stillLiveIn }) => ({
    sentence: `Das Abo ${subscription} wurde entfernt.`,
    ...(stillLiveIn.length === 0 ? {} : { cause: `noch aktiv in ${stillLiveIn.slice(0, 5).join(', ')}` }),
  }),
  subscriptionRevoked: ({ subscription }) => ({ sentence: `Kein Agent hat das entfernte ${subscription} noch.` }),
  agentKeyShadowed: ({ agent, keys }) => ({
    sentence: `${agent} hat einen eigenen Schlüssel, der vor seinem Abo gälte.`,
    cause: keys.join(', '),
  }),
  apiKeyFallback: ({ agent, key }) => ({
    sentence: `${agent} arbeitet mit dem API-Schlüssel ${key}, der Geld kostet: Kein Abo ist nutzbar.`,
  }),
  sharedStateLost: () => ({
    sentence: 'Der gemeinsame Stand ist nicht erreichbar. So lange wird nichts gewechselt.',
    isQuoted: true,
  }),
  sharedStateRestored: () => ({ sentence: 'Der gemeinsame Stand ist wieder erreichbar.' }),
  headroomLow: ({ subscription, window, tier, usedPct }, { formats }) => ({
    sentence: `${subscription} hat noch ${formats.percent(Math.max(0, Math.round(100 - usedPct)))} ${window === '5h' ? 'im Fenster von 5 Stunden' : 'im Fenster von 7 Tagen'}.`,
    cause: tier === 'crit' ? 'fast aufgebraucht' : 'wird knapp',
  }),
  allSubscriptionsFull: ({ until }, kit) => ({
    sentence: 'Kein Abo hat in seiner Woche noch etwas übrig.',
    cause: returns(until, kit),
  }),
  subscriptionsSetAside: ({ file, told }, kit) => ({
    sentence: `Eine Datei der Abos war beschädigt und liegt jetzt unter ${file}.`,
    ...causeTold(told, kit),
  }),
  subscriptionsFailed: ({ code }) => errorCause(code),
  agentAdded: ({ agent }) => ({ sentence: `Der Agent ${agent} ist dazugekommen.` }),
  agentRemoved: ({ agent }) => ({ sentence: `Der Agent ${agent} wurde entfernt.` }),
  agentLost: ({ agent, told }, kit) => ({
    sentence: `Der Agent ${agent} antwortet nicht.`,
    ...causeTold(told, kit),
  }),
  agentBack: ({ agent }) => ({ sentence: `Der Agent ${agent} antwortet wieder.` }),
};

/** How an order ended. Where no code says why it failed, what stands behind the failure is the agent's own word for it. */
function outcome(
  result: string,
  told: Told | undefined,
  kit: SentenceKit,
): Pick<OwnLine, 'cause' | 'told' | 'isQuoted'> {
  if (!isFailure(result)) return { cause: RESULTS[result] ?? result };
  const own = causeTold(told, kit);
  if (own.cause !== undefined) return own;
  const reason = result.replace(/^failed(?:: )?/, '');
  return reason === '' ? { cause: 'fehlgeschlagen' } : { cause: reason, isQuoted: true };
}

/** The same, said of one of several agents. */
function named(agent: string, { cause = '', ...rest }: ReturnType<typeof outcome>): ReturnType<typeof outcome> {
  return { ...rest, cause: `${agent}: ${cause}` };
}

/** An order that an agent did not carry out. */
function isFailure(result: string): boolean {
  return result.startsWith('failed');
}

/** What spoke for the subscription that an agent was moved to. */
function whyThere(to: string, { tier, fiveHourPct, sevenDayPct, candidates }: DestinationHeadroom, kit: SentenceKit) {
  const of = candidates > 1 ? `, gewählt aus ${kit.formats.number(candidates)} Abos` : '';
  const fullest = Math.max(fiveHourPct ?? 0, sevenDayPct ?? 0);
  return tier === 'measured'
    ? `Von ${to} sind ${kit.formats.percent(Math.round(fullest))} des volleren Fensters verbraucht${of}.`
    : `Was ${to} noch übrig hat, war nicht frisch gemessen${of}.`;
}

function returns(at: number, { formats, now }: SentenceKit): string {
  return `das erste ist um ${formats.comingTime(at, now)} zurück`;
}
