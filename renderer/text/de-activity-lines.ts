import { type DomainEvent, isClientsMistake, type LoginVia, type TeeCause } from '../../electron/contract/index.ts';
import { shortId } from '../format/id.ts';
import { gatewayLines } from './de-activity-gateway.ts';
import { causeTold, type GermanLines } from './de-activity-line.ts';
import { subscriptionLines } from './de-activity-subscriptions.ts';
import { errorCause, errorSentence } from './de-errors.ts';
import { pl } from './de-plural.ts';
import { teeCause } from './de-states.ts';
import { storageSentence } from './de-storage.ts';
import type { OwnLine, SentenceKit } from './sentences.ts';

const BECAUSE: Readonly<Record<TeeCause, string>> = {
  first: 'als erste Wahl',
  'rotated-out': 'weil sie aus der Registry ausgeschieden ist',
  'keys-changed': 'weil ihre Schlüssel gewechselt haben',
  unreachable: 'weil sie nicht erreichbar war',
  'by-hand': 'weil von Hand gewechselt wurde',
  'pin-changed': 'weil sie nicht mehr zur Bindung passt',
  quarantine: 'weil sie versagt hat',
};

const LOGINS: Readonly<Record<LoginVia, string>> = {
  browser: 'im Browser',
  pasted: 'mit einer eingefügten Anmeldung',
  import: 'mit der Sitzung von og-veil',
};

const NETWORKS = { account: 'mit dem Netz des Kontos', own: 'mit einem eigenen Netz', sandbox: 'mit der Sandbox' };

const SAFE_MODE_CAUSES = {
  asked: 'beim Start verlangt',
  crashes: 'mehrmals kurz nacheinander unerwartet beendet',
  settings: 'die Einstellungsdatei war beschädigt, und ohne sie ist kein Netz eingestellt',
};

/** What an answer has to prove, by the name of the check. */
const CHECKS: Readonly<Record<string, string>> = {
  missing_field: 'ein Feld fehlt',
  tee_id_vs_signing_key: 'die Kennung gehört nicht zum Schlüssel',
  tee_id_vs_expected: 'eine andere TEE hat geantwortet',
  request_hash: 'der Hash der Anfrage stimmt nicht',
  output_hash: 'der Hash der Antwort stimmt nicht',
  signature: 'die Signatur stimmt nicht',
  content_encoding: 'die Antwort ist anders kodiert',
  malformed_inner: 'die Antwort ist nicht lesbar',
  missing_final_frame: 'das Ende der Antwort fehlt',
  timestamp: 'der Zeitpunkt ist ungültig',
  freshness: 'die Antwort ist zu alt',
  unsigned_tool_calls: 'Werkzeugaufrufe sind nicht signiert',
  unsigned_choices: 'ein Teil der Antwort ist nicht signiert',
  response_type: 'die Antwort ist von anderer Art',
  channel: 'der versiegelte Kanal stimmt nicht',
};

const UPDATE_STEPS = {
  check: 'Die Suche nach Updates schlug fehl. Diese Version läuft weiter.',
  download: 'Ein Update ließ sich nicht laden. Diese Version läuft weiter.',
  install: 'Ein Update wurde nicht installiert. Diese Version läuft weiter.',
} as const;

const OFFLINE_GATES = { gateway: 'das Gateway', tee: 'private Inferenz', subscriptions: 'die Abos' } as const;

