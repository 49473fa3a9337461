import type {
  GatewaySummary,
  ProxyStatus,
  SetupStatus,
  StatusSnapshot,
  SubscriptionsStatus,
  TeeStatus,
  UpdatesStatus,
  UsedAccount,
  UsedGateway,
} from '../../electron/contract/index.ts';
import { toldStatus } from '../../electron/core/gateway/index.ts';
import type { StatusParts } from '../../electron/core/status/index.ts';

/** A second gate with nothing wrong and nothing read yet. */
export function teeStatus(changes: Partial<TeeStatus> = {}): TeeStatus {
  return {
    health: 'well',
    state: 'attested',
    sentence: 'Requests are sealed.',
    remedy: null,
    since: 0,
    current: null,
    standby: null,
    quarantined: [],
    draining: [],
    alarm: null,
    pins: { teeId: null, pcrHash: null },
    registry: {
      state: 'ok',
      rpcHosts: [],
      address: null,
      chainId: null,
      lastReadAt: null,
      lastAttemptAt: null,
      lastError: null,
      unreachableSince: null,
      nextCheckAt: null,
      watching: 'timer',
      endpoints: [],
      listed: [],
      listedTotal: 0,
      usableTotal: 0,
      skipped: [],
      skippedTotal: 0,
    },
    ...changes,
  };
}

/** Somebody is signed in. */
export function accountStatus(changes: Partial<UsedAccount> = {}): UsedAccount {
  const active = { id: '0123456789ab', email: 'you@example.org', isAnonymous: false, signedIn: true, expiresAt: null };
  return {
    health: 'well',
    state: 'signed-in',
    sentence: 'Signed in as you@example.org.',
    remedy: null,
    since: 0,
    usable: true,
    active,
    accounts: [active],
    network: { relay: 'chat.example.org', rpc: 'rpc.example.org', registryAddress: `0x${'ab'.repeat(20)}` },
    nextRefreshAt: null,
    requestsUse: 'account',
    login: null,
    loginFailure: null,
    notice: null,
    ...changes,
  };
}

/** Nobody ever signed in. */
export function noAccount(changes: Partial<UsedAccount> = {}): UsedAccount {
  return accountStatus({
    health: 'needs-you',
    state: 'none',
    sentence: 'Nobody is signed in.',
    remedy: { text: 'Run: gatehouse login.', command: 'login' },
    usable: false,
    active: null,
    accounts: [],
    network: null,
    requestsUse: 'nothing',
    ...changes,
  });
}

/** A first gate that is connected. */
export function gatewayStatus(changes: Partial<UsedGateway> = {}): UsedGateway {
  return {
    health: 'well',
    state: 'ready',
    sentence: 'Connected to studio.',
    remedy: null,
    reason: null,
    since: 0,
    profile: 'studio',
    host: '127.0.0.1:18789',
    attempt: 0,
    nextAttemptAt: null,
    connectedAt: 0,
    roundTripMs: 4,
    approval: null,
    scopes: { requested: ['operator.read'], granted: ['operator.read'], missing: [] },
    server: { version: '2026.9.1', bootId: 'boot-1', protocol: 4, uptimeMs: 5_000 },
    warning: null,
    details: null,
    ...changes,
  };
}

/** The line of a gateway that is connected and in use. */
export function gatewaySummary(changes: Partial<GatewaySummary> = {}): GatewaySummary {
  const line: GatewaySummary = {
    id: 'studio',
    name: 'studio',
    host: '127.0.0.1:18789',
    priority: 1,
    isActive: true,
    isPinned: false,
    source: 'settings',
    state: 'ready',
    health: 'well',
    sentence: 'Connected to studio.',
    since: 0,
    nextAttemptAt: null,
    approval: null,
    ...changes,
  };
  const { name: profile, state, host } = line;
  return { told: toldStatus({ profile, state, host, reason: null, told: undefined }), ...line };
}

/** A local endpoint that listens. */
export function proxyStatus(changes: Partial<ProxyStatus> = {}): ProxyStatus {
  return {
    state: 'listening',
    sentence: 'Open.',
    remedy: null,
    endpoint: 'http://127.0.0.1:1/v1',
    verification: 'strict',
    answersVerified: 0,
    answersRefused: 0,
    requestsFailed: 0,
    inFlight: 0,
    ...changes,
  };
}

/** A third gate for which nothing is configured. */
export function subscriptionsStatus(changes: Partial<SubscriptionsStatus> = {}): SubscriptionsStatus {
  return {
    health: 'well',
    state: 'not-configured',
    sentence: 'No subscription is stored.',
    remedy: null,
    since: 0,
    isTryOut: false,
    isAutomatic: true,
    subscriptions: [],
    subscriptionsTotal: 0,
    usableTotal: 0,
    nextReturnAt: null,
    agents: [],
    agentsTotal: 0,
    assignedTotal: 0,
    lastSwitch: null,
    lock: { kind: 'local', state: 'held', reason: null },
    ...changes,
  };
}

/** A home that was set up long ago. */
export function setupStatus(changes: Partial<SetupStatus> = {}): SetupStatus {
  return {
    needed: false,
    phase: 'none',
    step: 'network',
    steps: [],
    choices: { network: null, own: null, gateway: null, gatewayName: null },
    found: { gateway: null, veilSession: null, agentServers: [], sandboxGateway: false },
    switching: null,
    loginItem: null,
    finishedAt: null,
    ...changes,
  };
}

/** The newest version runs, and another one was looked for an hour ago. */
export function updatesStatus(changes: Partial<UpdatesStatus> = {}): UpdatesStatus {
  return {
    version: '0.1.0',
    package: 'appimage',
    canInstall: true,
    mode: 'download',
    channel: 'latest',
    installsAtQuit: true,
    update: { state: 'idle' },
    sentence: 'Gatehouse 0.1.0 is the newest version.',
    remedy: null,
    page: 'https://github.com/example/gatehouse/releases',
    lastCheckedAt: 0,
    nextCheckAt: null,
    lastUpdate: null,
    ...changes,
  };
}

/** What a store asks: parts that stand still, without a gateway. */
export function statusParts(changes: Partial<StatusParts> = {}): StatusParts {
  return {
    gateway: () => null,
    gateways: () => [],
    account: () => accountStatus(),
    tee: () => teeStatus(),
    proxy: () => proxyStatus(),
    subscriptions: () => subscriptionsStatus(),
    setup: () => setupStatus(),
    updates: () => updatesStatus(),
    sandbox: () => null,
    paused: () => null,
    ...changes,
  };
}

/** A headless host without a gateway, where nothing happened yet. */
export function statusSnapshot(changes: Partial<StatusSnapshot> = {}): StatusSnapshot {
  return {
    version: 1,
    revision: 1,
    app: { version: '1.2.3', host: 'headless', pid: 7, startedAt: 0, home: '/h', secrets: 'In a file.' },
    sandbox: null,
    paused: null,
    safeMode: null,
    health: 'well',
    headline: 'Private inference is open.',
    gateway: null,
    gateways: [],
    account: accountStatus(),
    tee: teeStatus(),
    proxy: proxyStatus(),
    subscriptions: subscriptionsStatus(),
    setup: setupStatus(),
    updates: updatesStatus(),
    activity: [],
    ...changes,
  };
}
