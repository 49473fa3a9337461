import type { DomainEvent, GatewaySwitchCause, ProviderFailureKind } from '../../electron/contract/index.ts';
import type { GermanLines } from './de-activity-line.ts';
import { gatewayTold } from './de-gateway-told.ts';
import { gatewayState } from './de-states.ts';
import type { SentenceKit } from './sentences.ts';

type Stepped = Extract<DomainEvent, { type: 'gatewayTransition' | 'gatewayStateChanged' }>;
type GatewayEventType =
  | 'gatewayTransition'
  | 'gatewayStateChanged'
  | 'gatewayApprovalNeeded'
  | 'gatewayApproved'
  | 'gatewayRestarted'
  | 'gatewayGap'
  | 'gatewaySwitched'
  | 'agentProviderFailed';

const SWITCHES: Readonly<Record<GatewaySwitchCause, readonly [(from: string, to: string) => string, cause: string]>> = {
  unreachable: [(from, to) => `${to} hat übernommen, weil ${from} nicht erreichbar ist.`, 'nicht erreichbar'],
  refused: [(from, to) => `${to} hat übernommen, weil ${from} die Anmeldung ablehnt.`, 'Anmeldung abgelehnt'],
  stopped: [(from, to) => `${to} hat übernommen, weil ${from} von seinem Betreiber angehalten wurde.`, 'angehalten'],
  approval: [
    (from, to) => `${to} hat übernommen, weil ${from} diesen Rechner noch nicht freigegeben hat.`,
    'noch nicht freigegeben',
  ],
  offline: [(from, to) => `${to} wird statt ${from} genutzt, weil dieser Rechner offline ist.`, 'Rechner offline'],
  returned: [(from, to) => `${to} ist seit einer Weile stabil und wird wieder statt ${from} genutzt.`, 'wieder stabil'],
  preferred: [(from, to) => `${to} wird ${from} vorgezogen und jetzt genutzt.`, 'bevorzugt'],
  'by-hand': [(from, to) => `${to} wird statt ${from} genutzt, von Hand gewählt.`, 'von Hand'],
  removed: [(from, to) => `${to} wird genutzt, weil ${from} nicht mehr zu den Gateways gehört.`, 'entfernt'],
};

const FAILURES: Readonly<Record<ProviderFailureKind, (provider: string, gateway: string, model: string) => string>> = {
  rate_limit: provider => `${provider} nimmt vorerst keine Anfragen mehr an: Die Ratengrenze ist erreicht.`,
  billing: provider => `${provider} lehnt Anfragen ab: Kontingent oder Guthaben ist aufgebraucht.`,
  auth: (provider, gateway) => `${provider} nimmt die Zugangsdaten von ${gateway} nicht an.`,
  overloaded: provider => `${provider} ist überlastet.`,
  server_error: provider => `${provider} hatte selbst einen Fehler.`,
  timeout: provider => `${provider} hat nicht rechtzeitig geantwortet.`,
  model_not_found: (provider, _gateway, model) => `${provider} kennt das Modell${model} nicht.`,
  tls: (provider, gateway) => `${gateway} vertraut dem Zertifikat von ${provider} nicht.`,
  cooldown: (provider, gateway) => `${gateway} lässt ${provider} nach früheren Fehlern ruhen.`,
  unknown: (provider, gateway) => `An ${provider} ist ein Lauf von ${gateway} gescheitert.`,
};

/** What a person sees of a gateway, in few words. */
const CAUSES: Readonly<Record<string, string>> = {
  'restart-announced': 'Neustart angekündigt',
  restarting: 'Neustart',
  'restart-deferred': 'Neustart verschoben',
  starting: 'startet noch',
  'stopped-by-owner': 'vom Betreiber angehalten',
  suspending: 'ruht',
  unreachable: 'nicht erreichbar',
  refused: 'nichts antwortet',
  'no-answer': 'keine Antwort',
  'no-answers': 'keine Antworten',
  'no-upgrade': 'kein WebSocket',
  lost: 'Verbindung abgerissen',
  'half-open': 'keine Antwort mehr',
  stalled: 'verstummt',
  'slow-consumer': 'zu langsam gelesen',
  'too-long': 'Nachricht zu lang',
  malformed: 'nicht verständlich',
  'name-unknown': 'Name unbekannt',
  overloaded: 'überlastet',
  pairing: 'noch nicht freigegeben',
  'token-mismatch': 'Token abgelehnt',
  'token-missing': 'Token fehlt',
  'password-mismatch': 'Passwort abgelehnt',
  'password-missing': 'Passwort fehlt',
  unauthorized: 'Anmeldung abgelehnt',
  limited: 'eingeschränkt',
  'rate-limited': 'zu viele Versuche',
  'access-changed': 'Zugang geändert',
  certificate: 'Zertifikat',
  'pin-mismatch': 'anderes Zertifikat',
  address: 'Adresse',
};

/** German: what happened to the gateways. */
export const gatewayLines: Pick<GermanLines, GatewayEventType> = {
  gatewayTransition: (event, kit) => {
    const sentence = stateSentence(event, event.shown ?? null, kit);
    return sentence === undefined ? null : { sentence };
  },
  gatewayStateChanged: (event, kit) => {
    const sentence = stateSentence(event, event.reason, kit);
    if (sentence === undefined) return null;
    const cause = CAUSES[event.reason ?? ''] ?? gatewayState[event.to].toLowerCase();
    return { sentence: event.isStandby ? `In Reserve: ${sentence}` : sentence, cause };
  },
  gatewayApprovalNeeded: ({ profile }) => ({ sentence: `${profile} muss diesen Rechner freigeben.` }),
  gatewayApproved: ({ profile }) => ({ sentence: `${profile} hat diesen Rechner freigegeben.` }),
  gatewayRestarted: ({ profile }) => ({ sentence: `${profile} wurde neu gestartet und ist wieder verbunden.` }),
  gatewayGap: ({ profile, expected, received }) => ({
    sentence: `Ereignisse von ${profile} gingen verloren, darum wird sein Stand neu gelesen.`,
    cause: `Ereignis ${expected} war fällig, ${received} kam`,
  }),
  gatewaySwitched: ({ from, to, cause }) => {
    const [say, why] = SWITCHES[cause];
    return { sentence: say(from, to), cause: why };
  },
  // The second line is the gateway's own word for it.
  agentProviderFailed: ({ provider, profile, model, kind }) => ({
    sentence: FAILURES[kind](provider ?? 'Der Anbieter', profile, model === null ? '' : ` ${model}`),
    isQuoted: true,
  }),
};

/** The state of a gateway as it was then. */
function stateSentence(event: Stepped, reason: string | null, { formats }: SentenceKit): string | undefined {
  const { profile, told } = event;
  const host = event.host ?? profile;
  const why = gatewayTold(reason, { profile, host }, told);
  if (told?.outage !== undefined) {
    const { forMs, nextMs } = told.outage;
    const next = nextMs === null ? 'Neuer Versuch jetzt.' : `Nächster Versuch in ${formats.duration(nextMs)}.`;
    return `${why ?? `Keine Antwort von ${host}.`} Keine Verbindung seit ${formats.duration(forMs)}. ${next}`;
  }
  if (told?.attempt !== undefined) return `Verbindet mit ${profile}, Versuch ${formats.number(told.attempt)}.`;
  if (why !== undefined) return why;
  if (event.type === 'gatewayTransition') return event.to === 'ready' ? `Verbunden mit ${profile}.` : undefined;
  if (event.to === 'ready') return `Verbunden mit ${profile}.`;
  return event.to === 'idle' ? 'Läuft nicht.' : undefined;
}
