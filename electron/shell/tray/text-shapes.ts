import type { GatewayState, Health, ProxyStatus, SubscriptionsState, TeeStatus } from '../../contract/index.ts';

/** The systems whose people expect different words and clicks. */
export type Platform = 'darwin' | 'win32' | 'linux';

/** Labels of the menu's items. */
export interface MenuLabels {
  readonly sandbox: string;
  readonly offline: string;
  readonly safeMode: string;
  readonly startNormally: string;
  readonly copyApproval: string;
  readonly askForAccess: string;
  readonly changeToken: string;
  readonly signIn: string;
  readonly checkRegistry: string;
  readonly replaceToken: string;
  readonly addSubscription: string;
  readonly rotateTee: string;
  readonly rotateSubscription: string;
  readonly moreAgents: string;
  readonly allAgents: string;
  readonly reconnectGateway: string;
  readonly switchGateway: string;
  readonly bestGateway: string;
  readonly copyEndpoint: string;
  readonly copyEnvironment: string;
  readonly pause: string;
  readonly forOneHour: string;
  readonly untilTomorrow: string;
  readonly untilResumed: string;
  readonly resume: string;
  readonly openWindow: string;
  readonly showWindow: string;
  readonly hideWindow: string;
  readonly settings: string;
  readonly diagnostics: string;
  readonly copyStatus: string;
  readonly saveBundle: string;
  readonly showLog: string;
  readonly startAtLogin: string;
  readonly checkForUpdates: string;
  readonly checkingForUpdates: string;
  readonly downloadUpdate: (version: string) => string;
  readonly downloadingUpdate: (percent: number | null) => string;
  readonly showUpdate: (version: string) => string;
  readonly restartToUpdate: (version: string) => string;
  readonly updateWaits: (version: string) => string;
  readonly quit: string;
}

/** Everything that the tray says in one language. State words stand behind a colon: `menu` begins a label with them. */
export interface TrayTexts {
  readonly labels: MenuLabels;
  /** What differs on a system. */
  readonly platformLabels: Readonly<Record<Platform, Partial<MenuLabels>>>;
  readonly gateway: string;
  readonly noGateway: string;
  readonly tee: string;
  readonly subscriptions: string;
  readonly endpoint: string;
  readonly sandboxMark: string;
  /** In place of everything else that the icon says. */
  readonly safeMode: string;
  /** In place of the worst gate, which waits for the network. */
  readonly offline: string;
  readonly overall: Readonly<Record<Health, string>>;
  readonly gatewayState: Readonly<Record<GatewayState, string>>;
  /** In place of the TEE's state when requests need a login that is not there. */
  readonly signedOut: string;
  readonly notSignedIn: string;
  readonly teeState: Readonly<Record<TeeStatus['state'], string>>;
  /** How many can be used, where that says it all. */
  readonly usable: (usable: number, total: number) => string;
  readonly subscriptionsState: Readonly<Record<Exclude<SubscriptionsState, 'usable'>, string>>;
  readonly proxyState: Readonly<Record<ProxyStatus['state'], string>>;
}
