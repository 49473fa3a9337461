import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CommandReply, SnapshotReply } from '../../../electron/contract/index.ts';
import { openStandInPage, type StandInApp, startStandInApp } from '../../helpers/electron-stand-in.ts';
import {
  type Desktop,
  type DesktopOptions,
  desktopEnvironment,
  type SecurityProbe,
  type SeenNotification,
  type WindowKind,
} from './driver.ts';
import type { StartedDesktop } from './start.ts';

/**
 * The back end without the runtime: the unmodified bundles of main process and preload, a stand-in for the module
 * `electron`, and pages in real Chromium.
 */
export async function startStandIn(options: DesktopOptions, browser: () => Browser): Promise<StartedDesktop> {
  const desktop = new StandInDesktop(options, browser);
  await desktop.start();
  return { desktop, kill: () => desktop.kill() };
}

class StandInDesktop implements Desktop {
  readonly backEnd = 'stand-in';
  readonly home: string;
  readonly probe: SecurityProbe = {
    webPreferences: async kind => {
      const id = await this.#idOf(kind);
      const opened = this.#running().told.find(message => message.type === 'window' && message['id'] === id);
      const { webPreferences } = (opened?.['options'] ?? {}) as { webPreferences?: Record<string, unknown> };
      return webPreferences ?? {};
    },
    schemePrivileges: () => this.#ask('privileged'),
    permission: async (permission, url) => {
      const { checked, requested } = await this.#ask('permission', { permission, url });
      return { checked: checked === true, requested: requested === true };
    },
    device: url => this.#ask('device', { url }),
    download: async () => !(await this.#ask('download')),
    request: url => this.#ask('request', { url, method: 'GET' }),
    outgoing: async url => {
      const { cancel } = (await this.#ask('outgoing', { url })) as { cancel?: boolean };
      return cancel !== true;
    },
    navigation: async event => !(await this.#ask('navigate', { window: await this.#idOf('full'), event })),
    opensWindow: async url => {
      const answer = await this.#ask('open', { window: await this.#idOf('full'), url });
      return answer?.action !== 'deny';
    },
    foreignCall: channel => this.#ask('foreign-invoke', { channel }),
    frameCall: channel => this.#ask('invoke', { channel, isSubframe: true }),
    call: (channel, payload) => this.#ask('invoke', { channel, payload }),
  };
  readonly #options: DesktopOptions;
  readonly #browser: () => Browser;
  readonly #pages = new Map<WindowKind, Promise<Page>>();
  #app: StandInApp | undefined;
  #context: BrowserContext | undefined;

  constructor(options: DesktopOptions, browser: () => Browser) {
    this.home = options.home;
    this.#options = options;
    this.#browser = browser;
  }

  async start(): Promise<void> {
    const app = startStandInApp(desktopEnvironment(this.#options), this.#options.args);
    this.#app = app;
    this.#pages.clear();
    app.on('reload', ({ window }) => {
      // A page whose process has ended cannot be used again.
      // One that ends meanwhile has no other; whoever wants a page then is told.
      for (const [kind, page] of this.#pages) this.#replaceIf(window as number, kind, page).catch(() => undefined);
    });
    await app.waitFor('load');
  }

  async kill(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
    const app = this.#app;
    if (app === undefined || app.process.exitCode !== null) return;
    app.process.kill('SIGKILL');
    await app.exited;
  }

  async tray() {
    const tray = await this.#ask('tray');
    if (tray === undefined) throw new Error('There is no tray.');
    return tray;
  }
  clickItem(item: string): Promise<void> {
    return this.#ask('tray-click', { item });
  }
  clickTray(click: string): Promise<void> {
    return this.#ask('tray-icon-click', { click });
  }
  async appMenu() {
    return this.#ask('app-menu');
  }
  clickAppMenu(item: string): Promise<void> {
    return this.#ask('app-menu-click', { item });
  }
  async notifications(): Promise<readonly SeenNotification[]> {
    return (await this.#ask('notifications')).map(({ id = '', title = '', body = '', actions = [] }) => ({
      id,
      title,
      body,
      actions: actions.map(({ text = '' }) => text),
    }));
  }
  clickNotification(title: string, action?: string): Promise<void> {
    return this.#ask('notification-click', action === undefined ? { title } : { title, action });
  }
  async window(kind: WindowKind) {
    return (await this.#ask('windows')).find(window => window.kind === kind) ?? null;
  }
  async page(kind: WindowKind): Promise<Page> {
    const page = this.#pages.get(kind) ?? this.#openPage(kind);
    this.#pages.set(kind, page);
    return page;
  }
  async closeWindow(): Promise<void> {
    return this.#ask('window-close', { window: await this.#idOf('full') });
  }
  async moveWindow(bounds: { x: number; y: number; width: number; height: number }): Promise<void> {
    return this.#ask('window-move', { window: await this.#idOf('full'), bounds });
  }
  lookAway(): Promise<void> {
    return this.#ask('look-away');
  }
  async crashPage(kind: WindowKind): Promise<void> {
    const open = this.#pages.get(kind);
    if (open !== undefined) {
      const page = await open;
      const crashed = page.waitForEvent('crash');
      // A page that crashes never answers that it was reached.
      page.goto('chrome://crash').catch(() => undefined);
      await crashed;
    }
    return this.#ask('page-crashed', { window: await this.#idOf(kind) });
  }
  secondInstance(args: readonly string[]): Promise<void> {
    return this.#ask('second-instance', { args });
  }
  async openLink(link: string): Promise<void> {
    // macOS hands a link over, elsewhere it is the argument of a second start.
    if (this.#options.env?.['STAND_IN_PLATFORM'] === 'darwin') await this.#ask('open-url', { url: link });
    else await this.secondInstance([link]);
  }
  async power(event: string): Promise<void> {
    await this.#ask('power', { event });
  }
  async setOnline(isOnline: boolean): Promise<void> {
    await this.#ask('online', { isOnline });
  }
  setDisplays(bounds: readonly { x: number; y: number; width: number; height: number }[]): Promise<void> {
    return this.#ask('displays', { bounds });
  }
  clipboard(): Promise<string> {
    return this.#ask('clipboard');
  }
  async shownOutside(): Promise<readonly string[]> {
    return this.#running().told.flatMap(message => {
      if (message.type === 'show-item') return [message['path'] as string];
      return message.type === 'external' ? [message['url'] as string] : [];
    });
  }
  async relaunched() {
    const told = this.#running().told.find(message => message.type === 'relaunch');
    return told === undefined ? null : { execPath: told['execPath'] as string, args: told['args'] as string[] };
  }
  ended(): Promise<number | null> {
    return this.#running().exited;
  }
  async snapshot() {
    const reply = (await this.#ask('invoke', { channel: 'gatehouse:get-snapshot' })) as SnapshotReply;
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  }
  async run(payload: object): Promise<CommandReply> {
    return (await this.#ask('invoke', { channel: 'gatehouse:run', payload })) as CommandReply;
  }
  async quit(): Promise<number | null> {
    return this.#running().quit();
  }
  async restart(): Promise<void> {
    await this.quit();
    await this.#context?.close();
    this.#context = undefined;
    await this.start();
  }

  get #ask(): StandInApp['ask'] {
    return this.#running().ask;
  }

  #running(): StandInApp {
    if (this.#app === undefined) throw new Error('The application was not started.');
    return this.#app;
  }

  async #idOf(kind: WindowKind): Promise<number> {
    const window = (await this.#ask('windows')).find(candidate => candidate.kind === kind);
    if (window === undefined) throw new Error(`There is no ${kind} window.`);
    return window.id;
  }

  async #openPage(kind: WindowKind): Promise<Page> {
    this.#context ??= await this.#browser().newContext({ ignoreHTTPSErrors: true });
    const window = (await this.#ask('windows')).find(candidate => candidate.kind === kind);
    if (window === undefined) throw new Error(`There is no ${kind} window.`);
    return openStandInPage(this.#running(), this.#context, window);
  }

  async #replaceIf(reloaded: number, kind: WindowKind, page: Promise<Page>): Promise<void> {
    if ((await this.#idOf(kind)) !== reloaded) return;
    this.#pages.set(
      kind,
      page.then(async before => {
        await before.close();
        return this.#openPage(kind);
      }),
    );
  }
}
