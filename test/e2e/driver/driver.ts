import type { Page } from 'playwright-core';
import type { Command, CommandReply, StatusSnapshot } from '../../../electron/contract/index.ts';

/** One item of a menu, as a person sees it. */
export interface SeenItem {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu?: readonly SeenItem[];
}

/** The icon in the panel. */
export interface SeenTray {
  readonly tooltip: string;
  /** File name of the drawing; empty where the runtime does not tell. */
  readonly image: string;
  readonly menu: readonly SeenItem[];
}

/** A notification that is shown. */
export interface SeenNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The windows that the application has. */
export type WindowKind = 'full' | 'popover';

/** A window as the system has it; its content is a page. */
export interface SeenWindow {
  readonly kind: WindowKind;
  readonly url: string;
  readonly title: string;
  readonly isVisible: boolean;
  readonly bounds: Box;
}

export type TrayClick = 'click' | 'double-click' | 'right-click';
export type PowerEvent = 'suspend' | 'resume' | 'shutdown';

/** What an attacker would try, tried. */
export interface SecurityProbe {
  /** The settings that a window's page was opened with. */
  webPreferences(kind: WindowKind): Promise<Readonly<Record<string, unknown>>>;
  /** Whether the whole process model is sandboxed, and which schemes are privileged in which way. */
  schemePrivileges(): Promise<readonly { readonly scheme: string; readonly privileges?: object }[]>;
  /** Answers of the permission handlers to a page of that address. */
  permission(permission: string, url: string): Promise<{ readonly checked: boolean; readonly requested: boolean }>;
  /** Whether a page's device, and its download, are let through. */
  device(url: string): Promise<boolean>;
  download(): Promise<boolean>;
  /** An address of the application's own scheme. */
  request(url: string): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>> }>;
  /** Whether a request of a page to that address is let out. */
  outgoing(url: string): Promise<boolean>;
  /** Whether this event of a page's navigation is objected to. */
  navigation(event: string): Promise<boolean>;
  /** Whether a page that opens a window gets one. */
  opensWindow(url: string): Promise<boolean>;
  /** A call from a page that is not one of the application's windows, and from a frame inside of one. */
  foreignCall(channel: string): Promise<unknown>;
  frameCall(channel: string): Promise<unknown>;
  /** A call from the full window. */
  call(channel: string, payload?: unknown): Promise<unknown>;
}

/**
 * The desktop application as a person and their system deal with it. Two back ends keep this promise: the real runtime,
 * and a stand-in for it. A spec written against it does not know which one it has.
 */
export interface Desktop {
  readonly backEnd: 'stand-in' | 'electron';
  readonly home: string;
  tray(): Promise<SeenTray>;
  /** Throws when there is no such item or it is disabled: a person could not click it either. */
  clickItem(id: string): Promise<void>;
  clickTray(click: TrayClick): Promise<void>;
  /** The menu of the application, at the top of the screen or in the window. */
  clickAppMenu(id: string): Promise<void>;
  /** What that menu holds. */
  appMenu(): Promise<readonly SeenItem[]>;
  /** What is shown now, oldest first. */
  notifications(): Promise<readonly SeenNotification[]>;
  /** Clicks the notification of that title, or its button of that label. */
  clickNotification(title: string, button?: string): Promise<void>;
  /** Null while it has not been opened. */
  window(kind: WindowKind): Promise<SeenWindow | null>;
  /** The content of a window that has been opened. */
  page(kind: WindowKind): Promise<Page>;
  /** Clicks the close button of the full window. */
  closeWindow(): Promise<void>;
  moveWindow(bounds: Box): Promise<void>;
  /** Brings another application to the front. */
  lookAway(): Promise<void>;
  /** Ends the process behind a window's page. */
  crashPage(kind: WindowKind): Promise<void>;
  /** Starts the application once more, with these arguments. */
  secondInstance(args: readonly string[]): Promise<void>;
  /** Clicks a link of the application's own scheme. */
  openLink(link: string): Promise<void>;
  power(event: PowerEvent): Promise<void>;
  /** What the system says of this computer's network from now on. */
  setOnline(isOnline: boolean): Promise<void>;
  /** The displays from now on, the primary one first. */
  setDisplays(displays: readonly Box[]): Promise<void>;
  clipboard(): Promise<string>;
  readonly probe: SecurityProbe;
  /** Folders that were shown and pages that were opened in the browser. */
  shownOutside(): Promise<readonly string[]>;
  /** How it asked the system to be started again once it has ended; null: it did not. Also after it has ended. */
  relaunched(): Promise<{ readonly execPath?: string; readonly args?: readonly string[] } | null>;
  /** Resolves with the exit code once it has ended by itself. */
  ended(): Promise<number | null>;
  snapshot(): Promise<StatusSnapshot>;
  /** A command as the window sends it. */
  run(command: Command): Promise<CommandReply>;
  /** Ends it as a person does. The exit code. */
  quit(): Promise<number | null>;
  /** Ends it and starts it again in the same home. */
  restart(): Promise<void>;
}

/** How the application is started. */
export interface DesktopOptions {
  readonly home: string;
  /** The application's own arguments. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What both back ends start with: the sandbox, on free ports, with nothing of the machine's own settings. */
export function desktopEnvironment({ home, env = {} }: DesktopOptions): Record<string, string> {
  return {
    GATEHOUSE_HOME: home,
    GATEHOUSE_PROXY_PORT: '0',
    GATEHOUSE_NETWORK: 'sandbox',
    XDG_CONFIG_HOME: `${home}/config`,
    ...env,
  };
}
