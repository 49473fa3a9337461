import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { withBuild } from './build-id.ts';
import { createGatehouse, type GatewayAccess } from './core/app/index.ts';
import { type LoadedSettings, loadSettings, SettingsDesk } from './core/config/index.ts';
import { type AppNotifier, type NoticeTexts, Notifications, noticeTexts } from './core/notify/index.ts';
import {
  errorMessage,
  GatehouseError,
  LogNotifier,
  PinoLogger,
  prepareHome,
  Redactor,
  RotatedFile,
  resolveHome,
  SystemClock,
  SystemRandom,
  secretKeyFolder,
} from './core/platform/index.ts';
import { gatewayAccess } from './gateway-access.ts';
import { openNetwork, setupAccess } from './network.ts';
import { openSecrets } from './open-secrets.ts';
import { appMenu } from './shell/app-menu.ts';
import { readArguments, type ShellArguments } from './shell/arguments.ts';
import { linkAmong } from './shell/deep-link.ts';
import { DesktopActions } from './shell/desktop-actions.ts';
import { tellEnding } from './shell/ending.ts';
import { loginPage } from './shell/external-link.ts';
import { serveWindows } from './shell/ipc.ts';
import { hostLanguage } from './shell/language.ts';
import { lockContents, lockSession } from './shell/lock.ts';
import { createLoginItem } from './shell/login-item.ts';
import { type NativeTexts, nativeTexts } from './shell/native-texts.ts';
import { ElectronNotifier } from './shell/notifier.ts';
import { Openings } from './shell/openings.ts';
import { followPower } from './shell/power.ts';
import { Quitting } from './shell/quitting.ts';
import { askWhereToSave } from './shell/save-diagnostics.ts';
import { registerScheme, servePage } from './shell/scheme.ts';
import { desktopCandidates } from './shell/secret-store.ts';
import { openStoreFile } from './shell/settings-store.ts';
import { showFiles } from './shell/show-files.ts';
import { type RunningTray, startTray } from './shell/tray/start-tray.ts';
import { WindowMemory } from './shell/window-memory.ts';
import { Windows } from './shell/windows.ts';

/** As the installers register it; Windows shows notifications of registered applications only. */
const APP_ID = 'app.gatehouse.desktop';

const clock = new SystemClock();
const { env, platform } = process;
const quitting = new Quitting({ clock, exit: code => app.exit(code) });
const openings = new Openings({ app, platform });

