import type { GatewayReason, GatewayTold } from '../../electron/contract/index.ts';

/** Whom a sentence about a gateway is about. */
export interface GatewayNames {
  readonly profile: string;
  /** Host and port. */
  readonly host: string;
}

type Say = (names: GatewayNames, told: GatewayTold) => string;

const TRIES = 'Prüfen, ob das Gateway läuft und dieser Rechner es erreicht. Gatehouse versucht es weiter.';
const ENTER_TOKEN = 'Das Token eintragen, mit dem das Gateway eingerichtet ist.';
const UPDATE_BOTH = 'Gatehouse und das Gateway aktualisieren.';
const OPENCLAW_LOGS = 'Auf dem Rechner des Gateways „openclaw logs“ ansehen';

const CERTIFICATES: Readonly<Record<string, Say>> = {
  CERT_HAS_EXPIRED: ({ profile }) => `Das Zertifikat von ${profile} ist abgelaufen.`,
  CERT_NOT_YET_VALID: ({ profile }) =>
    `Das Zertifikat von ${profile} gilt noch nicht. Geht die Uhr dieses Rechners richtig?`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ profile }) => `Das Zertifikat von ${profile} gilt für einen anderen Hostnamen.`,
};

/** German: what is known of a gateway, by its code. A code without a sentence does not compile. */
const SENTENCES: Readonly<Record<GatewayReason, Say>> = {
  starting: ({ profile }) => `${profile} startet.`,
  'restart-announced': ({ profile }) => `${profile} startet neu.`,
  restarting: ({ profile }, { runs }) => `${profile} beendet ${runsText(runs)} und startet dann neu oder hält an.`,
  suspending: ({ profile }) => `${profile} ruht.`,
  'stopped-by-owner': ({ profile }) => `${profile} wurde von seinem Betreiber angehalten.`,
  overloaded: ({ profile }) => `${profile} nimmt gerade keine Verbindungen an.`,
  refused: ({ host }) => `Unter ${host} antwortet nichts.`,
  unreachable: ({ host }) => `Keine Antwort von ${host}.`,
  'name-unknown': ({ host }) => `Der Name von ${host} lässt sich nicht auflösen.`,
  'no-answer': ({ host }) => `${host} nahm die Verbindung an und führte sie nicht zu Ende.`,
  'no-upgrade': ({ host }) => `${host} antwortet über HTTP, öffnet aber keinen WebSocket.`,
  lost: ({ profile }) => `Die Verbindung zu ${profile} ist abgerissen.`,
  'half-open': ({ profile }) => `${profile} antwortet nicht mehr, obwohl die Verbindung steht.`,
  stalled: ({ profile }) => `${profile} lebt, ist aber verstummt.`,
  'slow-consumer': ({ profile }) => `${profile} hat die Verbindung beendet: Dieser Rechner las zu langsam.`,
  'too-long': ({ profile }) =>
    `Eine Nachricht zwischen ${profile} und Gatehouse war zu lang und hat die Verbindung beendet.`,
  malformed: ({ host }) => `${host} antwortet so, dass Gatehouse es nicht versteht.`,
  'access-changed': ({ profile }) =>
    `${profile} hat diesen Zugang geändert oder entzogen. Gatehouse meldet sich wieder an.`,
  'store-unreadable': () => 'Der Geheimnisspeicher ist nicht lesbar.',
  internal: () => 'Das Verbinden ist an einem Fehler in Gatehouse gescheitert.',
  pairing: ({ profile }) => `${profile} kennt diesen Rechner noch nicht.`,
  'token-mismatch-device': () => 'Das eigene Token dieses Rechners wird versucht.',
  'device-token-stale': () => 'Es wird ohne das alte Token dieses Rechners versucht.',
  'signature-form': () => 'Die Anmeldung wird in einer älteren Form versucht.',
  'signature-stale': () => 'Die Anmeldung wird mit einer neuen Abfrage versucht.',
  'rate-limited': ({ profile }) =>
    `${profile} hat zu viele falsche Anmeldungen gesehen und nimmt eine Weile keine mehr an.`,
  'token-missing': ({ profile }) => `${profile} verlangt ein Token, und keins ist hinterlegt.`,
  'token-mismatch': ({ profile }) => `${profile} hat das Token abgelehnt. Gatehouse wiederholt es nicht.`,
  'password-missing': ({ profile }) => `${profile} verlangt ein Passwort, und keins ist hinterlegt.`,
  'password-mismatch': ({ profile }) => `${profile} hat das Passwort abgelehnt. Gatehouse wiederholt es nicht.`,
  'bootstrap-invalid': ({ profile }) => `${profile} hat den Einrichtungscode abgelehnt.`,
  'device-token-refused': ({ profile }) => `${profile} nimmt das eigene Token dieses Rechners nicht mehr an.`,
  'scope-mismatch': ({ profile }) => `${profile} hat diesem Rechner weniger freigegeben, als er verlangt.`,
  'identity-required': ({ profile }) => `Kein Token ist hinterlegt, und ${profile} lässt niemanden ohne ein.`,
  'identity-proxy': ({ profile }) => `Vor ${profile} verlangt etwas eine eigene Anmeldung.`,
  'not-configured': ({ profile }) => `${profile} ist für diese Art der Anmeldung nicht eingerichtet.`,
  unauthorized: ({ profile }) => `${profile} hat die Anmeldung abgelehnt.`,
  'device-refused': ({ profile }) => `${profile} hat die Signatur dieses Rechners abgelehnt.`,
  'device-unreadable': () => 'Der Gateway-Schlüssel dieses Rechners ist beschädigt.',
  origin: ({ profile }) => `${profile} hält diese Verbindung für eine Webseite.`,
  'protocol-old-client': ({ profile }) => `${profile} spricht ein neueres Protokoll als Gatehouse.`,
  'protocol-old-gateway': ({ profile }) => `${profile} spricht ein älteres Protokoll als Gatehouse.`,
  params: ({ profile }) => `${profile} versteht nicht, wie Gatehouse sich anmeldet.`,
  'too-big': ({ profile }) => `${profile} und Gatehouse sind uneins, wie lang eine Nachricht sein darf.`,
  'not-a-gateway': ({ host }) => `Was unter ${host} antwortet, ist kein OpenClaw-Gateway.`,
  certificate: (names, told) =>
    CERTIFICATES[told.certificate ?? '']?.(names, told) ?? `Dem Zertifikat von ${names.host} wird nicht vertraut.`,
  'pin-mismatch': ({ host }) => `${host} zeigt ein anderes Zertifikat als das festgelegte.`,
  address: ({ profile }) => `Die Adresse von ${profile} ist nicht brauchbar.`,
  'no-answers': ({ profile }, { unanswered = 2 }) =>
    `${profile} ist verbunden, hat aber ${unanswered} Fragen hintereinander nicht beantwortet.`,
  'restart-deferred': ({ profile }, { runs }) => `${profile} wartet auf ${runsText(runs)} und startet dann neu.`,
  limited: ({ profile }, { missing = [] }) =>
    `${profile} lässt Gatehouse weniger sehen als erbeten${missing.length === 0 ? '' : `: ${missing.join(', ')} ${missing.length === 1 ? 'fehlt' : 'fehlen'}`}.`,
  'selected-unknown': () => 'Das von Hand gewählte Gateway gibt es nicht mehr.',
  'channel-not-linked': ({ profile }, { channel = 'Ein Kanal' }) =>
    `${channel} ist bei ${profile} eingerichtet, aber nicht verknüpft.`,
  'channel-disconnected': ({ profile }, { channel = 'Ein Kanal' }) =>
    `${channel} ist bei ${profile} eingerichtet, aber nicht verbunden.`,
  'gateway-overloaded': ({ profile }, { delayMs }) =>
    `${profile} hat mehr zu tun, als es schafft.${delayMs === undefined ? '' : ` Es antwortet bis zu ${delayMs} ms zu spät.`}`,
  'provider-sign-in-expired': ({ profile }, { provider = 'einem Anbieter' }) =>
    `Die Anmeldung von ${profile} bei ${provider} ist abgelaufen.`,
  'default-model-cooldown': ({ profile }, { model = '', provider = 'des Anbieters' }) =>
    `${profile} lässt sein Standardmodell ${model} nach Fehlern von ${provider} ruhen.`,
  'default-model-missing-auth': noModel,
  'default-model-auth-failed': noModel,
  'heartbeat-failed': ({ profile }) => `Der letzte Heartbeat von ${profile} ist fehlgeschlagen.`,
  'approval-waiting': ({ profile }, { count = 1 }) =>
    `${count === 1 ? 'Ein Befehl wartet' : `${count} Befehle warten`} bei ${profile} auf Zustimmung.`,
};

