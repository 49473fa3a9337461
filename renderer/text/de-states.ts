import type { Messages } from './messages.ts';

export const health: Messages['health'] = {
  broken: 'Gestört',
  'needs-you': 'Zu tun',
  working: 'In Arbeit',
  well: 'Offen',
  paused: 'Pausiert',
};

export const teeState: Messages['teeState'] = {
  idle: 'Noch keine gewählt',
  choosing: 'Wählt',
  rotating: 'Wechselt',
  attested: 'Bestätigt',
  'chain-unreachable': 'Chain nicht erreichbar',
  'no-usable-tee': 'Keine TEE',
  'not-configured': 'Nicht eingerichtet',
  offline: 'Offline',
};

export const gatewayState: Messages['gatewayState'] = {
  idle: 'Nicht verbunden',
  connecting: 'Verbindet',
  starting: 'Startet',
  ready: 'Bereit',
  limited: 'Eingeschränkt',
  'waiting-for-approval': 'Wartet auf Freigabe',
  restarting: 'Startet neu',
  suspended: 'Ruht',
  unreachable: 'Nicht erreichbar',
  refused: 'Anmeldung abgelehnt',
  stopped: 'Angehalten',
  disconnected: 'Getrennt',
  offline: 'Offline',
};

export const accountState: Messages['accountState'] = {
  none: 'Niemand angemeldet',
  'signed-in': 'Angemeldet',
  'renewing-fails': 'Anmeldung lässt sich nicht erneuern',
  'signed-out': 'Abgemeldet',
};

export const requestsUse: Messages['requestsUse'] = {
  account: 'Anfragen werden damit gesendet',
  'own-token': 'Anfragen werden mit einem eigenen Token gesendet',
  sandbox: 'Anfragen werden mit dem Token der Sandbox gesendet',
  nothing: 'Anfragen können nicht gesendet werden',
};

export const proxyState: Messages['proxyState'] = {
  stopped: 'Angehalten',
  starting: 'Startet',
  listening: 'Lauscht',
  'port-busy': 'Port belegt',
  failed: 'Fehlgeschlagen',
  draining: 'Beendet Anfragen',
};

export const teeCause: Messages['teeCause'] = {
  first: 'erste Wahl',
  'rotated-out': 'ausgeschieden',
  'keys-changed': 'Schlüssel gewechselt',
  unreachable: 'nicht erreichbar',
  'by-hand': 'von Hand',
  'pin-changed': 'Bindung geändert',
  quarantine: 'Quarantäne',
};

export const subscriptionsState: Messages['subscriptionsState'] = {
  'not-configured': 'Nicht eingerichtet',
  starting: 'Startet',
  usable: 'Nutzbar',
  settling: 'Wechselt',
  'agent-unreachable': 'Agent nicht erreichbar',
  'token-refused': 'Token abgelehnt',
  'none-usable': 'Keins nutzbar',
  'shared-state-away': 'Gemeinsamer Stand fehlt',
  failed: 'Fehlgeschlagen',
};

export const subscriptionState: Messages['subscriptionState'] = {
  ok: 'OK',
  low: 'Knapp',
  limited: 'Begrenzt',
  refused: 'Token abgelehnt',
  'token-missing': 'Token fehlt',
  expiring: 'Token läuft bald ab',
  unmeasured: 'Nicht gemessen',
  removing: 'Wird entfernt',
};

export const assignmentCause: Messages['assignmentCause'] = {
  by_hand: 'von Hand',
  failure: 'ein Lauf schlug fehl',
  pre_dispatch: 'ein Lauf würde fehlschlagen',
  threshold: 'vor der Grenze',
  replaced: 'Token ersetzt',
  removed: 'Abo entfernt',
  api_key_fallback: 'kein Abo nutzbar',
  elsewhere: 'vom eigenen Backend gewechselt',
  returned: 'wieder nutzbar',
};

export const switchResult: Messages['switchResult'] = {
  hot_reloaded: 'neu geladen',
  success: 'neu gestartet',
  no_container: 'kein Container',
  not_running: 'läuft nicht',
  failed: 'fehlgeschlagen',
};

export const gate: Messages['gate'] = {
  app: 'Gatehouse',
  gateway: 'Gateway',
  tee: 'TEE',
  subscriptions: 'Abos',
};

export const registryState: Messages['registryState'] = {
  unread: 'noch nicht gelesen',
  ok: 'Chain erreichbar',
  empty: 'führt keine TEE',
  unreachable: 'Chain nicht erreichbar',
  'no-contract': 'kein Vertrag an der Adresse',
  'wrong-chain': 'eine andere Chain hat geantwortet',
  undecodable: 'die Antwort ist nicht lesbar',
  'not-configured': 'keine Registry ist eingestellt',
};

export const registryWatching: Messages['registryWatching'] = {
  subscription: 'Änderungen meldet die Chain',
  polling: 'nach Änderungen wird gefragt',
  timer: 'Änderungen zeigen sich bei der nächsten Prüfung',
  off: 'Änderungen werden nicht beobachtet',
};
