import type { GatewaySwitchCause, ProviderFailureKind, TeeCause } from '../../contract/index.ts';
import { checkSentence, GERMAN_CHECKS } from './check-words.ts';
import type { MoveCost, MoveReason, NoticeTexts } from './text-shapes.ts';

const SWITCHES: Readonly<Record<GatewaySwitchCause, (from: string, to: string, held: string) => string>> = {
  unreachable: (from, to, held) => `${from} ist nicht erreichbar. ${to} hat übernommen${held}.`,
  refused: (from, to, held) => `${from} lehnt die Anmeldung ab. ${to} hat übernommen${held}.`,
  stopped: (from, to, held) => `${from} wurde angehalten. ${to} hat übernommen${held}.`,
  approval: (from, to, held) => `${from} gibt diesen Rechner nicht frei. ${to} hat übernommen${held}.`,
  offline: (from, to, held) => `Dieser Rechner ist offline. ${to} hat von ${from} übernommen${held}.`,
  returned: (from, to) => `${to} ist seit einer Weile stabil und löst ${from} wieder ab.`,
  preferred: (from, to) => `${to} wird statt ${from} genutzt, weil es bevorzugt ist.`,
  'by-hand': (from, to) => `${to} wird statt ${from} genutzt, von Hand gewählt.`,
  removed: (from, to) => `${to} wird genutzt, weil ${from} entfernt wurde.`,
};

const TEE_BECAUSE: Readonly<Record<TeeCause, string>> = {
  first: 'als erste Wahl',
  'rotated-out': 'weil sie aus der Registry ausgeschieden ist',
  'keys-changed': 'weil ihre Schlüssel gewechselt haben',
  unreachable: 'weil sie nicht erreichbar war',
  'by-hand': 'von Hand gewechselt',
  'pin-changed': 'weil sie nicht mehr zur Bindung passt',
  quarantine: 'weil sie versagt hat',
};

const BECAUSE: Readonly<Record<MoveReason, string>> = {
  'limit-5h': 'weil die 5-Stunden-Grenze erreicht ist',
  'limit-7d': 'weil die 7-Tage-Grenze erreicht ist',
  limit: 'weil eine Grenze erreicht ist',
  'before-limit': 'bevor die Grenze erreicht ist',
  token: 'weil das Token abgelehnt wurde',
  'no-subscription': 'weil kein Abo nutzbar ist. Der Schlüssel kostet Geld',
  'by-hand': 'von Hand',
  elsewhere: 'vom eigenen Backend gewechselt',
  returned: 'weil wieder ein Abo nutzbar ist',
};

const FAILURES: Readonly<Record<ProviderFailureKind, (provider: string) => string>> = {
  rate_limit: provider => `${provider} hat den Lauf abgebrochen: Eine Grenze ist erreicht.`,
  billing: provider => `${provider} hat den Lauf abgebrochen: Kontingent oder Guthaben ist aufgebraucht.`,
  auth: provider => `${provider} hat die Zugangsdaten abgelehnt.`,
  overloaded: provider => `${provider} ist überlastet; der Lauf wurde abgebrochen.`,
  server_error: provider => `${provider} hat mit einem Fehler geantwortet; der Lauf wurde abgebrochen.`,
  timeout: provider => `${provider} hat nicht rechtzeitig geantwortet; der Lauf wurde abgebrochen.`,
  model_not_found: provider => `${provider} kennt das Modell nicht; der Lauf wurde abgebrochen.`,
  tls: provider => `Die sichere Verbindung zu ${provider} kam nicht zustande.`,
  cooldown: provider => `Das Gateway lässt ${provider} nach früheren Fehlern ruhen.`,
  unknown: provider => `${provider} hat den Lauf abgebrochen.`,
};

const ENDPOINT_SHUT: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  port_busy: ['Ein anderes Programm hat seinen Port.', 'Es beenden oder proxy.port anders einstellen.'],
  port_forbidden: ['Seinen Port darf dieser Benutzer nicht öffnen.', 'proxy.port auf einen ab 1024 stellen.'],
};

