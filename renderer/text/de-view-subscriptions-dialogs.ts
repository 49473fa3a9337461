import type { Messages } from './messages.ts';

type Dialogs = Pick<
  Messages['views']['subscriptions'],
  | 'add'
  | 'replaceToken'
  | 'tokenChecks'
  | 'nameChecks'
  | 'agent'
  | 'rotate'
  | 'assignTo'
  | 'renameTo'
  | 'removeSubscription'
  | 'removeAgent'
  | 'onHost'
  | 'failures'
>;

/** German: what the view `subscriptions` asks. */
export const subscriptionDialogs: Dialogs = {
  add: {
    title: 'Abo hinzufügen',
    name: 'Name',
    nameHint: 'Zum Beispiel das Konto, zu dem es gehört.',
    kind: 'Art',
    kinds: { setup_token: 'Abo (Setup-Token)', api_key: 'API-Schlüssel (kostet Geld)' },
    kindHints: {
      setup_token: 'Claude Pro, Max oder Team. Zwischen diesen wechseln Agenten.',
      api_key: 'Nur wo die Einstellungen es erlauben und kein Abo nutzbar ist.',
    },
    token: 'Token',
    tokenHints: {
      setup_token:
        'claude setup-token ausführen und die ganze Ausgabe einfügen. Es wird als Geheimnis gespeichert und nie wieder gezeigt.',
      api_key: 'Aus der Konsole des Anbieters. Er wird als Geheimnis gespeichert und nie wieder gezeigt.',
    },
    tier: 'Stufe',
    tierHint: 'Freiwillig, zum Beispiel Max 20x.',
    note: 'Notiz',
    noteHint: 'Freiwillig, nur hier zu sehen.',
    test: 'Erst testen',
    testHint: 'Fragt den Anbieter einmal; ein abgelehntes Token wird nicht gespeichert.',
    act: 'Hinzufügen',
    acting: 'Wird hinzugefügt …',
    testing: 'Der Anbieter wird zu dem Token gefragt …',
    storing: 'Das Token wird gespeichert …',
  },
  replaceToken: {
    title: name => `Token von ${name} ersetzen`,
    detail: agents =>
      `${agents} darauf erhalten das neue Token sofort; laufende Aufträge nutzen das alte bis zu ihrem Ende.`,
    detailNone: 'Kein Agent arbeitet gerade damit.',
    detailOne: '1 Agent darauf erhält das neue Token sofort; laufende Aufträge nutzen das alte bis zu ihrem Ende.',
    act: 'Ersetzen',
    acting: 'Wird ersetzt …',
  },
  tokenChecks: {
    setup_token: length => `Setup-Token, ${length} Zeichen.`,
    api_key: length => `API-Schlüssel, ${length} Zeichen.`,
    blank: 'Darin ist ein Leerzeichen oder ein Zeilenumbruch. In einem Stück einfügen.',
    start: 'Ein Setup-Token beginnt mit sk-ant-oat01-, ein API-Schlüssel mit sk-ant-api.',
    length: length => `${length} Zeichen können nicht alles sein. Das ganze Token einfügen.`,
    isApiKey: 'Das ist ein API-Schlüssel. Soll er es sein, als Art API-Schlüssel wählen: Er kostet Geld.',
    isSetupToken: 'Das ist ein Setup-Token. Als Art Abo wählen.',
    mustBe: {
      setup_token: 'Es muss ein Setup-Token sein wie das bisherige.',
      api_key: 'Es muss ein API-Schlüssel sein wie der bisherige.',
    },
  },
  nameChecks: {
    empty: 'Ein Name fehlt.',
    long: 'Höchstens 60 Zeichen.',
    controls: 'Eine Zeile, ohne Steuerzeichen.',
    token: 'Das sieht nach einem Token aus. Es gehört in das Feld darunter.',
    taken: name => `${name} gibt es schon. Einen anderen Namen wählen oder dessen Token ersetzen.`,
  },
  agent: {
    title: 'Agent hinzufügen',
    kind: 'Art',
    kindHints: {
      'agent-server': 'Ein Server, der ein neues Token über HTTP annimmt, ohne Neustart.',
      trinity: 'Ein Agent eines Trinity-Backends.',
      local: 'Seine Programme werden mit gatehouse exec auf diesem Rechner gestartet.',
    },
    name: 'Name',
    nameHint: 'Kleinbuchstaben, Ziffern und Bindestriche.',
    url: 'Adresse',
    urlHints: { 'agent-server': 'Zum Beispiel http://127.0.0.1:8000', trinity: 'Zum Beispiel https://trinity.example' },
    secret: 'Geheimnis',
    secretHints: {
      'agent-server': 'Was sein Server verlangt. Freiwillig; wird als Geheimnis gespeichert und nie wieder gezeigt.',
      trinity:
        'Sein Zugriffstoken oder das Passwort des Benutzers unten. Wird als Geheimnis gespeichert und nie wieder gezeigt.',
    },
    remoteName: 'Name dort',
    remoteNameHint: 'Wie Trinity ihn nennt, falls anders.',
    username: 'Benutzer',
    usernameHint: 'Nur wenn das Geheimnis ein Passwort ist.',
    act: 'Hinzufügen',
    acting: 'Wird hinzugefügt …',
    progress: 'Der Agent wird hinzugefügt …',
    added: name => `${name} ist hinzugefügt. Er hat noch kein Abo: Ihm eins zuweisen.`,
    nameTaken: name => `Einen Agenten ${name} gibt es schon.`,
    nameShape: 'Kleinbuchstaben und Ziffern, Wörter mit Bindestrichen, höchstens 63 Zeichen.',
    urlShape: 'Eine Adresse beginnt mit http:// oder https://.',
    urlMore: 'Nur Schema, Host, Port und Pfad; Zugangsdaten gehören in das Geheimnis.',
    urlOpen:
      'Tokens gingen unverschlüsselt dorthin. https nehmen oder eine Adresse auf diesem Rechner oder in einem privaten Netz.',
  },
  rotate: {
    title: 'Abo wechseln',
    detail: 'Kein Auftrag wird abgebrochen: Was läuft, läuft weiter; was kommt, nimmt ein anderes Abo.',
    who: 'Agent',
    all: 'Alle Agenten',
    to: 'Auf',
    best: 'Das beste andere',
    plan: 'Was geschehen würde',
    asking: 'Das beste wird gesucht …',
    moves: (agent, from, to) => `${agent}: ${from} → ${to}`,
    stays: (agent, on) => `${agent} bleibt auf ${on}`,
    none: 'keins',
    why: 'Grund',
    nobody: 'Kein Agent hat ein Abo.',
    act: 'Wechseln',
    failed: 'Was geschehen würde, lässt sich nicht sagen',
  },
  assignTo: {
    title: agent => `${agent} zuweisen`,
    detail: 'Er bleibt dort, bis er wechselt oder die Grenze erreicht ist.',
    none: 'Kein Abo',
    noneHint: 'entzieht ihm sein Token',
    hint: (state, left) => (left === null ? state : `${state}, 5 h ${left}`),
  },
  renameTo: {
    title: name => `${name} umbenennen`,
    name: 'Neuer Name',
    act: 'Umbenennen',
    acting: 'Wird umbenannt …',
  },
  removeSubscription: {
    title: name => `${name} entfernen?`,
    revoked: 'Sein Token wird hier gelöscht und jedem Agenten entzogen, der es hat:',
    revokedNone: 'Sein Token wird hier gelöscht. Kein Agent hat es.',
    then: 'Jeder von ihnen wechselt sofort auf das beste andere Abo; ist keins nutzbar, bleibt er ohne, bis ihm eins zugewiesen wird.',
    stays: 'Das Token selbst bleibt beim Anbieter gültig, bis es dort widerrufen wird.',
    act: 'Entfernen',
    more: count => `und ${count} weitere`,
  },
  removeAgent: {
    title: name => `${name} entfernen?`,
    revoked: subscription =>
      `Zuerst wird ihm das Token von ${subscription} entzogen; sein Geheimnis wird hier gelöscht.`,
    revokedNone: 'Er hat kein Abo; sein Geheimnis wird hier gelöscht.',
    jobs: jobs => `Was jetzt läuft, läuft mit dem alten Token zu Ende (${jobs}).`,
    unreachable: 'Er antwortet gerade nicht: Bis er angehalten wird, kann er sein Token behalten.',
    act: 'Entfernen',
  },
  onHost: {
    why: 'Dieser Befehl fragt nach dem Token, ohne es zu zeigen.',
    copy: 'Befehl kopieren',
    home: home => `Dieser Host hat seine Dateien in ${home}.`,
  },
  failures: {
    title: 'Das ging nicht',
    again: 'Das Token wurde nicht gespeichert. Für einen neuen Versuch noch einmal einfügen.',
    remedies: {
      subscription_token_refused:
        'Nichts wurde gespeichert. Ein anderes Token einfügen oder den Test ausschalten, um es trotzdem zu speichern.',
      subscription_duplicate: 'Das vorhandene nehmen: Zwei Einträge würden seine Grenze doppelt zählen.',
      subscription_name_taken: 'Einen anderen Namen wählen oder das Token des vorhandenen ersetzen.',
      subscription_token_invalid: 'Das ganze Token kopieren und in einem Stück einfügen.',
      agent_exists: 'Einen anderen Namen wählen oder zuerst den vorhandenen entfernen.',
    },
  },
};
