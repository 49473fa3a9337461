import type { SetupCode, TokenCode } from '../../electron/contract/index.ts';
import type { Say } from './told-say.ts';

const STEPS: Readonly<Record<string, string>> = {
  network: 'Netz',
  gateway: 'Gateway',
  subscriptions: 'Abos',
  'login-item': 'Start',
};
const NEW_TOKEN = 'claude setup-token macht ein neues.';

/** German: what the checks of the first run say. */
export const setupTold: Readonly<Record<SetupCode, Say>> = {
  setup_account_looking: () => 'Es wird nachgesehen, wer angemeldet ist.',
  setup_login_waiting: () => 'Wartet auf die Anmeldung im Browser.',
  setup_network_opening: () => 'Das Netz wird geöffnet.',
  setup_network_of_account: ({ quoted }) => `${quoted('')} Sein Netz wird geöffnet.`.trim(),
  setup_network_failed: () => 'Das Netz des Kontos ließ sich nicht öffnen.',
  setup_chain_reading: () => 'Die Registry der TEEs wird gelesen.',
  setup_registry_reading: () => 'Die Registry der TEEs wird gelesen.',
  setup_registry: ({ count, total }) =>
    `Die Registry führt ${total === 1 ? 'eine TEE' : `${total} TEEs`}, davon ${count} nutzbar.`,
  setup_registry_empty: () => 'Die Registry führt keine TEE.',
  setup_registry_unreadable: () => 'Die Registry lässt sich nicht lesen.',
  setup_tee_choosing: () => 'Eine TEE wird gewählt.',
  setup_tee_attested: ({ name }) => `Anfragen werden für die TEE ${name}… versiegelt, wie die Registry bestätigt.`,
  setup_model_asking: () => 'Ein Modell wird über den lokalen Endpunkt gefragt.',
  setup_nothing_to_send: () =>
    'Es gibt nichts, womit sich Anfragen senden lassen: Niemand ist angemeldet, und kein Token für das Relay ist hinterlegt.',
  setup_answered: ({ name }) => `${name} hat eine Testanfrage beantwortet, und die Antwort ist geprüft.`,
  setup_gateway_connecting: ({ name }) => `Verbindet mit ${name}.`,
  setup_no_gateway: () => 'Es gibt kein Gateway.',
  setup_provider_asking: () => 'Der Anbieter wird gefragt.',
  setup_api_key: () => 'Ein API-Schlüssel.',
  setup_api_key_untried: ({ name }) => `${name} ist ein API-Schlüssel, der nicht ausprobiert wird.`,
  setup_agent_asking: () => 'Der Agent wird gefragt, wie es ihm geht.',
  setup_agent_down: ({ name, why }) => `${name} antwortet nicht: ${why.replace(/\.$/, '')}.`,
  setup_agent_on: ({ name, other }) => `${name} antwortet und arbeitet mit ${other}.`,
  setup_agent_without: ({ name }) => `${name} antwortet. Er hat noch kein Abo.`,
  setup_starts_at_login: () => 'Gatehouse startet mit der Anmeldung am Rechner.',
  setup_starts_by_hand: () => 'Gatehouse startet nicht von selbst.',
  setup_overdue: ({ ms, quoted }) => `${quoted('')} Innerhalb von ${ms / 1_000} s wurde nichts daraus.`.trim(),
  setup_check_ended: () => 'Die Prüfung ist beendet. Was gewählt wurde, bleibt.',
  setup_no_check: () => 'Es läuft keine Prüfung.',
  setup_first_step: () => 'Das ist der erste Schritt.',
  setup_later: () => 'Die Einrichtung geht beim nächsten Start weiter.',
  setup_begins: () => 'Die Einrichtung beginnt.',
  setup_goes_on: ({ name }) => `Die Einrichtung geht weiter mit: ${STEPS[name] ?? name}.`,
  setup_nothing_to_check: () => 'Es gibt noch kein Abo und keinen Agenten zu prüfen.',
  setup_checking: ({ name }) => `Geprüft wird: ${STEPS[name] ?? name}.`,
  setup_done: () => 'Gatehouse ist eingerichtet. Alles lässt sich später in den Einstellungen ändern.',
};

/** German: how a token of a subscription stood at its provider. */
export const tokensTold: Readonly<Record<TokenCode, Say>> = {
  token_ok: () => 'Der Anbieter nimmt das Token an.',
  token_limited: () => 'Der Anbieter kennt das Token, aber seine Grenze ist vorerst erreicht.',
  token_refused: () => `Der Anbieter lehnt das Token ab: abgelaufen, widerrufen oder vertippt. ${NEW_TOKEN}`,
  token_refused_here: () =>
    'Der Anbieter lehnt das Token für diese Organisation ab: ihren Verwalter fragen oder ein anderes Abo nehmen.',
  token_refused_billing: () =>
    'Der Anbieter lehnt das Konto ab, vermutlich wegen der Abrechnung: auf der Kontoseite des Abos nachsehen.',
  token_is_api_key: () => `Das ist ein API-Schlüssel der Plattform, nicht das Token eines Abos. ${NEW_TOKEN}`,
  token_malformed: () => `Das Token eines Abos beginnt mit sk-ant-oat01- und hat keine Leerzeichen. ${NEW_TOKEN}`,
  token_untested: ({ why, quoted }) => `Das Token ließ sich nicht prüfen: ${quoted(why)}`,
  token_untested_status: ({ other }) =>
    `Das Token ließ sich nicht prüfen: Der Anbieter hat mit Status ${other} geantwortet.`,
};