function costText(cost: MoveCost): string {
  if (cost.kind === 'restarted') return 'Der Agent wurde neu gestartet.';
  if (cost.kind === 'stopped') return 'Der Agent ist angehalten und übernimmt es beim Start.';
  if (cost.kind === 'pending') return 'Noch nicht übernommen; Gatehouse versucht es weiter.';
  if (cost.jobs === 0) return 'Kein Auftrag wurde abgebrochen.';
  return cost.jobs === 1 ? 'Ein Auftrag lief weiter.' : `${cost.jobs} Aufträge liefen weiter.`;
}

function teeCost(cause: TeeCause): string {
  return cause === 'unreachable' || cause === 'quarantine'
    ? 'Neue Anfragen gehen an sie.'
    : 'Keine Anfrage ging verloren.';
}

function agents(count: number): string {
  return count === 1 ? '1 Agent' : `${count} Agenten`;
}

function waits(count: number): string {
  return count === 0 ? '' : `${agents(count)} ${count === 1 ? 'wartet' : 'warten'}.`;
}

export const de: Omit<NoticeTexts, 'timeOfDay'> = {
  actions: {
    copyCommand: 'Befehl kopieren',
    open: 'Öffnen',
    showWhy: 'Grund zeigen',
    showTees: 'TEEs zeigen',
    checkRegistry: 'Registry prüfen',
    signIn: 'Anmelden',
    replaceToken: 'Token ersetzen',
    rotate: 'Wechseln …',
    resume: 'Fortsetzen',
    download: 'Laden',
    restart: 'Neu starten',
  },
  command: { failed: 'Das ging nicht', unchanged: 'Nichts wurde geändert', updates: 'Updates' },
  approval: gateway => ({
    title: `Freigabe bei ${gateway} nötig`,
    body: ['Den Freigabebefehl auf dem Rechner des Gateways ausführen.', 'Gatehouse verbindet sich danach von selbst.'],
  }),
  gatewayLost: ({ gateway, lasting, isRestWell }) => ({
    title: `Keine Antwort von ${gateway}`,
    body: [
      `Seit ${lasting} keine Antwort.`,
      'Gatehouse versucht es weiter.',
      isRestWell ? 'Private Inferenz und Agenten sind nicht betroffen.' : '',
    ],
  }),
  gatewayBack: ({ gateway, lasting }) => ({
    title: `${gateway} ist wieder bereit`,
    body: [lasting === null ? '' : `Es war ${lasting} weg.`, 'Kanäle und Sitzungen sind wieder da.'],
  }),
  gatewayRefused: gateway => ({
    title: `${gateway} lehnt Anmeldung ab`,
    body: [`${gateway} hat das Token abgelehnt.`, 'Gatehouse wiederholt es nicht. Ein anderes hinterlegen.'],
  }),
  gatewayStopped: gateway => ({
    title: `${gateway} wurde angehalten`,
    body: ['Sein Betreiber hat es angehalten.', 'Neu verbinden, sobald es wieder läuft.'],
  }),
  gatewayLimited: ({ gateway, scopes }) => ({
    title: `${gateway}: eingeschränkt`,
    body: [`Es fehlt: ${scopes.join(', ')}.`, 'Kanäle und Sitzungen bleiben bis dahin verborgen.'],
  }),
  gatewaySwitched: ({ from, to, cause, carried }) => ({
    title: `Gateway ist jetzt ${to}`,
    body: [
      SWITCHES[cause](
        from,
        to,
        carried === null
          ? ''
          : `: ${carried.channels} ${carried.channels === 1 ? 'Kanal' : 'Kanäle'} und ` +
              `${carried.sessions} ${carried.sessions === 1 ? 'Sitzung' : 'Sitzungen'}`,
      ),
    ],
  }),
  agentFailed: ({ agent, provider, kind }) => ({
    title: agent === null ? 'Ein Agent wurde unterbrochen' : `${agent} wurde unterbrochen`,
    body: [FAILURES[kind](provider ?? 'Der Anbieter')],
  }),
  teeSwitched: ({ from, to, cause }) => ({
    title: 'Anfragen gehen an eine andere TEE',
    body: [`${to} ersetzt ${from}, ${TEE_BECAUSE[cause]}.`, teeCost(cause)],
  }),
  inferenceShut: ({ listed }) => ({
    title: 'Private Inferenz ist zu',
    body: [
      listed === null
        ? 'Gerade ist keine TEE nutzbar.'
        : listed === 1
          ? 'Die einzige TEE der Registry ist nicht nutzbar.'
          : `${listed} TEEs in der Registry, keine ist nutzbar.`,
      'Anfragen werden so lange abgelehnt.',
    ],
  }),
  inferenceShutInPause: () => ({
    title: 'Private Inferenz ist zu',
    body: ['Gatehouse ist pausiert, und der TEE ist nicht mehr zu trauen.', 'Anfragen werden abgelehnt.'],
  }),
  disagreement: hosts => ({
    title: 'RPC-Endpunkte widersprechen sich',
    body: [
      'Sie nennen verschiedene Schlüssel; einer lügt oder liegt weit zurück.',
      `Nicht geglaubt: ${hosts.join(', ')}.`,
    ],
  }),
  proofFailed: ({ tee, check }) => ({
    title: 'Eine Antwort wurde abgelehnt',
    body: [
      (check === null ? undefined : checkSentence(GERMAN_CHECKS, check, tee)) ??
        `Einer Antwort von ${tee} ist nicht zu trauen.`,
      'Nichts wurde weitergegeben, die TEE ist in Quarantäne.',
    ],
  }),
  chainAway: ({ lasting, tee }) => ({
    title: 'Die Chain ist nicht erreichbar',
    body: [
      `Die Registry wurde vor ${lasting} zuletzt gelesen.`,
      tee === null ? 'Anfragen werden so lange abgelehnt.' : `${tee} bleibt in Gebrauch.`,
    ],
  }),
  signedOut: () => ({
    title: 'Neu anmelden',
    body: ['Die Anmeldung ist abgelaufen.', 'Private Inferenz ist bis dahin zu.'],
  }),
  storage: ({ cause, path }) => ({
    title: cause === 'full' ? 'Die Festplatte ist voll' : 'Gatehouse kann nichts mehr speichern',
    body: [
      'Anfragen laufen weiter, aber Belege und Protokoll fehlen.',
      cause === 'full' ? 'Es hilft, Platz zu schaffen.' : `Betroffen: ${path}.`,
    ],
  }),
  settingsDamaged: () => ({
    title: 'Die Einstellungen waren beschädigt',
    body: ['Gatehouse hat sie beiseitegelegt und nutzt die Vorgaben.', 'Der Verlauf nennt die Datei.'],
  }),
  endpointShut: ({ code }) => ({
    title: 'Der lokale Endpunkt ist zu',
    body: ENDPOINT_SHUT[code ?? ''] ?? ['Er ließ sich nicht öffnen.', 'Das Fenster sagt, warum.'],
  }),
  moved: ({ agent, from, to, reason, cost }) => ({
    title: `Neues Abo für ${agent}`,
    body: [`${from === null ? '' : `${from} `}→ ${to}, ${BECAUSE[reason]}.`, costText(cost)],
  }),
  movedMany: ({ count, from, to, destinations, reason }) => ({
    title: `Neue Abos für ${count} Agenten`,
    body: [
      `${from === null ? '' : `${from} `}→ ${to ?? `${destinations} andere`}` +
        `${reason === null ? '' : `, ${BECAUSE[reason]}`}.`,
      'Unter Abos steht, wer welches hat.',
    ],
  }),
  rolloutFailed: ({ failed, count, subscription }) => ({
    title: `${failed} von ${agents(count)} folgten nicht`,
    body: [
      subscription === null ? '' : `Es geht um ${subscription}.`,
      'Die übrigen folgten. Gatehouse versucht es von selbst weiter.',
    ],
  }),
  rolloutDone: ({ action, count, subscription }) => ({
    title: action === 'replaced' ? 'Token ersetzt' : action === 'removed' ? 'Abo entfernt' : 'Abos gewechselt',
    body: [
      action === 'replaced'
        ? `${agents(count)} ${count === 1 ? 'hat' : 'haben'} das neue Token${subscription === null ? '' : ` von ${subscription}`}.`
        : `${agents(count)} ${count === 1 ? 'hat' : 'haben'} gewechselt${subscription === null ? '' : `, weg von ${subscription}`}.`,
    ],
  }),
  tokenRefused: ({ subscription, moved, to, waiting }) => ({
    title: `Token abgelehnt: ${subscription}`,
    body: [
      moved === 0
        ? ''
        : `${agents(moved)} ${moved === 1 ? 'hat' : 'haben'}${to === null ? '' : ` auf ${to}`} gewechselt.`,
      waits(waiting),
      'Mit einem neuen Token ist das Abo wieder nutzbar.',
    ],
  }),
  noneUsable: ({ total, first, waiting }) => ({
    title: 'Kein Abo ist nutzbar',
    body: [
      total === 1 ? 'Das einzige ist begrenzt oder abgelehnt.' : `Alle ${total} sind begrenzt oder abgelehnt.`,
      first === null ? '' : `${first.name} ist um ${first.time} zurück.`,
      waits(waiting),
    ],
  }),
  nothingFor: ({ agent, subscription, time }) => ({
    title: `${agent} wartet`,
    body: [
      `${subscription} bedient ihn nicht mehr, und kein anderes kann übernehmen.`,
      time === null ? '' : `Das erste ist um ${time} zurück.`,
    ],
  }),
  subscriptionsDamaged: () => ({
    title: 'Eine Datei der Abos war beschädigt',
    body: ['Gatehouse hat sie beiseitegelegt und macht ohne sie weiter.', 'Der Verlauf nennt die Datei.'],
  }),
  sharedStateAway: () => ({
    title: 'Der gemeinsame Stand fehlt',
    body: [
      'Solange er nicht erreichbar ist, wird nichts gewechselt.',
      'Redis zurückbringen; Gatehouse versucht es weiter.',
    ],
  }),
  updateFound: ({ version, running }) => ({
    title: `Gatehouse ${version} ist verfügbar`,
    body: [`${running} läuft.`, 'In den Einstellungen steht, was neu ist.'],
  }),
  updateReady: ({ version, installsAtQuit }) => ({
    title: `Gatehouse ${version} ist bereit`,
    body: [
      'Es ist geladen und geprüft.',
      installsAtQuit
        ? 'Ein Neustart aktualisiert gleich, sonst geschieht es beim Beenden.'
        : 'Ein Neustart installiert es.',
    ],
  }),
  updateInstalled: ({ from, to }) => ({
    title: `Gatehouse ist jetzt ${to}`,
    body: [`Vorher war es ${from}.`],
  }),
  offline: () => ({
    title: 'Dieser Rechner ist offline',
    body: ['Seit 5 Minuten schon.', 'Alles, was ein Netz braucht, läuft von selbst weiter, sobald es zurück ist.'],
  }),
  safeMode: cause => ({
    title: 'Gatehouse ist im abgesicherten Modus',
    body: [
      cause === 'settings'
        ? 'Die Einstellungsdatei war beschädigt, darum ist kein Netz eingestellt und keine Anfrage wird beantwortet.'
        : 'Es wurde mehrmals unerwartet beendet, darum geschieht nichts von selbst.',
      'Im Fenster steht, was zu tun ist.',
    ],
  }),
  subscriptionsShut: () => ({
    title: 'Die Abos sind zu',
    body: ['Agenten behalten ihr Abo, nichts wird gewechselt.', 'Das Fenster sagt, warum und was hilft.'],
  }),
};