/** German: what happened. The names, figures and codes of the event are all that goes in. */
const LINES: GermanLines = {
  ...gatewayLines,
  ...subscriptionLines,
  appStarted: ({ sandbox }) => ({
    sentence: sandbox
      ? 'Gatehouse ist mit der Sandbox gestartet, nicht mit einem echten Netz.'
      : 'Gatehouse ist gestartet.',
  }),
  appStopping: () => ({ sentence: 'Gatehouse wird beendet.' }),
  paused: ({ until }, { formats, now }) => ({
    sentence: `Pausiert${until === null ? ' bis zum Fortsetzen' : ` bis ${formats.comingTime(until, now)}`}. Nichts wird gewechselt oder neu verbunden.`,
    cause: 'von Hand',
  }),
  resumed: ({ cause }) => ({
    sentence: 'Alles läuft wieder von selbst.',
    cause: cause === 'time' ? 'die Pause ist vorbei' : 'von Hand',
  }),
  notificationFailed: () => ({
    sentence:
      'Das System zeigt keine Mitteilungen von Gatehouse. Sie in seinen Einstellungen erlauben oder hier abschalten.',
    isQuoted: true,
  }),
  storageFailed: ({ cause, path }) => ({ sentence: storageSentence(cause, path) }),
  storageRecovered: ({ receiptsLost }) => ({
    sentence:
      receiptsLost === 0
        ? 'Es lässt sich wieder alles schreiben.'
        : `Es lässt sich wieder alles schreiben. ${receiptsLost === 1 ? 'Ein Beleg fehlt.' : `${receiptsLost} Belege fehlen.`}`,
  }),
  settingsSetAside: ({ file, told }, kit) => ({
    sentence: `Die Einstellungsdatei war beschädigt und liegt jetzt unter ${file}. Es gelten die Vorgaben.`,
    ...causeTold(told, kit),
  }),
  endedUnexpectedly: ({ how, reason }) => ({
    sentence:
      how === 'restarted'
        ? 'Der Rechner wurde neu gestartet, während Gatehouse lief.'
        : 'Gatehouse wurde zuletzt unerwartet beendet. Der Diagnosebericht hilft, das zu melden.',
    ...(reason === null
      ? how === 'restarted'
        ? {}
        : { cause: 'Der Grund ist nicht bekannt.' }
      : { cause: reason, isQuoted: true as const }),
  }),
  safeModeStarted: ({ cause }) => ({
    sentence: 'Gatehouse ist im abgesicherten Modus gestartet: Nichts geschieht von selbst.',
    cause: SAFE_MODE_CAUSES[cause],
  }),
  computerOffline: ({ gates }) => ({
    sentence: 'Dieser Rechner ist offline. Was er von außen braucht, wird seltener versucht.',
    cause: `es warten: ${gates.map(gate => OFFLINE_GATES[gate]).join(', ')}`,
  }),
  computerOnline: ({ at, since }, { formats }) => ({
    sentence: `Dieser Rechner ist wieder online, nach ${formats.duration(at - since)}.`,
  }),
  safeModeLeft: () => ({ sentence: 'Der abgesicherte Modus wurde verlassen. Jetzt wird alles geöffnet.' }),
  updateFound: ({ version }) => ({ sentence: `Gatehouse ${version} ist verfügbar.` }),
  updateReady: ({ version }) => ({ sentence: `Gatehouse ${version} ist geladen und geprüft.` }),
  updateInstalling: ({ to }) => ({ sentence: `Gatehouse startet neu und aktualisiert auf ${to}.` }),
  updateInstalled: ({ from, to }) => ({ sentence: `Gatehouse wurde von ${from} auf ${to} aktualisiert.` }),
  updateFailed: ({ step, code }) => ({ sentence: UPDATE_STEPS[step], ...causeOf(code) }),
  setupFinished: ({ network, gateway }) => {
    const parts = [
      ...(network === null ? [] : [NETWORKS[network]]),
      ...(gateway === null ? [] : [`mit dem Gateway ${gateway}`]),
    ];
    return { sentence: `Gatehouse ist ${parts.length === 0 ? '' : `${parts.join(' und ')} `}eingerichtet.` };
  },
  networkSwitched: ({ to }) => ({ sentence: `Jetzt wird ein anderes Netz genutzt: ${to}.` }),
  settingChanged: ({ key }) => ({ sentence: `Die Einstellung ${key} wurde geändert.` }),
  secretChanged: ({ secret }) => ({ sentence: `Das Geheimnis ${secret} wurde geändert.` }),
  proxyListening: ({ endpoint }) => ({ sentence: `Der lokale Endpunkt ${endpoint} ist offen.` }),
  proxyFailed: ({ code, told }, kit) => {
    const line = errorCause(code);
    const { cause: sentence } = causeTold(told, kit);
    return line === null || sentence === undefined ? line : { ...line, sentence };
  },
  proxyStopped: () => ({ sentence: 'Der lokale Endpunkt wurde geschlossen.' }),
  registryRead: ({ listed, usable, skipped }) => ({
    sentence: `Die Registry führt ${pl(listed, 'TEE', 'TEEs')}, ${usable} nutzbar.`,
    ...(skipped === 0
      ? {}
      : { cause: skipped === 1 ? '1 Eintrag war nicht lesbar' : `${skipped} Einträge waren nicht lesbar` }),
  }),
  registryFailed: ({ code }) => errorCause(code),
  registryUnreachable: ({ code, told }, kit) => ({
    sentence: 'Die Registry ist nicht lesbar. Die TEE bleibt so lange in Gebrauch.',
    ...causeOf(code),
    ...causeTold(told, kit),
  }),
  registryRecovered: ({ at, since }, { formats }) => ({
    sentence: `Die Registry ist wieder lesbar, nach ${formats.duration(at - since)}.`,
  }),
  registryDisagreement: ({ hosts, told }, kit) => ({
    sentence: `RPC-Endpunkte widersprechen sich über die Registry: ${hosts.join(', ')}.`,
    ...causeTold(told, kit),
  }),
  registryEmpty: () => ({ sentence: 'Die Registry führt keine TEE.' }),
  teeSelected: ({ teeId, endpoint }) => ({
    sentence: `Anfragen werden für ${shortId(teeId)} versiegelt.`,
    cause: endpoint,
  }),
  teeSwitched: ({ from, to, cause }) => ({
    sentence: `${shortId(to)} löste ${shortId(from)} ab, ${BECAUSE[cause]}. Anfragen, die unterwegs sind, laufen weiter.`,
    cause: teeCause[cause],
  }),
  teeQuarantined: ({ at, teeId, until, told }, kit) => ({
    sentence: `${shortId(teeId)} ist für ${kit.formats.duration(until - at)} in Quarantäne.`,
    ...causeTold(told, kit),
  }),
  teeReleased: ({ teeId, onProbation }) => ({
    sentence: `${shortId(teeId)} darf wieder genutzt werden${onProbation ? ', auf Probe' : ''}.`,
  }),
  teeAlarm: ({ teeId, told }, kit) => ({
    sentence: `${shortId(teeId)} gab eine Antwort, der nicht zu trauen ist. Nichts wurde weitergegeben.`,
    ...causeTold(told, kit),
  }),
  teeRotationRefused: ({ code, told }, kit) => ({
    sentence: 'Die TEE wurde nicht gewechselt.',
    ...causeOf(code),
    ...causeTold(told, kit),
  }),
  teeSelectionFailed: ({ code }) => ({
    sentence: 'Keine TEE ließ sich wählen. Anfragen werden abgelehnt.',
    ...causeOf(code),
  }),
  answerVerified: ({ teeId, model, latencyMs }, { formats }) => ({
    sentence: `Eine Antwort von ${model} wurde in ${formats.number(Math.round(latencyMs))} ms geprüft.`,
    cause: `signiert von ${shortId(teeId)}`,
  }),
  answerRefused: ({ teeId, model, check }) => ({
    sentence: `Eine Antwort von ${model} bestand die Prüfung nicht und wurde abgelehnt.`,
    cause: `${CHECKS[check] ?? check}, ${shortId(teeId)}`,
  }),
  requestFailed: ({ status, code }) =>
    code === 'computer_offline'
      ? { sentence: 'Eine Anfrage wurde abgelehnt, weil dieser Rechner offline ist.' }
      : isClientsMistake({ code, status })
        ? {
            sentence: `Ein Programm hat eine ungültige Anfrage gestellt und Status ${status} erhalten.`,
            ...causeOf(code),
          }
        : { sentence: `Eine Anfrage schlug mit Status ${status} fehl.`, ...causeOf(code) },
  accountSignedIn: ({ account, via }) => ({ sentence: `Angemeldet als ${account}.`, cause: LOGINS[via] }),
  accountSignedOut: ({ account, cause, revoked }) =>
    cause === 'by-hand'
      ? { sentence: `${account} wurde abgemeldet.`, ...(revoked ? {} : { cause: 'der Server weiß es nicht' }) }
      : {
          sentence: `Der Server hat ${account} abgemeldet. Neu anmelden.`,
          cause: 'die Anmeldung wurde abgelehnt',
        },
  accountChangedElsewhere: ({ account }) => ({
    sentence:
      account === null
        ? 'Ein anderes Programm hat das Konto abgemeldet.'
        : `Ein anderes Programm hat das Konto ${account} gewählt.`,
  }),
  accountSwitched: ({ account }) => ({ sentence: `${account} ist jetzt das Konto in Gebrauch.` }),
  accountRefreshed: ({ account }) => ({ sentence: `Die Anmeldung von ${account} wurde erneuert.` }),
  accountRefreshFailing: ({ account, told }, kit) => ({
    sentence: `Die Anmeldung von ${account} lässt sich nicht erneuern. Gatehouse versucht es weiter.`,
    ...causeTold(told, kit),
  }),
  accountRefreshRecovered: ({ account }) => ({ sentence: `Die Anmeldung von ${account} wird wieder erneuert.` }),
  accountNetworkChanged: ({ from, to }) => ({
    sentence: `Das Konto gehört jetzt zu einem anderen Netz: ${to}.`,
    cause: `vorher: ${from}`,
  }),
  accountLoginFailed: ({ code }) => ({ sentence: 'Niemand wurde angemeldet.', ...causeOf(code) }),
  statusChanged: () => null,
};

/** The German line of an event; null where the core's own is shown: for a kind, or fields, that this version does not know. */
export function activityLine(event: DomainEvent, kit: SentenceKit): OwnLine | null {
  if (!Object.hasOwn(LINES, event.type)) return null;
  const say = LINES[event.type] as (event: DomainEvent, kit: SentenceKit) => OwnLine | null;
  try {
    return say(event, kit);
  } catch {
    // It was written by a version that knew other fields.
    return null;
  }
}

/** A code says the same in every language; for one that is not known the core's words stand. */
function causeOf(code: string | undefined): Pick<OwnLine, 'cause'> {
  const cause = errorSentence(code);
  return cause === undefined ? {} : { cause };
}
