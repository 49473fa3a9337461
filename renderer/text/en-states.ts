import type {
  GatewayState,
  Health,
  ProxyStatus,
  SubscriptionState,
  SubscriptionsState,
  TeeCause,
  TeeStatus,
  UsedAccount,
} from '../../electron/contract/index.ts';

export const health: Readonly<Record<Health, string>> = {
  broken: 'Broken',
  'needs-you': 'Needs you',
  working: 'Working',
  well: 'Open',
  paused: 'Paused',
};

export const teeState: Readonly<Record<TeeStatus['state'], string>> = {
  idle: 'Not chosen yet',
  choosing: 'Choosing',
  rotating: 'Rotating',
  attested: 'Attested',
  'chain-unreachable': 'Chain unreachable',
  'no-usable-tee': 'No TEE',
  'not-configured': 'Not set up',
  offline: 'Offline',
};

export const gatewayState: Readonly<Record<GatewayState, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting',
  starting: 'Starting',
  ready: 'Ready',
  limited: 'Limited',
  'waiting-for-approval': 'Waiting for approval',
  restarting: 'Restarting',
  suspended: 'Suspended',
  unreachable: 'Unreachable',
  refused: 'Sign-in refused',
  stopped: 'Stopped',
  disconnected: 'Disconnected',
  offline: 'Offline',
};

export const accountState: Readonly<Record<UsedAccount['state'], string>> = {
  none: 'Nobody signed in',
  'signed-in': 'Signed in',
  'renewing-fails': 'Sign-in cannot be renewed',
  'signed-out': 'Signed out',
};

export const requestsUse: Readonly<Record<UsedAccount['requestsUse'], string>> = {
  account: 'Requests are sent with it',
  'own-token': 'Requests are sent with a token of your own',
  sandbox: "Requests are sent with the sandbox's own token",
  nothing: 'Requests cannot be sent',
};

export const proxyState: Readonly<Record<ProxyStatus['state'], string>> = {
  stopped: 'Stopped',
  starting: 'Starting',
  listening: 'Listening',
  'port-busy': 'Port in use',
  failed: 'Failed',
  draining: 'Finishing requests',
};

export const teeCause: Readonly<Record<TeeCause, string>> = {
  first: 'first choice',
  'rotated-out': 'rotated out',
  'keys-changed': 'keys changed',
  unreachable: 'unreachable',
  'by-hand': 'by hand',
  'pin-changed': 'pin changed',
  quarantine: 'quarantine',
};

export const subscriptionsState: Readonly<Record<SubscriptionsState, string>> = {
  'not-configured': 'Not set up',
  starting: 'Starting',
  usable: 'Usable',
  settling: 'Switching',
  'agent-unreachable': 'Agent unreachable',
  'token-refused': 'Token refused',
  'none-usable': 'None usable',
  'shared-state-away': 'Shared state lost',
  failed: 'Failed',
};

export const subscriptionState: Readonly<Record<SubscriptionState, string>> = {
  ok: 'OK',
  low: 'Low',
  limited: 'Limited',
  refused: 'Token refused',
  'token-missing': 'Token missing',
  expiring: 'Token ends soon',
  unmeasured: 'Not measured',
  removing: 'Being removed',
};

export const assignmentCause: Readonly<Record<string, string>> = {
  by_hand: 'by hand',
  failure: 'a turn failed',
  pre_dispatch: 'a turn would fail',
  threshold: 'before the limit',
  replaced: 'token replaced',
  removed: 'subscription removed',
  api_key_fallback: 'no subscription left',
  elsewhere: 'switched by its backend',
  returned: 'serves again',
};

export const switchResult: Readonly<Record<string, string>> = {
  hot_reloaded: 'hot-reloaded',
  success: 'restarted',
  no_container: 'no container',
  not_running: 'not running',
};

export const gate: Readonly<Record<'app' | 'gateway' | 'tee' | 'subscriptions', string>> = {
  app: 'Gatehouse',
  gateway: 'Gateway',
  tee: 'TEE',
  subscriptions: 'Subscriptions',
};

export const registryState: Readonly<Record<TeeStatus['registry']['state'], string>> = {
  unread: 'not read yet',
  ok: 'chain reachable',
  empty: 'lists no TEE',
  unreachable: 'chain unreachable',
  'no-contract': 'no contract at the address',
  'wrong-chain': 'another chain answered',
  undecodable: 'the answer cannot be read',
  'not-configured': 'no registry is set',
};

export const registryWatching: Readonly<Record<TeeStatus['registry']['watching'], string>> = {
  subscription: 'changes are pushed by the chain',
  polling: 'changes are asked for',
  timer: 'changes are seen at the next check',
  off: 'changes are not watched',
};
