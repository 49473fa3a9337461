import type { GatewayState, Health, ProxyStatus, TeeStatus } from '../../contract/index.ts';

/** The systems whose people expect different words and clicks. */
export type Platform = 'darwin' | 'win32' | 'linux';

/** Labels of the menu's items. */
export interface MenuLabels {
  readonly sandbox: string;
  readonly copyApproval: string;
  readonly checkRegistry: string;
  readonly rotateTee: string;
  readonly reconnectGateway: string;
  readonly switchGateway: string;
  readonly bestGateway: string;
  readonly copyEndpoint: string;
  readonly copyEnvironment: string;
  readonly openWindow: string;
  readonly showWindow: string;
  readonly hideWindow: string;
  readonly diagnostics: string;
  readonly copyStatus: string;
  readonly showLog: string;
  readonly startAtLogin: string;
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
  readonly endpoint: string;
  readonly sandboxMark: string;
  readonly overall: Readonly<Record<Health, string>>;
  readonly gatewayState: Readonly<Record<GatewayState, string>>;
  readonly teeState: Readonly<Record<TeeStatus['state'], string>>;
  readonly proxyState: Readonly<Record<ProxyStatus['state'], string>>;
}
