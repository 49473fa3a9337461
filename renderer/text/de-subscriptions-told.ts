import type { SubscriptionCode } from '../../electron/contract/index.ts';
import { pl } from './de-plural.ts';
import type { SentenceKit } from './sentences.ts';
import type { Say, ToldValues } from './told-say.ts';

/** German: what rotating came to, what it would come to, and how the subscriptions stand. */
export const subscriptionsTold: Readonly<Record<SubscriptionCode, Say>> = {
  moved: ({ name, names: [from = ''], other }) => `${name} arbeitet jetzt mit „${other}“ statt mit „${from}“.`,
  moved_to: ({ name, other }) => `${name} arbeitet jetzt mit „${other}“.`,
  moved_away: ({ name }) => `${name} hat kein Abo mehr.`,
  moved_untold: ({ quoted }) =>
    `${quoted('')} Der Agent weiß es noch nicht; es wird von selbst wieder versucht.`.trim(),
  stay_not_a_credential_failure: () => 'Der Fehler spricht nicht gegen die Zugangsdaten.',
  stay_throttled: () => 'Der Anbieter bremst nur kurz; gewechselt wird deshalb nicht.',
  stay_no_subscription: ({ name }) => `${name} hat kein Abo.`,
  stay_disabled: () => 'Das Wechseln von selbst ist abgeschaltet.',
  stay_repeated: () => 'Dieser Fehler wurde schon gemeldet.',
  stay_stale: ({ name, other }) =>
    `${name} wurde inzwischen umgestellt${other === '' ? '' : ` und arbeitet mit „${other}“`}.`,
  stay_no_alternative: ({ name, other, until }, kit) =>
    `${name} bleibt${other === '' ? '' : ` bei „${other}“`}: Kein anderes Abo ist nutzbar${untilText(until, kit)}.`,
  stay_same_subscription: ({ name, other }) => `${name} arbeitet schon mit „${other}“.`,
  stay_not_needed: () => 'Nichts spricht gegen das Abo.',
  stay_lock_lost: () => 'Ein anderer Rechner wechselt diesen Agenten jetzt.',
  stay_busy: () => 'Ein anderer Rechner wechselt diesen Agenten gerade.',
  stay_state_unavailable: () => 'Der gemeinsame Stand ist nicht erreichbar, darum wird nichts gewechselt.',
  stay_failed: ({ name }) => `${name} ließ sich nicht umstellen. Das Protokoll sagt mehr.`,
  moved_all: ({ count, total }) =>
    `${count} von ${pl(total, 'Agent', 'Agenten')} ${count === 1 ? 'wurde' : 'wurden'} umgestellt.`,
  moved_nobody: () => 'Kein Agent hat ein Abo.',
  would_move: ({ name, other }) => `${name} würde zu „${other}“ wechseln. Nichts wurde geändert.`,
  would_move_all: ({ count, total }) =>
    `${count} von ${total} ${count === 1 ? 'würde' : 'würden'} wechseln. Nichts wurde geändert.`,
  would_stay: ({ name }) => `${name} würde bleiben. Nichts wurde geändert.`,
  plan_used: ({ name, count, total, pct = 0 }, { formats }) =>
    `${count}. ${name}, ${pl(total, 'Agent', 'Agenten')}: ${formats.percent(pct)} seines volleren Fensters sind verbraucht.`,
  plan_unknown: ({ name, count, total }) =>
    `${count}. ${name}, ${pl(total, 'Agent', 'Agenten')}: Was übrig ist, ist nicht frisch gemessen.`,
  plan_not_invalid_token: ({ name }) => `Nicht ${name}: Der Anbieter lehnt sein Token ab.`,
  plan_not_refused: ({ name, until }, kit) =>
    `Nicht ${name}: Der Anbieter lehnt Anfragen gerade ab${untilText(until, kit)}.`,
  plan_not_recent_failure: ({ name, until }, kit) => `Nicht ${name}: Es hat kürzlich versagt${untilText(until, kit)}.`,
  plan_not_outdated: ({ name }) => `Nicht ${name}: Sein Token wurde auf einem anderen Rechner ersetzt.`,
  subscription_renamed: ({ name, other }) => `${name} heißt jetzt ${other}.`,
  headroom_measured: ({ count, total }) => `${count} von ${pl(total, 'Abo', 'Abos')} gemessen.`,
  subscriptions_starting: () => 'Die Abos werden gelesen.',
  subscriptions_unshared: ({ why }) =>
    `Nichts wird gewechselt, weil der gemeinsame Stand nicht erreichbar ist: „${why}“.`,
  subscriptions_none: () => 'Kein Abo ist hinterlegt.',
  subscriptions_none_for_agents: ({ count }) => `Für ${pl(count, 'Agent', 'Agenten')} ist kein Abo hinterlegt.`,
  subscriptions_token_refused: ({ name }) => `Das Abo ${name} braucht ein neues Token.`,
  subscriptions_agent_behind: ({ name, why, quoted }) =>
    `${name} hat sein Abo noch nicht übernommen${why === '' ? '' : `: „${why}“`}. ${quoted('')}`.trim(),
  subscriptions_settling: ({ count }) => `${pl(count, 'Agent wird', 'Agenten werden')} umgestellt.`,
};

function untilText(until: ToldValues['until'], { formats, now }: SentenceKit): string {
  return until == null ? '' : `, bis ${formats.comingTime(until, now)}`;
}