/** Everything that the Electron host opens, in dependency order. */
async function start({ config, flags, hidden, home: homeFlag }: ShellArguments, home: string): Promise<void> {
  const { signal } = quitting;
  await prepareHome(home);
  const load = (): Promise<LoadedSettings> =>
    loadSettings({ home, configPath: config, flags, env, clock, signal, openFile: openStoreFile });
  const loaded = await load();
  const redactor = new Redactor();
  const logFile = path.join(home, 'logs', 'gatehouse.log');
  const logger = new PinoLogger({
    clock,
    scrubber: redactor,
    level: loaded.settings.log.level,
    file: new RotatedFile({ path: logFile }),
  });
  const place = { home, platform, runtimeFolder: env['XDG_RUNTIME_DIR'] ?? tmpdir() };
  const keyFolder = secretKeyFolder(home, { env, ...userPlace() });
  const candidates = desktopCandidates({ home, redactor, clock, platform, safeStorage, keyFolder, dialog });
  const { store: secrets, moved } = await openSecrets({ place, candidates, clock, signal });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const surroundings = { loaded, secrets, redactor, home, env, clock };
  const opened = await openNetwork({ ...surroundings, signal });
  quitting.onEnd(() => opened.stop());

  let tray: RunningTray | undefined;
  const refreshTray = (): void => tray?.refresh();
  const appFolder = app.getAppPath();
  const language = hostLanguage({
    setting: () => loaded.settings.window.language,
    systemLocale: () => app.getLocale(),
  });
  const texts = (): NativeTexts => nativeTexts(language());
  const windows = new Windows({
    BrowserWindow,
    screen,
    dialog,
    dock: app.dock,
    platform,
    preloadPath: path.join(appFolder, '.vite/build/preload.cjs'),
    iconPath: platform === 'linux' ? path.join(appFolder, 'dist/renderer/app.png') : undefined,
    isDark: () => nativeTheme.shouldUseDarkColors,
    memory: new WindowMemory({ file: path.join(home, 'window.json'), clock, logger }),
    texts,
    clock,
    logger,
    onChange: refreshTray,
    onSessionEnd: quitting.begin,
    quit: () => app.quit(),
  });
  const notices = (): NoticeTexts => noticeTexts(language());
  const notifier: AppNotifier = Notification.isSupported()
    ? new ElectronNotifier({
        Notification,
        logger,
        onIntent: intent => actions.run(intent),
        onFailed: reason => gatehouse.status.emit({ type: 'notificationFailed', at: clock.now(), reason }),
      })
    : new LogNotifier(logger);
  const notifications = new Notifications({
    settings: loaded.settings.notifications,
    notifier,
    texts: notices,
    clock,
    logger,
    snapshot: () => gatehouse.status.snapshot(),
    isSeen: () => windows.isSeen,
  });
  quitting.onEnd(async () => notifications.stop());
  const desk = new SettingsDesk(loaded);
  desk.onChange((path, { log }) => {
    if (path === 'log.level') logger.setLevel(log.level);
    if (path !== 'window.language') return;
    showAppMenu();
    refreshTray();
  });
  const gatewayOf = (now: LoadedSettings): GatewayAccess => gatewayAccess({ loaded: now, env, secrets, redactor });
  const loginItem = createLoginItem({
    app,
    platform,
    env,
    userFolder: homedir(),
    program: process.execPath,
    args: [
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      '--hidden',
      ...(homeFlag === undefined ? [] : ['--home', home]),
    ],
  });
  const gatehouse = createGatehouse({
    settings: loaded.settings,
    desk,
    network: opened.network,
    gateway: gatewayOf(loaded),
    secrets,
    env,
    redact: value => redactor.add(value),
    logger,
    scrubber: redactor,
    clock,
    random: new SystemRandom(),
    place,
    host: 'electron',
    version: withBuild(app.getVersion()),
    pid: process.pid,
    veil: { env, userFolder: homedir() },
    showPage: async url => shell.openExternal(loginPage(url)),
    moveSecrets: (to, moveSignal) => openSecrets({ place, candidates, moveTo: to, clock, signal: moveSignal }),
    setAside: loaded.setAside,
    setup: { ...setupAccess({ ...surroundings, opened, load, gatewayOf }), loginItem },
    onEvent: notifications.take,
  });
  const execute = askWhereToSave({
    dialog,
    shell,
    folder: app.getPath('documents'),
    texts,
    clock,
    execute: showFiles({ shell, execute: command => gatehouse.execute(command, signal) }),
  });
  const actions = new DesktopActions({
    platform,
    clipboard,
    shell,
    window: windows,
    loginItem,
    logFile,
    snapshot: () => gatehouse.status.snapshot(),
    execute,
    notifier,
    texts: notices,
    clock,
    logger,
    scrubber: redactor,
    quit: () => app.quit(),
    onChange: refreshTray,
  });

  servePage(protocol, path.join(appFolder, 'dist/renderer'));
  lockSession(session.defaultSession);
  lockContents({ app, shell, onPlace: to => windows.show(to), logger });
  const endService = serveWindows({
    ipcMain,
    windows: windows.all,
    source: gatehouse.status,
    execute,
    query: query => gatehouse.query(query, signal),
    logger,
    scrubber: redactor,
  });
  // They outlast the core, so that a person sees how its end goes.
  quitting.onEnd(async () => endService());
  quitting.onEnd(() => windows.stop());
  quitting.onEnd(async () => tray?.stop());
  quitting.onEnd(() => gatehouse.stop());
  quitting.onWaiting(() =>
    tellEnding({ windows, notifier, texts: texts(), inFlight: gatehouse.status.snapshot().proxy.inFlight }),
  );
  await gatehouse.start(signal);
  quitting.onEnd(
    followPower({ powerMonitor, logger, onWake: () => gatehouse.wake(), onShutdown: () => quitting.begin() }),
  );

  const showAppMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(platform, texts(), windows)));
  showAppMenu();
  try {
    tray = startTray({
      language,
      Tray,
      Menu,
      nativeImage,
      nativeTheme,
      screen,
      platform,
      desktop: env['XDG_CURRENT_DESKTOP'],
      iconFolder: path.join(appFolder, '.vite/build/tray'),
      source: gatehouse.status,
      isWindowVisible: () => windows.isVisible,
      loginItem,
      logger,
      onAction: actions.run,
      onClick: icon => windows.togglePopover(icon),
      onDoubleClick: () => windows.show(),
    });
    windows.stayInTray();
  } catch (error) {
    // Everything is in the window as well, and closing it then ends the application.
    logger.warn('no tray', { reason: errorMessage(error) });
  }
  await windows.open(() => !hidden || tray === undefined);
  openings.attach({ show: to => windows.show(to), logger });
}

function userPlace(): { platform: NodeJS.Platform; userFolder: string; workingFolder: string } {
  return { platform, userFolder: homedir(), workingFolder: process.cwd() };
}

function fail(thrown: unknown): void {
  // Being told to end while starting is no failure.
  if (quitting.signal.aborted) return;
  const remedy = thrown instanceof GatehouseError ? thrown.remedy : undefined;
  dialog.showErrorBox('Gatehouse cannot start', [errorMessage(thrown), remedy].filter(Boolean).join('\n\n'));
  quitting.begin(1);
}

function main(): void {
  // A packaged app's arguments start right after its own name; in development the app's folder comes first.
  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  // Beside a link nothing else is read: whoever wrote the link may have written that as well.
  const given = readArguments(linkAmong(args) === undefined ? args : []);
  const home = resolveHome({ flag: given.home, env, ...userPlace() });
  // The lock belongs to this folder: two homes are two instances.
  app.setPath('userData', path.join(home, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.setAppUserModelId(APP_ID);
  app.enableSandbox();
  registerScheme(protocol);
  openings.listen(args);
  if (given.hidden) app.dock?.hide();
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', event => {
    event.preventDefault();
    quitting.quit();
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => quitting.quit());
  app
    .whenReady()
    .then(() => start(given, home))
    .catch(fail);
}

try {
  main();
} catch (thrown) {
  fail(thrown);
}