/** German: what a person can do about it; null: nothing has to be done. */
export const gatewayRemedies: Readonly<Record<GatewayReason, string | null>> = {
  starting: null,
  'restart-announced': null,
  restarting: null,
  suspending: null,
  'stopped-by-owner': 'Das Gateway wieder starten; Gatehouse verbindet sich von selbst.',
  overloaded: TRIES,
  refused: TRIES,
  unreachable: TRIES,
  'name-unknown': 'Den Namen und das Netz dieses Rechners prüfen. Gatehouse versucht es weiter.',
  'no-answer': TRIES,
  'no-upgrade': 'Steht ein Proxy dazwischen, muss er WebSocket-Verbindungen durchlassen.',
  lost: TRIES,
  'half-open': TRIES,
  stalled: TRIES,
  'slow-consumer': TRIES,
  'too-long': TRIES,
  malformed: TRIES,
  'access-changed': null,
  'store-unreadable': 'Die Diagnose sagt, was dem Geheimnisspeicher fehlt.',
  internal: 'Das Protokoll von Gatehouse sagt mehr.',
  pairing: 'Den Freigabebefehl auf dem Rechner des Gateways ausführen.',
  'token-mismatch-device': null,
  'device-token-stale': null,
  'signature-form': null,
  'signature-stale': null,
  'rate-limited': 'Das Token prüfen; Gatehouse versucht es nach der Pause noch einmal.',
  'token-missing': ENTER_TOKEN,
  'token-mismatch': ENTER_TOKEN,
  'password-missing': 'Das Passwort des Gateways eintragen.',
  'password-mismatch': 'Das Passwort ändern.',
  'bootstrap-invalid': 'Einen neuen Einrichtungscode erbitten; jeder gilt einmal.',
  'device-token-refused': 'Das Token des Gateways eintragen oder diesen Rechner neu koppeln.',
  'scope-mismatch': 'Das Token des Gateways eintragen oder dort den weiteren Zugriff freigeben.',
  'identity-required': ENTER_TOKEN,
  'identity-proxy': 'Die Verbindung an diesem Proxy vorbeiführen.',
  'not-configured': 'Token oder Passwort am Gateway selbst einrichten.',
  unauthorized: 'Das Token und das Protokoll des Gateways prüfen.',
  'device-refused': 'Prüfen, ob Gateway und Gatehouse aktuell sind, und neu verbinden.',
  'device-unreadable':
    'Das Geheimnis gateway.device entfernen; danach muss das Gateway diesen Rechner noch einmal freigeben.',
  origin: 'Direkt verbinden, nicht durch einen Web-Proxy.',
  'protocol-old-client': 'Gatehouse aktualisieren.',
  'protocol-old-gateway': 'Das Gateway aktualisieren.',
  params: UPDATE_BOTH,
  'too-big': UPDATE_BOTH,
  'not-a-gateway': 'Adresse und Port prüfen, auch ob ws:// oder wss:// stimmt.',
  certificate: 'Seinen SHA-256-Fingerabdruck festlegen oder ein Zertifikat installieren, dem dieser Rechner vertraut.',
  'pin-mismatch': 'Wurde das Zertifikat absichtlich ersetzt, den neuen Fingerabdruck festlegen. Sonst nicht verbinden.',
  address: 'Die Adresse berichtigen.',
  'no-answers': `${OPENCLAW_LOGS} und das Gateway neu starten, wenn es so bleibt.`,
  'restart-deferred': null,
  limited: 'Beim Betreiber den Rest erbitten. Was jetzt zu sehen ist, bleibt.',
  'selected-unknown': 'Gatehouse das beste wählen lassen oder ein anderes nehmen.',
  'channel-not-linked': 'Den Kanal auf dem Rechner des Gateways mit „openclaw channels login“ verknüpfen.',
  'channel-disconnected': 'Auf dem Rechner des Gateways „openclaw channels status“ ansehen.',
  'gateway-overloaded': null,
  'provider-sign-in-expired': 'Auf dem Rechner des Gateways neu beim Anbieter anmelden.',
  'default-model-cooldown': null,
  'default-model-missing-auth': 'Auf dem Rechner des Gateways beim Anbieter anmelden.',
  'default-model-auth-failed': 'Auf dem Rechner des Gateways neu beim Anbieter anmelden.',
  'heartbeat-failed': `${OPENCLAW_LOGS}.`,
  'approval-waiting': 'Im Fenster des Gateways entscheiden.',
};

/** Undefined for a code that this version does not know. */
export function gatewayTold(
  reason: string | null,
  names: GatewayNames,
  told: GatewayTold | undefined,
): string | undefined {
  return isReason(reason) ? SENTENCES[reason](names, told ?? {}) : undefined;
}

/** Undefined for a code that this version does not know, and where nothing has to be done. */
export function gatewayRemedy(reason: string | null): string | undefined {
  return (isReason(reason) ? gatewayRemedies[reason] : null) ?? undefined;
}

function isReason(reason: string | null): reason is GatewayReason {
  return reason !== null && Object.hasOwn(SENTENCES, reason);
}

function runsText(runs: number | null | undefined): string {
  if (runs === undefined || runs === null || runs === 0) return 'Laufendes';
  return runs === 1 ? 'einen Lauf' : `${runs} Läufe`;
}

function noModel({ profile }: GatewayNames, { model = '', provider = 'der Anbieter' }: GatewayTold): string {
  return `${profile} kann sein Standardmodell ${model} nicht nutzen: ${provider} nimmt seine Zugangsdaten nicht an.`;
}
