import type { OutcomeCode } from '../../electron/contract/index.ts';
import { pl } from './de-plural.ts';
import type { Say, ToldValues } from './told-say.ts';

/** German: why an order to an agent was not carried out. */
export const outcomesTold: Readonly<Record<OutcomeCode, Say>> = {
  order_agent_unknown: () => 'Dieser Rechner kennt den Agenten nicht.',
  order_subscription_unknown: () => 'Dieser Rechner kennt das Abo nicht.',
  order_token_outdated: ({ name }) =>
    `Das Token von ${name} wurde auf einem anderen Rechner ersetzt und ist hier noch das alte.`,
  order_no_token: () => 'Sein Abo hat kein Token.',
  order_no_reload: () => 'Der Agent kann im Betrieb nicht neu laden.',
  order_unreached: ({ quoted, why }) => `Der Agent ist nicht erreichbar. ${quoted(`„${why}“`)}`.trim(),
  order_taken_for_old: () => 'Der Agent hält die Anweisung für überholt.',
  order_lock_lost: () => 'Ein anderer Rechner hat den Agenten vor dem Neustart übernommen.',
  order_overtaken: () => 'Ein anderer Wechsel dieses Agenten war schneller.',
  order_moved_elsewhere: () => 'Sein eigenes Backend hat ihn inzwischen umgestellt.',
  order_put_elsewhere: ({ name }) =>
    `Sein eigenes Backend hat ihn auf das Abo ${name} gesetzt, das hier nicht hinterlegt ist.`,
  order_left: () => 'Er hat das Abo inzwischen verlassen.',
  order_no_hook: ({ quoted }) => `${quoted('')} Ein Befehl zum Neustart ist nicht eingerichtet.`.trim(),
  order_waits: ({ count }) =>
    `Der Neustart wartet, bis ${count === 1 ? 'sein Auftrag beendet ist' : `seine ${pl(count, 'Auftrag', 'Aufträge')} beendet sind`}.`,
  order_refused: ({ count, why }) => `Der Agent antwortet mit dem Status ${count}${words(why)}.`,
  order_redirected: () => 'Der Agent verweist auf eine andere Adresse. Dorthin geht das Token nicht.',
  order_secret_refused: () => 'Der Agent nimmt das Geheimnis nicht an, das Gatehouse für ihn hat.',
  order_answer_large: () => 'Die Antwort ist größer als jede eines Agentenservers.',
  order_answer_strange: () => 'Die Antwort stammt von keinem Agentenserver.',
  order_token_elsewhere: ({ name }) =>
    `Trinity hat für das Abo ${name} ein eigenes Token: es dort ersetzen oder das Hochladen erlauben.`,
  order_unexplained: () => 'Trinity sagt nicht, was daraus wurde.',
  order_failed: ({ quoted, why }) => quoted(`Der Grund: „${why}“.`),
  restart_not_begun: values => restart(values, `Er ließ sich nicht starten (${values.name})`),
  restart_exit_code: values => restart(values, `Er endete mit dem Code ${values.count}`),
  restart_ended_by: values => restart(values, `Er wurde durch ${values.name} beendet`),
  restart_late: (values, { formats }) => restart(values, `Er war nach ${formats.duration(values.ms)} nicht fertig`),
  restart_failed: values => restart(values, 'Er ließ sich nicht ausführen'),
};

/** Both failed: the gentle way, for the reason that is quoted, and the command that would have been the other. */
function restart({ quoted, why }: ToldValues, how: string): string {
  return `${quoted('')} Auch der Befehl zum Neustart ist gescheitert. ${how}${words(why)}.`.trim();
}

function words(why: string): string {
  return why === '' ? '' : `: „${why}“`;
}
