import type { CoreLine } from './core-line.ts';

/** Words of the core inside of its sentences on the third gate. */
export const subscriptionWords: readonly CoreLine[] = [
  ['by hand', 'von Hand'],
  ['a turn failed', 'weil ein Zug fehlschlug'],
  ['before a turn that would fail', 'vor einem Zug, der fehlgeschlagen wäre'],
  ['before the limit was met', 'bevor die Grenze erreicht war'],
  ['its token was replaced', 'weil sein Token ersetzt wurde'],
  ['its subscription was removed', 'weil sein Abo entfernt wurde'],
  ['no subscription was left', 'weil kein Abo mehr frei war'],
  ['its own backend had switched it', 'weil sein eigenes System gewechselt hatte'],
  ['a subscription serves again', 'weil ein Abo wieder dient'],
];

/** How a rotation went. */
export const resultWords: readonly CoreLine[] = [
  ['no job was ended', 'kein Auftrag wurde beendet'],
  ['the agent was restarted', 'der Agent wurde neu gestartet'],
  ['the agent is stopped', 'der Agent ist angehalten'],
  ['the agent has no container', 'der Agent hat keinen Container'],
];

/** German: what the core says of subscriptions and agents, by the type of the event. */
export const subscriptionLines: Readonly<Record<string, readonly CoreLine[]>> = {
  subscriptionSwitched: [
    ['{1} moved from {2} to {3}, {4}.', '{1} wechselte von {2} zu {3}, {4}.'],
    ['{1} moved to {2}, {3}.', '{1} wechselte zu {2}, {3}.'],
    ['{1} lost its subscription {2}, {3}.', '{1} hat sein Abo {2} verloren, {3}.'],
    ['{1} lost its subscription, {2}.', '{1} hat sein Abo verloren, {2}.'],
  ],
  tokenInvalid: [['The token of {1} was refused.', 'Das Token von {1} wurde abgelehnt.']],
  subscriptionAdded: [['The subscription {1} was added.', 'Das Abo {1} ist dazugekommen.']],
  subscriptionReplaced: [['The token of {1} was replaced.', 'Das Token von {1} wurde ersetzt.']],
  subscriptionRemoved: [['The subscription {1} was removed.', 'Das Abo {1} wurde entfernt.']],
  subscriptionRevoked: [['No agent has the removed {1} any more.', 'Kein Agent hat das entfernte {1} noch.']],
  agentKeyShadowed: [
    [
      '{1} has a key of its own that would win over its subscription.',
      '{1} hat einen eigenen Schlüssel, der vor seinem Abo gälte.',
    ],
  ],
  apiKeyFallback: [
    [
      '{1} works on the API key {2}, which costs money: no subscription is left.',
      '{1} arbeitet mit dem API-Schlüssel {2}, der Geld kostet: Kein Abo ist mehr frei.',
    ],
  ],
  sharedStateLost: [
    [
      'The shared state cannot be reached. Nothing is switched meanwhile.',
      'Der gemeinsame Stand ist nicht erreichbar. So lange wird nichts gewechselt.',
    ],
  ],
  sharedStateRestored: [['The shared state can be reached again.', 'Der gemeinsame Stand ist wieder erreichbar.']],
  headroomLow: [['{1} has {2} % left of its {3} window.', '{1} hat noch {2} % seines {3}-Fensters.']],
  allSubscriptionsFull: [
    ['No subscription has anything left in its week.', 'Kein Abo hat in seiner Woche noch etwas übrig.'],
  ],
  rolloverSummary: [
    ['{1} rotated: {2} of {3} agents settled.', '{1} gewechselt: {2} von {3} Agenten fertig.'],
    ['rotated: {1} of 1 agent settled.', 'Gewechselt: {1} von 1 Agent fertig.'],
    ['Rotated: {1} of {2} agents settled.', 'Gewechselt: {1} von {2} Agenten fertig.'],
    ['{1} replaced: {2} of 1 agent settled.', '{1} ersetzt: {2} von 1 Agent fertig.'],
    ['{1} replaced: {2} of {3} agents settled.', '{1} ersetzt: {2} von {3} Agenten fertig.'],
    ['{1} removed: {2} of 1 agent settled.', '{1} entfernt: {2} von 1 Agent fertig.'],
    ['{1} removed: {2} of {3} agents settled.', '{1} entfernt: {2} von {3} Agenten fertig.'],
  ],
  agentAdded: [['The agent {1} was added.', 'Der Agent {1} ist dazugekommen.']],
  agentRemoved: [['The agent {1} was removed.', 'Der Agent {1} wurde entfernt.']],
  agentLost: [['The agent {1} does not answer.', 'Der Agent {1} antwortet nicht.']],
  agentBack: [['The agent {1} answers again.', 'Der Agent {1} antwortet wieder.']],
};
