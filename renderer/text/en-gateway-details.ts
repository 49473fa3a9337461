import type { GatewayChannel, GatewayModel, GatewayProviderAuth } from '../../electron/contract/index.ts';

const NO_WORDS: Readonly<Record<string, string>> = {};

const channelState: Readonly<Record<GatewayChannel['state'], string>> = {
  connected: 'connected',
  running: 'running',
  disconnected: 'disconnected',
  'not-linked': 'not linked',
  stopped: 'stopped',
  disabled: 'disabled',
  'not-configured': 'not set up',
};

const modelReason: Readonly<Record<NonNullable<GatewayModel['reason']>, string>> = {
  'missing-auth': 'no sign-in',
  'auth-failed': 'sign-in refused',
  cooldown: 'cooling down',
};

const signIn: Readonly<Record<NonNullable<GatewayProviderAuth['status']>, string>> = {
  expired: 'ended',
  missing: 'missing',
  expiring: 'ends soon',
  ok: 'valid',
  static: 'valid, a fixed key',
};

/** English: what a gateway tells of itself. */
export const gatewayDetails = {
  channelState,
  modelReason,
  signIn,
  title: 'Details',
  nothing: 'Nothing is known of this gateway yet.',
  asOf: (time: string) => `as of ${time}`,
  none: 'none',
  notToldParts: (count: number, shown: string) =>
    count === 1 ? '1 part is not shown' : `${shown} parts are not shown`,
  unknown: 'not known yet',
  more: (count: string) => `and ${count} more`,
  toDo: 'To do',
  system: 'System',
  agents: (count: number, shown: string) => (count === 1 ? '1 agent' : `${shown} agents`),
  plugins: (count: number, shown: string) => (count === 1 ? '1 plugin' : `${shown} plugins`),
  failedPlugins: (shown: string) => `${shown} failed`,
  busy: 'busy',
  channels: 'Channels',
  channelCount: (count: number, shown: string) => (count === 1 ? '1 channel' : `${shown} channels`),
  attempts: (shown: string) => `attempt ${shown}`,
  sessions: 'Sessions',
  sessionCount: (count: number, shown: string) => (count === 1 ? '1 session' : `${shown} sessions`),
  running: (shown: string) => `${shown} running`,
  failed: (shown: string) => `${shown} failed`,
  usage: 'Usage',
  left: (window: string, percent: string, reset: string | null) =>
    `${window} ${percent} left${reset === null ? '' : ` until ${reset}`}`,
  notAsked: 'cannot be asked',
  models: 'Models',
  isDefault: 'default',
  unavailable: 'not available',
  until: (time: string) => `until ${time}`,
  auth: 'Sign-ins',
  ends: (time: string) => `until ${time}`,
  heartbeat: 'Heartbeat',
  /** How the last one ended, by the gateway's code; the code itself where there is no word. */
  beats: NO_WORDS,
  ago: (age: string) => `${age} ago`,
  update: 'Update',
  available: (version: string, channel: string) => `${version} is available (${channel})`,
  approvals: 'Approvals',
  waiting: (count: number, shown: string) => (count === 1 ? '1 command waits' : `${shown} commands wait`),
  presence: 'Present',
  unnamed: 'unnamed',
};
