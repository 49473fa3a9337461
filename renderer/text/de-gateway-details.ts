import type { Messages } from './messages.ts';

/** How the last heartbeat of an OpenClaw gateway ended. */
const BEATS: Readonly<Record<string, string>> = {
  sent: 'gesendet',
  'ok-empty': 'nichts zu tun',
  'ok-token': 'nichts zu tun',
  skipped: 'ausgelassen',
  failed: 'fehlgeschlagen',
};

/** German: what a gateway tells of itself. */
export const gatewayDetails: Messages['gatewayDetails'] = {
  channelState: {
    connected: 'verbunden',
    running: 'läuft',
    disconnected: 'getrennt',
    'not-linked': 'nicht verknüpft',
    stopped: 'angehalten',
    disabled: 'abgeschaltet',
    'not-configured': 'nicht eingerichtet',
  },
  modelReason: {
    'missing-auth': 'keine Anmeldung',
    'auth-failed': 'Anmeldung abgelehnt',
    cooldown: 'kühlt ab',
  },
  signIn: {
    expired: 'abgelaufen',
    missing: 'fehlt',
    expiring: 'läuft bald ab',
    ok: 'gültig',
    static: 'gültig, fester Schlüssel',
  },
  title: 'Einzelheiten',
  nothing: 'Von diesem Gateway ist noch nichts bekannt.',
  asOf: time => `Stand ${time}`,
  none: 'keine',
  notToldParts: (count, shown) => (count === 1 ? '1 Teil wird nicht gezeigt' : `${shown} Teile werden nicht gezeigt`),
  unknown: 'noch nicht bekannt',
  notTold: (state, reason) => {
    const scope = /\boperator\.\w+/.exec(reason)?.[0];
    if (state === 'missing-scope') return scope === undefined ? 'dafür fehlt ein Recht' : `dafür fehlt ${scope}`;
    if (state === 'unsupported') return 'bietet dieses Gateway nicht';
    return state === 'stale' ? 'zurzeit nicht zu erfahren' : 'ließ sich nicht erfahren';
  },
  more: count => `und ${count} weitere`,
  toDo: 'Zu tun:',
  system: 'System',
  agents: (count, shown) => (count === 1 ? '1 Agent' : `${shown} Agenten`),
  plugins: (count, shown) => (count === 1 ? '1 Plugin' : `${shown} Plugins`),
  failedPlugins: shown => `${shown} fehlgeschlagen`,
  busy: 'ausgelastet',
  channels: 'Kanäle',
  channelCount: (count, shown) => (count === 1 ? '1 Kanal' : `${shown} Kanäle`),
  attempts: shown => `Versuch ${shown}`,
  sessions: 'Sitzungen',
  sessionCount: (count, shown) => (count === 1 ? '1 Sitzung' : `${shown} Sitzungen`),
  running: shown => `${shown} laufen`,
  failed: shown => `${shown} fehlgeschlagen`,
  usage: 'Verbrauch',
  left: (window, percent, reset) => `${window} ${percent} übrig${reset === null ? '' : ` bis ${reset}`}`,
  notAsked: 'lässt sich nicht abfragen',
  models: 'Modelle',
  isDefault: 'Vorgabe',
  unavailable: 'nicht verfügbar',
  until: time => `bis ${time}`,
  auth: 'Anbieter',
  ends: time => `bis ${time}`,
  heartbeat: 'Heartbeat',
  beats: BEATS,
  ago: age => `vor ${age}`,
  update: 'Update',
  available: (version, channel) => `${version} ist verfügbar (${channel})`,
  approvals: 'Freigaben',
  waiting: (count, shown) => (count === 1 ? '1 Befehl wartet' : `${shown} Befehle warten`),
  presence: 'Anwesend',
  unnamed: 'ohne Namen',
};
