import type { ActivityEntry, ActivityFacts } from '../../../electron/contract/index.ts';
import type { OwnLine } from '../../text/sentences.ts';

/** What the subject of an entry is. */
export type SubjectKind = 'account' | 'agent' | 'address' | 'file' | 'gateway' | 'setting' | 'subscription' | 'other';

const KINDS: Readonly<Record<string, SubjectKind>> = {
  agentAdded: 'agent',
  agentBack: 'agent',
  agentKeyShadowed: 'agent',
  agentLost: 'agent',
  agentProviderFailed: 'gateway',
  agentRemoved: 'agent',
  allSubscriptionsFull: 'subscription',
  apiKeyFallback: 'agent',
  headroomLow: 'subscription',
  noAlternative: 'agent',
  proxyListening: 'address',
  rolloverSummary: 'subscription',
  settingChanged: 'setting',
  settingsSetAside: 'file',
  subscriptionAdded: 'subscription',
  subscriptionRemoved: 'subscription',
  subscriptionReplaced: 'subscription',
  subscriptionRevoked: 'subscription',
  subscriptionSwitched: 'agent',
  subscriptionsSetAside: 'file',
  tokenInvalid: 'subscription',
};

/** Whom or what an entry of that code is about. */
export function subjectKind(code: string): SubjectKind {
  const known = KINDS[code];
  if (known !== undefined) return known;
  if (code.startsWith('gateway')) return 'gateway';
  return code.startsWith('account') ? 'account' : 'other';
}

/** Fields that say what the entry says already, or that only a program needs. */
const LEFT_OUT: ReadonlySet<string> = new Set(['bootId', 'gates', 'mode', 'sandbox', 'step', 'tier']);

/**
 * What else is known: nothing twice, and no sentence that stands above already. `own`: the line that the page's language
 * made itself, which says the sentences of the core's fields as well.
 */
export function otherFacts(
  { code, sentence, cause }: ActivityEntry,
  { others, causeCode }: ActivityFacts,
  own?: OwnLine,
): ActivityFacts['others'] {
  const told = own === undefined ? others : others.flatMap(other => ownFact(other, own));
  return told.filter(
    ({ name, value }) =>
      !LEFT_OUT.has(name) &&
      // Its line says the result in words.
      !(code === 'subscriptionSwitched' && name === 'result') &&
      value !== cause &&
      value !== sentence &&
      value !== causeCode,
  );
}

function ownFact(other: ActivityFacts['others'][number], { reason }: OwnLine): ActivityFacts['others'] {
  if (other.name !== 'reason') return other.name === 'remedy' ? [] : [other];
  return reason === undefined ? [] : [{ name: 'reason', value: reason }];
}
