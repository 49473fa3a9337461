import { type CoreLine, type CorePattern, corePatterns, saidAs } from './core-line.ts';
import { gatewayLines } from './de-activity-gateway.ts';
import { resultWords, subscriptionLines, subscriptionWords } from './de-activity-subscriptions.ts';

type Table = Readonly<Record<string, readonly CoreLine[]>>;

const BECAUSE: readonly CoreLine[] = [
  ['as the first choice', 'als erste Wahl'],
  ['because it left the registry', 'weil sie aus der Registry ausgeschieden ist'],
  ['because its keys changed', 'weil ihre Schlüssel gewechselt haben'],
  ['because it could not be reached', 'weil sie nicht erreichbar war'],
  ['because you asked for another', 'weil du eine andere wolltest'],
  ['because it does not meet the pin any more', 'weil sie der Bindung nicht mehr entspricht'],
  ['because it failed', 'weil sie versagt hat'],
];

const LINES: Table = {
  ...gatewayLines,
  ...subscriptionLines,
  appStarted: [
    [
      'Gatehouse started on the sandbox, not on a real network.',
      'Gatehouse ist mit der Sandbox gestartet, nicht mit einem echten Netz.',
    ],
    ['Gatehouse started.', 'Gatehouse ist gestartet.'],
  ],
  appStopping: [['Gatehouse is stopping.', 'Gatehouse wird beendet.']],
  paused: [
    [
      'Paused until you resume. Nothing is rotated or reconnected.',
      'Pausiert, bis du fortsetzt. Nichts wird gewechselt oder neu verbunden.',
    ],
    [
      'Paused until {1}. Nothing is rotated or reconnected.',
      'Pausiert bis {1}. Nichts wird gewechselt oder neu verbunden.',
    ],
  ],
  resumed: [['Everything works by itself again.', 'Alles läuft wieder von selbst.']],
  endedUnexpectedly: [
    [
      'Gatehouse ended unexpectedly the last time. Save the diagnostics to report it.',
      'Gatehouse hat zuletzt unerwartet geendet. Speichere die Diagnose, um es zu melden.',
    ],
    ['The computer was restarted while Gatehouse ran.', 'Der Rechner wurde neu gestartet, während Gatehouse lief.'],
  ],
  safeModeStarted: [
    [
      'Gatehouse started in safe mode: nothing is done by itself.',
      'Gatehouse ist im abgesicherten Modus gestartet: Nichts geschieht von selbst.',
    ],
  ],
  safeModeLeft: [
    [
      'Safe mode was left. Everything is opened now.',
      'Der abgesicherte Modus wurde verlassen. Jetzt wird alles geöffnet.',
    ],
  ],
  settingChanged: [['The setting {1} was changed.', 'Die Einstellung {1} wurde geändert.']],
  updateFound: [['Gatehouse {1} is available.', 'Gatehouse {1} ist verfügbar.']],
  updateReady: [['Gatehouse {1} is downloaded and verified.', 'Gatehouse {1} ist geladen und geprüft.']],
  updateInstalling: [['Gatehouse restarts to update to {1}.', 'Gatehouse startet neu, für das Update auf {1}.']],
  updateInstalled: [['Gatehouse was updated from {1} to {2}.', 'Gatehouse wurde von {1} auf {2} aktualisiert.']],
  updateFailed: [
    [
      'Updates could not be looked for. This version goes on running.',
      'Nach Updates konnte nicht gesehen werden. Diese Version läuft weiter.',
    ],
    [
      'An update could not be downloaded. This version goes on running.',
      'Ein Update konnte nicht geladen werden. Diese Version läuft weiter.',
    ],
    [
      'An update was not installed. This version goes on running.',
      'Ein Update wurde nicht installiert. Diese Version läuft weiter.',
    ],
  ],
  notificationFailed: [
    [
      'The system shows no notifications of Gatehouse. Allow them in its settings, or switch them off here.',
      'Das System zeigt keine Mitteilungen von Gatehouse. Erlaube sie in seinen Einstellungen, oder schalte sie hier ab.',
    ],
  ],
  accountSignedIn: [['Signed in as {1}.', 'Angemeldet als {1}.']],
  accountSignedOut: [
    ['{1} was signed out by the server. Sign in again.', 'Der Server hat {1} abgemeldet. Melde dich wieder an.'],
    ['{1} was signed out.', '{1} wurde abgemeldet.'],
  ],
  accountSwitched: [['{1} is the account in use.', '{1} ist jetzt das Konto in Gebrauch.']],
  accountChangedElsewhere: [
    ['Another program signed the account out.', 'Ein anderes Programm hat das Konto abgemeldet.'],
    ['Another program chose the account {1}.', 'Ein anderes Programm hat das Konto {1} gewählt.'],
  ],
  accountRefreshFailing: [
    [
      'The login of {1} cannot be renewed. It is tried again.',
      'Die Anmeldung von {1} lässt sich nicht erneuern. Es wird weiter versucht.',
    ],
  ],
  accountRefreshRecovered: [['The login of {1} is renewed again.', 'Die Anmeldung von {1} wird wieder erneuert.']],
  accountLoginFailed: [['Nobody was signed in.', 'Niemand wurde angemeldet.']],
  proxyListening: [['The local endpoint {1} is open.', 'Der lokale Endpunkt {1} ist offen.']],
  proxyStopped: [['The local endpoint was closed.', 'Der lokale Endpunkt wurde geschlossen.']],
  registryRead: [
    ['The registry lists {1} TEE, {2} usable.', 'Die Registry führt {1} TEE, {2} nutzbar.'],
    ['The registry lists {1} TEEs, {2} usable.', 'Die Registry führt {1} TEEs, {2} nutzbar.'],
  ],
  registryUnreachable: [
    [
      'The registry cannot be read. The TEE is kept meanwhile.',
      'Die Registry ist nicht lesbar. Die TEE bleibt so lange.',
    ],
  ],
  registryRecovered: [['The registry can be read again, after {1}.', 'Die Registry ist wieder lesbar, nach {1}.']],
  registryDisagreement: [
    ['RPC endpoints disagree about the registry: {1}.', 'RPC-Endpunkte sind sich über die Registry uneins: {1}.'],
  ],
  registryEmpty: [['The registry lists no TEE.', 'Die Registry führt keine TEE.']],
  teeSelected: [['Requests are sealed to {1}.', 'Anfragen werden für {1} versiegelt.']],
  teeSwitched: BECAUSE.map(([because, weil]) => [
    `{1} replaced {2}, ${because}. Requests under way go on.`,
    `{1} löste {2} ab, ${weil}. Anfragen, die unterwegs sind, laufen weiter.`,
  ]),
  teeQuarantined: [['{1} is quarantined for {2}.', '{1} ist für {2} in Quarantäne.']],
  teeReleased: [
    ['{1} may be used again, on probation.', '{1} darf wieder genutzt werden, auf Probe.'],
    ['{1} may be used again.', '{1} darf wieder genutzt werden.'],
  ],
  teeAlarm: [
    [
      '{1} gave an answer that cannot be trusted. Nothing was passed on.',
      '{1} gab eine Antwort, der nicht zu trauen ist. Nichts wurde weitergegeben.',
    ],
  ],
  teeRotationRefused: [['The TEE was not rotated.', 'Die TEE wurde nicht gewechselt.']],
  teeSelectionFailed: [
    ['No TEE could be chosen. Requests are refused.', 'Keine TEE ließ sich wählen. Anfragen werden abgelehnt.'],
  ],
  answerVerified: [['An answer of {1} was verified in {2} ms.', 'Eine Antwort von {1} wurde in {2} ms geprüft.']],
  answerRefused: [
    [
      'An answer of {1} failed verification and was refused.',
      'Eine Antwort von {1} bestand die Prüfung nicht und wurde abgelehnt.',
    ],
  ],
  requestFailed: [['A request failed with status {1}.', 'Eine Anfrage schlug mit Status {1} fehl.']],
};

