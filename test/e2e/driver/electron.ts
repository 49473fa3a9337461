import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type ElectronModule from 'electron';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { Command, CommandReply, SnapshotReply } from '../../../electron/contract/index.ts';
import {
  type Box,
  type Desktop,
  type DesktopOptions,
  desktopEnvironment,
  type PowerEvent,
  type SecurityProbe,
  type SeenItem,
  type SeenNotification,
  type SeenTray,
  type SeenWindow,
  type TrayClick,
  type WindowKind,
} from './driver.ts';
import type { StartedDesktop } from './start.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RECORDER = fileURLToPath(new URL('./electron-recorder.cjs', import.meta.url));

type Electron = typeof ElectronModule;

/** What the recorder keeps inside the runtime. */
interface Recorded {
  readonly trays: ReadonlySet<ElectronModule.Tray>;
  readonly menus: ReadonlyMap<ElectronModule.Tray, ElectronModule.Menu>;
  readonly tooltips: ReadonlyMap<ElectronModule.Tray, string>;
  readonly notifications: readonly ElectronModule.Notification[];
  readonly outside: readonly string[];
  readonly schemes: readonly ElectronModule.CustomScheme[];
  readonly permissions: {
    readonly onRequest?: Parameters<ElectronModule.Session['setPermissionRequestHandler']>[0];
    readonly onCheck?: Parameters<ElectronModule.Session['setPermissionCheckHandler']>[0];
    readonly onDevice?: Parameters<ElectronModule.Session['setDevicePermissionHandler']>[0];
  };
}

/** The preload's call behind a channel, as the page writes it. */
function callOf(channel: string, payload?: unknown): string {
  const name = { 'gatehouse:get-snapshot': 'getSnapshot', 'gatehouse:run': 'run', 'gatehouse:query': 'query' }[channel];
  return `globalThis.gatehouse.${name}(${payload === undefined ? '' : JSON.stringify(payload)})`;
}

/** Functions that run inside the runtime see it as a global. */
declare const gatehouseSeen: Recorded;

