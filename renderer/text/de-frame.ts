import type { Messages } from './messages.ts';

/** German: the frame around the views, and the parts that all of them share. */
export const frame: Messages['frame'] = {
  names: {
    overview: 'Übersicht',
    activity: 'Verlauf',
    gateways: 'Gateways',
    tees: 'TEEs',
    subscriptions: 'Abos',
    receipts: 'Belege',
    diagnostics: 'Diagnose',
    settings: 'Einstellungen',
  },
  groups: { gates: 'Tore', records: 'Aufzeichnungen' },
  viewTitle: name => `Gatehouse: ${name}`,
  usableOf: (usable, all) => `${usable} von ${all} nutzbar`,
  offline: 'Dieser Rechner ist offline',
  offlineDetail: time =>
    `Seit ${time}. Gatehouse versucht es seltener und macht von selbst weiter, wenn das Netz zurück ist.`,
  offlineBrief: time => `Seit ${time}. Geht von selbst weiter.`,
  pause: 'Pause …',
  resume: 'Fortsetzen',
  pauseTitle: 'Gatehouse pausieren',
  pauseDetail: 'Solange wird nichts gewechselt oder neu verbunden. Was unterwegs ist, läuft weiter.',
  pauseHour: 'Für 1 Stunde',
  pauseTomorrow: 'Bis morgen',
  pauseResumed: 'Bis zum Fortsetzen',
  rotateTitle: 'Abo wechseln',
  rotateDetail: 'Kein Auftrag wird abgebrochen: Was läuft, läuft weiter; was kommt, nutzt ein anderes Abo.',
  rotateAll: 'Alle Agenten',
  rotateFrom: subscription => `auf ${subscription}`,
  rotateNone: 'auf keinem',
  switchTitle: 'Gateway wechseln',
  switchDetail: 'Das gewählte bleibt in Gebrauch, bis ein anderes gewählt wird.',
  switchAutomatic: 'Automatisch wählen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  back: 'Zurück',
  search: 'Suchen',
  failed: 'Das ließ sich nicht lesen',
  tryAgain: 'Noch einmal versuchen',
  copyDiagnosis: 'Diagnose kopieren',
  rowCopied: id => `${id} kopiert`,
  details: 'Einzelheiten',
  notSetUp: 'Nicht eingerichtet',
  setUp: 'Einrichten …',
  showAll: 'Alle zeigen',
  openWindow: 'Fenster öffnen',
  defaultValue: value => `Vorgabe: ${value}`,
  reset: 'Zurücksetzen',
  resetName: name => `${name} zurücksetzen`,
};

export const window: Messages['window'] = {
  title: headline => `${headline}: Gatehouse`,
  views: 'Ansichten',
  version: version => `Version ${version}`,
  home: folder => `Liegt in ${folder}`,
  host: { electron: 'Mit Fenster', headless: 'Ohne Fenster' },
  keys: 'Tastatur',
};

export const sandbox: Messages['sandbox'] = {
  title: 'Sandbox: kein echtes Netz',
  inferenceOnly: 'Sandbox: private Inferenz ohne echtes Netz',
  detail: seed => `Chain, Relay und TEEs laufen in dieser Anwendung, Seed ${seed}. Antworten sind erfunden.`,
  realGateway: 'Das Gateway ist ein echtes.',
};

export const connection: Messages['connection'] = {
  waiting: 'Warten auf eine Antwort von Gatehouse.',
  lost: 'Die Verbindung zu Gatehouse ist verloren.',
  lostDetail: time => `Gezeigt wird der Stand von ${time}.`,
  retry: seconds => `Nächster Versuch in ${seconds} s.`,
  retrying: 'Neuer Versuch.',
  tryNow: 'Jetzt versuchen',
  asOf: time => `Stand ${time}`,
  signedOut: 'Dieser Browser ist nicht angemeldet',
  linkUsed: 'Der Link wurde schon benutzt oder stammt von einem früheren Start. Jeder meldet einmal einen Browser an.',
  noLink: 'Die Seite ist offen, aber ohne den Link, der zu ihr gehört.',
  signIn: 'Den Link öffnen, den Gatehouse beim Start ausgegeben hat. Ein Neustart von Gatehouse gibt einen neuen aus.',
};

export const keys: Messages['keys'] = {
  title: 'Tastatur',
  rotate: 'TEE wechseln',
  reconnect: 'Gateway neu verbinden',
  rotateSubscription: 'Abo wechseln …',
  copyEndpoint: 'Endpunkt kopieren',
  pause: 'Pausieren oder fortsetzen',
  views: 'Ansichten, wie in der Seitenleiste',
  settings: 'Einstellungen',
  search: 'In der Ansicht suchen',
  pane: 'Nächster Bereich',
  inLists: 'In Listen',
  detail: 'Einzelheiten der Zeile',
  copyId: 'Kennung der Zeile kopieren',
  back: 'Zurück, schließen',
  hide: 'Fenster ausblenden',
  list: 'Diese Liste',
  close: 'Schließen',
};

export const crash: Messages['crash'] = {
  title: 'Diese Seite hat einen Fehler',
  detail: 'Gatehouse selbst läuft weiter. Die Seite neu laden.',
  reload: 'Neu laden',
};

export const command: Messages['command'] = {
  noAnswer: 'Innerhalb von 10 s kam keine Antwort. Soweit bekannt, wurde nichts geändert.',
  notReached: 'Gatehouse war nicht erreichbar. Soweit bekannt, wurde nichts geändert.',
};