const CAUSES: Table = {
  resumed: [
    ['the pause is over', 'die Pause ist vorbei'],
    ['by hand', 'von Hand'],
  ],
  paused: [['by hand', 'von Hand']],
  registryRead: [
    ['{1} record could not be read', '{1} Eintrag war nicht lesbar'],
    ['{1} records could not be read', '{1} Einträge waren nicht lesbar'],
  ],
  answerVerified: [['signed by {1}', 'unterschrieben von {1}']],
  accountSignedIn: [
    ['in the browser', 'im Browser'],
    ['with a pasted login', 'mit einer eingefügten Anmeldung'],
    ['with the session of og-veil', 'mit der Sitzung von og-veil'],
  ],
  accountSignedOut: [
    ['the server was not told', 'der Server weiß es nicht'],
    ['the login was refused', 'die Anmeldung wurde abgelehnt'],
  ],
  gatewayGap: [['event {1} was due, {2} came', 'Ereignis {1} war fällig, {2} kam']],
  gatewaySwitched: [
    ['unreachable', 'nicht erreichbar'],
    ['refused', 'Anmeldung abgelehnt'],
    ['stopped', 'angehalten'],
    ['approval', 'noch nicht freigegeben'],
    ['returned', 'wieder stabil'],
    ['preferred', 'bevorzugt'],
    ['by hand', 'von Hand'],
    ['removed', 'entfernt'],
  ],
  gatewayStateChanged: [
    ['restart announced', 'Neustart angekündigt'],
    ['restarting', 'Neustart'],
    ['restart deferred', 'Neustart verschoben'],
    ['starting', 'startet noch'],
    ['stopped by owner', 'vom Betreiber angehalten'],
    ['suspending', 'ruht'],
    ['unreachable', 'nicht erreichbar'],
    ['refused', 'nichts antwortet'],
    ['no answer', 'keine Antwort'],
    ['no answers', 'keine Antworten'],
    ['lost', 'Verbindung abgerissen'],
    ['half open', 'keine Antwort mehr'],
    ['stalled', 'verstummt'],
    ['name unknown', 'Name unbekannt'],
    ['overloaded', 'überlastet'],
    ['pairing', 'noch nicht freigegeben'],
    ['token mismatch', 'Token abgelehnt'],
    ['token missing', 'Token fehlt'],
    ['limited', 'eingeschränkt'],
    ['rate limited', 'zu viele Versuche'],
    ['access changed', 'Zugang geändert'],
    ['certificate', 'Zertifikat'],
  ],
  subscriptionSwitched: resultWords,
  noAlternative: [['the first returns at {1}', 'das erste ist um {1} zurück']],
  allSubscriptionsFull: [['the first returns at {1}', 'das erste ist um {1} zurück']],
  subscriptionRemoved: [['still live in {1}', 'noch aktiv in {1}']],
  headroomLow: [
    ['first notice', 'erster Hinweis'],
    ['second notice', 'zweiter Hinweis'],
  ],
};

const LINE_PATTERNS = patternsOf(LINES);
const CAUSE_PATTERNS = patternsOf(CAUSES);
const WORD_PATTERNS = corePatterns(subscriptionWords);

function patternsOf(table: Table): ReadonlyMap<string, readonly CorePattern[]> {
  return new Map(Object.entries(table).map(([code, lines]) => [code, corePatterns(lines)]));
}

/** The German sentence of an entry or a step; undefined when there is none for what the core says. */
export function activityLine(code: string, sentence: string): string | undefined {
  return saidAs(sentence, LINE_PATTERNS.get(code) ?? [], value => saidAs(value, WORD_PATTERNS) ?? value);
}

/** The German cause of an entry, in the same way. */
export function activityCause(code: string, cause: string): string | undefined {
  return saidAs(cause, CAUSE_PATTERNS.get(code) ?? []);
}