/** The runtime's program where it has been downloaded; the package alone does not hold it. */
export function electronRuntime(): string | undefined {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = path.join(folder, 'path.txt');
  if (!existsSync(name)) return undefined;
  const program = path.join(override ?? path.join(folder, 'dist'), readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

/** The back end on the real runtime, driven by Playwright. */
export async function startElectron(options: DesktopOptions, runtime: string): Promise<StartedDesktop> {
  const desktop = new ElectronDesktop(options, runtime);
  await desktop.start();
  return { desktop, kill: () => desktop.kill() };
}

class ElectronDesktop implements Desktop {
  readonly backEnd = 'electron';
  readonly home: string;
  readonly probe: SecurityProbe = {
    webPreferences: kind =>
      this.#evaluate(({ BrowserWindow }, isPopover) => {
        const window = BrowserWindow.getAllWindows().find(
          candidate => candidate.webContents.getURL().includes('window=popover') === isPopover,
        );
        // Not among the declarations; the runtime's own tests read the settings in this way.
        const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        return { ...contents.getLastWebPreferences() };
      }, kind === 'popover'),
    schemePrivileges: () => this.#evaluate(() => [...gatehouseSeen.schemes]),
    permission: (permission, url) =>
      this.#evaluate(
        async ({ BrowserWindow }, asked) => {
          const [window] = BrowserWindow.getAllWindows();
          if (window === undefined) throw new Error('There is no window.');
          const name = asked.permission as 'media';
          const { onCheck, onRequest } = gatehouseSeen.permissions;
          const requested = await new Promise<boolean>(resolve => {
            onRequest?.(window.webContents, name, resolve, {
              isMainFrame: true,
              requestingUrl: asked.url,
            });
          });
          const checked = onCheck?.(window.webContents, name, asked.url, {
            isMainFrame: true,
          });
          return { checked: checked !== false, requested };
        },
        { permission, url },
      ),
    device: url =>
      this.#evaluate(
        (_electronModule, origin) =>
          gatehouseSeen.permissions.onDevice?.({
            deviceType: 'hid',
            origin,
            device: {} as ElectronModule.HIDDevice,
          }) !== false,
        url,
      ),
    download: () =>
      this.#evaluate(({ session }) => {
        let isStopped = false;
        session.defaultSession.emit('will-download', { preventDefault: () => (isStopped = true) }, {}, {});
        return !isStopped;
      }),
    request: url =>
      this.#evaluate(async ({ session }, address) => {
        const response = await session.defaultSession.fetch(address);
        return { status: response.status, headers: Object.fromEntries(response.headers) };
      }, url),
    outgoing: async url => {
      const page = await this.page('full');
      return page.evaluate<boolean>(`fetch(${JSON.stringify(url)}).then(() => true, () => false)`);
    },
    navigation: event =>
      this.#evaluate(({ BrowserWindow }, name) => {
        let isStopped = false;
        const event_ = { preventDefault: () => (isStopped = true) };
        BrowserWindow.getAllWindows()[0]?.webContents.emit(name, event_, {}, {});
        return !isStopped;
      }, event),
    opensWindow: async url => {
      const page = await this.page('full');
      return page.evaluate<boolean>(`window.open(${JSON.stringify(url)}) !== null`);
    },
    foreignCall: channel =>
      this.#evaluate(
        async ({ BrowserWindow }, { preload, call }) => {
          const window = new BrowserWindow({ show: false, webPreferences: { preload } });
          try {
            await window.loadURL('data:text/html,');
            return (await window.webContents.executeJavaScript(call)) as unknown;
          } finally {
            window.destroy();
          }
        },
        { preload: path.join(ROOT, '.vite/build/preload.cjs'), call: callOf(channel) },
      ),
    // A preload runs in no frame but the main one, so there is nothing to call from; and no frame may be loaded.
    frameCall: async () => {
      const page = await this.page('full');
      return page.evaluate<unknown>(
        `(() => { const frame = document.body.appendChild(document.createElement('iframe'));
          const found = frame.contentWindow?.gatehouse; frame.remove();
          return { ok: found !== undefined, error: { code: 'foreign_frame' } }; })()`,
      );
    },
    call: async (channel, payload) => {
      const page = await this.page('full');
      return page.evaluate<unknown>(callOf(channel, payload));
    },
  };
  readonly #options: DesktopOptions;
  readonly #runtime: string;
  #application: ElectronApplication | undefined;

  constructor(options: DesktopOptions, runtime: string) {
    this.home = options.home;
    this.#options = options;
    this.#runtime = runtime;
  }

  async start(): Promise<void> {
    this.#application = await _electron.launch({
      executablePath: this.#runtime,
      args: ['-r', RECORDER, ...this.#arguments(this.#options.args ?? [])],
      cwd: ROOT,
      env: this.#environment(),
    });
    await this.#application.firstWindow();
  }

  async kill(): Promise<void> {
    const child = this.#application?.process();
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  tray(): Promise<SeenTray> {
    return this.#evaluate(() => {
      const [tray] = gatehouseSeen.trays;
      if (tray === undefined) throw new Error('There is no tray.');
      const itemsOf = (menu: ElectronModule.Menu | undefined): SeenItem[] =>
        (menu?.items ?? []).map(({ id, type, label, enabled, checked, submenu }) => ({
          id: id ?? '',
          type,
          label,
          enabled,
          checked,
          ...(submenu === undefined ? {} : { submenu: itemsOf(submenu) }),
        }));
      return {
        tooltip: gatehouseSeen.tooltips.get(tray) ?? '',
        image: '',
        menu: itemsOf(gatehouseSeen.menus.get(tray)),
      };
    });
  }

  clickItem(id: string): Promise<void> {
    return this.#evaluate((_electronModule, wanted) => {
      const [tray] = gatehouseSeen.trays;
      const item = tray && gatehouseSeen.menus.get(tray)?.getMenuItemById(wanted);
      if (item == null) throw new Error(`The menu has no item ${wanted}.`);
      if (!item.enabled) throw new Error(`The item ${wanted} is disabled.`);
      (item.click as () => void)();
    }, id);
  }

  clickTray(click: TrayClick): Promise<void> {
    return this.#evaluate((_electronModule, name) => {
      const [tray] = gatehouseSeen.trays;
      tray?.emit(name, { ctrlKey: false }, tray.getBounds());
    }, click);
  }

  appMenu(): Promise<readonly SeenItem[]> {
    return this.#evaluate(({ Menu }) => {
      const itemsOf = (menu: ElectronModule.Menu | null | undefined): SeenItem[] =>
        (menu?.items ?? []).map(({ id, type, label, enabled, checked, submenu }) => ({
          id: id ?? '',
          type,
          label,
          enabled,
          checked,
          ...(submenu === undefined ? {} : { submenu: itemsOf(submenu) }),
        }));
      return itemsOf(Menu.getApplicationMenu());
    });
  }

  clickAppMenu(id: string): Promise<void> {
    return this.#evaluate(({ Menu }, wanted) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
      if (item == null) throw new Error(`The menu of the application has no item ${wanted}.`);
      (item.click as () => void)();
    }, id);
  }

  notifications(): Promise<readonly SeenNotification[]> {
    return this.#evaluate(() =>
      gatehouseSeen.notifications.map(({ id, title, body, actions }) => ({
        id,
        title,
        body,
        actions: actions.map(({ text }) => text ?? ''),
      })),
    );
  }

  clickNotification(title: string, button?: string): Promise<void> {
    return this.#evaluate(
      (_electronModule, wanted) => {
        const shown = gatehouseSeen.notifications.findLast(notification => notification.title === wanted.title);
        if (shown === undefined) throw new Error(`No notification says "${wanted.title}".`);
        if (wanted.button === undefined) {
          shown.emit('click', {});
          return;
        }
        const actionIndex = shown.actions.findIndex(({ text }) => text === wanted.button);
        if (actionIndex < 0) throw new Error(`The notification has no button "${wanted.button}".`);
        shown.emit('action', { actionIndex });
      },
      { title, button },
    );
  }

  window(kind: WindowKind): Promise<SeenWindow | null> {
    return this.#evaluate(({ BrowserWindow }, wanted): SeenWindow | null => {
      for (const window of BrowserWindow.getAllWindows()) {
        const url = window.webContents.getURL();
        const found = url.includes('window=popover') ? 'popover' : 'full';
        if (found !== wanted) continue;
        return {
          kind: found,
          url,
          title: window.getTitle(),
          isVisible: window.isVisible(),
          bounds: window.getBounds(),
        };
      }
      return null;
    }, kind);
  }

  async page(kind: WindowKind): Promise<Page> {
    const isPopover = (page: Page): boolean => page.url().includes('window=popover');
    const found = this.#running()
      .windows()
      .find(page => isPopover(page) === (kind === 'popover'));
    if (found === undefined) throw new Error(`There is no ${kind} window.`);
    return found;
  }

  closeWindow(): Promise<void> {
    return this.#evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find(window => !window.webContents.getURL().includes('window=popover'))
        ?.close();
    });
  }

  moveWindow(bounds: Box): Promise<void> {
    return this.#evaluate(({ BrowserWindow }, to) => {
      BrowserWindow.getAllWindows()
        .find(window => !window.webContents.getURL().includes('window=popover'))
        ?.setBounds(to);
    }, bounds);
  }

  lookAway(): Promise<void> {
    return this.#evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.blur();
    });
  }

  async crashPage(kind: WindowKind): Promise<void> {
    const page = await this.page(kind);
    const crashed = page.waitForEvent('crash');
    await this.#evaluate(({ BrowserWindow }, isPopover) => {
      BrowserWindow.getAllWindows()
        .find(window => window.webContents.getURL().includes('window=popover') === isPopover)
        ?.webContents.forcefullyCrashRenderer();
    }, kind === 'popover');
    await crashed;
  }

  /** A second process, as the system would start it; it hands its arguments over and ends. */
  async secondInstance(args: readonly string[]): Promise<void> {
    const second = spawn(this.#runtime, this.#arguments(args), { env: this.#environment(), stdio: 'ignore' });
    await once(second, 'exit');
  }

  async openLink(link: string): Promise<void> {
    if (process.platform !== 'darwin') return this.secondInstance([link]);
    return this.#evaluate(({ app }, url) => {
      app.emit('open-url', { preventDefault: () => undefined }, url);
    }, link);
  }

  power(event: PowerEvent): Promise<void> {
    return this.#evaluate(({ powerMonitor }, name) => {
      powerMonitor.emit(name, { preventDefault: () => undefined });
    }, event);
  }

  setOnline(isOnline: boolean): Promise<void> {
    return this.#evaluate(({ net }, value) => {
      net.isOnline = () => value;
    }, isOnline);
  }

  setDisplays(displays: readonly Box[]): Promise<void> {
    return this.#evaluate(({ screen }, areas) => {
      const all = areas.map(area => ({ ...screen.getPrimaryDisplay(), bounds: area, workArea: area }));
      const [primary] = all;
      screen.getAllDisplays = () => all;
      screen.getPrimaryDisplay = () => primary ?? screen.getAllDisplays()[0]!;
      screen.emit('display-metrics-changed', {}, primary, ['bounds']);
    }, displays);
  }

  clipboard(): Promise<string> {
    return this.#evaluate(({ clipboard }) => clipboard.readText());
  }

  shownOutside(): Promise<readonly string[]> {
    return this.#evaluate(() => [...gatehouseSeen.outside]);
  }

  /** The runtime is gone when it is asked for, so the recorder writes it down. */
  async relaunched() {
    const file = path.join(this.home, 'relaunched.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { execPath?: string; args?: string[] }) : null;
  }

  async ended(): Promise<number | null> {
    const child = this.#running().process();
    if (child.exitCode !== null) return child.exitCode;
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  async snapshot() {
    const page = await this.page('full');
    const reply = await page.evaluate<SnapshotReply>('globalThis.gatehouse.getSnapshot()');
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  }

  async run(command: Command): Promise<CommandReply> {
    const page = await this.page('full');
    return page.evaluate<CommandReply>(`globalThis.gatehouse.run(${JSON.stringify(command)})`);
  }

  async quit(): Promise<number | null> {
    const application = this.#running();
    const child = application.process();
    const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
    // The runtime ends before it can answer.
    await this.#evaluate(({ app }) => app.quit()).catch(() => undefined);
    const [code] = (await exited) as [number | null];
    return code;
  }

  async restart(): Promise<void> {
    await this.quit();
    await this.start();
  }

  #running(): ElectronApplication {
    if (this.#application === undefined) throw new Error('The application was not started.');
    return this.#application;
  }

  async #evaluate<Result, Argument = void>(
    inside: (electron: Electron, argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result> {
    const call = inside as unknown as (electron: Electron, argument: unknown) => Result;
    return await this.#running().evaluate(call as never, argument);
  }

  #arguments(args: readonly string[]): string[] {
    // As root there is no user namespace for Chromium to sandbox in.
    return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, ...args];
  }

  #environment(): Record<string, string> {
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { ...Object.fromEntries(inherited), ...desktopEnvironment(this.#options) };
  }
}
