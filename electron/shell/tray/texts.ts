import type { GatewayState, Health, ProxyStatus, TeeStatus } from '../../contract/index.ts';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';

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

const LANGUAGES: Readonly<Record<string, TrayTexts>> = { en, de };

/** The texts for a locale such as `de-AT`; English for a language that there is no file for. */
export function trayTexts(locale: string): TrayTexts {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return Object.hasOwn(LANGUAGES, language) ? (LANGUAGES[language] ?? en) : en;
}

/** The labels as the system's own menus would put them. */
export function labelsFor(texts: TrayTexts, platform: Platform): MenuLabels {
  return { ...texts.labels, ...texts.platformLabels[platform] };
}
