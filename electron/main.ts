import path from 'node:path';
import {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { Formats } from '../renderer/format/formats.ts';
import { type Language, localeOf, SENTENCES } from '../renderer/text/index.ts';
import { withBuild } from './build-id.ts';
import { readQueryResult } from './contract/index.ts';
import { createGatehouse } from './core/app/index.ts';
import { type AppNotifier, type NoticeTexts, Notifications, noticeTexts } from './core/notify/index.ts';
import {
  errorMessage,
  LogNotifier,
  resolveHome,
  SystemClock,
  userFolder,
  workingFolder,
} from './core/platform/index.ts';
import { hostParts, openHostNetwork } from './host-parts.ts';
import { aboutPanel } from './shell/about-panel.ts';
import { appMenu } from './shell/app-menu.ts';
import { readArguments, type ShellArguments } from './shell/arguments.ts';
import { linkAmong } from './shell/deep-link.ts';
import { DesktopActions } from './shell/desktop-actions.ts';
import { tellEnding } from './shell/ending.ts';
import { loginPage } from './shell/external-link.ts';
import { serveWindows } from './shell/ipc.ts';
import { hostLanguage } from './shell/language.ts';
import { licencePlaces } from './shell/licence-places.ts';
import { lockContents, lockSession } from './shell/lock.ts';
import { createLoginItem } from './shell/login-item.ts';
import { type NativeTexts, nativeTexts } from './shell/native-texts.ts';
import { ElectronNotifier } from './shell/notifier.ts';
import { openBasis } from './shell/open-basis.ts';
import { Openings } from './shell/openings.ts';
import { ownAppImage } from './shell/own-app-image.ts';
import { followPower } from './shell/power.ts';
import { failStart, type Protection, protect } from './shell/protection.ts';
import { Quitting } from './shell/quitting.ts';
import { relaunch } from './shell/restarting.ts';
import { askWhereToSave } from './shell/save-files.ts';
import { registerScheme, servePage } from './shell/scheme.ts';
import { showFiles } from './shell/show-files.ts';
import { type RunningTray, startTray } from './shell/tray/start-tray.ts';
import { desktopUpdates, forgetPrevious } from './shell/updater/index.ts';
import { WindowMemory } from './shell/window-memory.ts';
import { Windows } from './shell/windows.ts';

/** As the installers register it; Windows shows notifications of registered applications only. */
const APP_ID = 'app.gatehouse.desktop';

const clock = new SystemClock();
const { env, platform } = process;
const userPlace = { platform, userFolder: userFolder(), workingFolder };
const quitting = new Quitting({ clock, exit: code => app.exit(code) });
/** Electron's own is empty until the application is ready; a start that fails before speaks as the environment says. */
const systemLocale = (): string => app.getLocale() || new Intl.NumberFormat().resolvedOptions().locale;
const openings = new Openings({ app, platform });

/** Everything that the Electron host opens, in dependency order. */
async function start(given: ShellArguments, home: string, protection: Protection): Promise<void> {
  const { signal } = quitting;
  const { guard, redactor } = protection;
  const ports = { safeStorage, dialog, clock, systemLocale };
  const basis = await openBasis({ given, home, protection, ...userPlace, env, ...ports, signal });
  const { loaded, logger, logFile } = basis;
  const opened = await openHostNetwork(basis, { signal });
  quitting.onEnd(() => opened.stop());
  const parts = hostParts(basis, opened);

  // The system leaves no time to replace the application then.
  let endsWithSession = false;
  const endWithSession = (): void => {
    endsWithSession = true;
    quitting.begin();
  };
  let tray: RunningTray | undefined;
  const refreshTray = (): void => tray?.refresh();
  const appFolder = app.getAppPath();
  const language = hostLanguage({
    setting: () => loaded.settings.window.language,
    systemLocale,
  });
  const texts = (): NativeTexts => nativeTexts(language());
  const textLanguage = (): Language => (language().startsWith('de') ? 'de' : 'en');
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
    onSessionEnd: endWithSession,
    quit: () => app.quit(),
  });
  const notices = (): NoticeTexts => noticeTexts(language(), app.getSystemLocale());
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
  parts.desk.onChange(path => {
    if (path !== 'window.language') return;
    showAppMenu();
    refreshTray();
  });
  const appImage = ownAppImage({ env, resourcesFolder: process.resourcesPath });
  const loginItem = createLoginItem({
    app,
    platform,
    env,
    userFolder: userPlace.userFolder,
    appImage,
    program: process.execPath,
    args: [
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      '--hidden',
      ...(given.home === undefined ? [] : ['--home', home]),
    ],
  });
  const updating = { app, powerMonitor, autoUpdater: () => autoUpdater, quitting, process, logger };
  const gatehouse = createGatehouse({
    ...parts,
    host: 'electron',
    version: withBuild(app.getVersion()),
    pid: process.pid,
    veil: { env, userFolder: userPlace.userFolder },
    isOnline: () => net.isOnline(),
    showPage: async url => shell.openExternal(loginPage(url)),
    moveSecrets: basis.moveSecrets,
    restart: { begin: () => relaunch({ app, appImage, argv: process.argv, env, quit: quitting.begin }) },
    licences: licencePlaces({ appFolder, resourcesFolder: process.resourcesPath, platform }),
    updates: desktopUpdates({ ...updating, endsWithSession: () => endsWithSession }),
    setup: { ...parts.setup, loginItem },
    onEvent: notifications.take,
  });
  const execute = askWhereToSave({
    dialog,
    shell,
    folder: app.getPath('documents'),
    texts,
    clock,
    receiptName: async id =>
      readQueryResult('receipts.detail', await gatehouse.query({ name: 'receipts.detail', id }, signal)).exportName,
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
    own: () => SENTENCES[textLanguage()],
    formats: () => new Formats(localeOf(textLanguage(), [systemLocale(), language()])),
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
  quitting.onLast(() => gatehouse.finishUpdate());
  await gatehouse.start(signal);
  await guard.confirm(signal);
  await forgetPrevious(appImage, { isSafeMode: gatehouse.status.snapshot().safeMode !== null, logger });
  quitting.onEnd(
    followPower({
      powerMonitor,
      logger,
      onSleep: () => gatehouse.sleep(),
      onWake: () => gatehouse.wake(),
      onShutdown: endWithSession,
    }),
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
  await windows.open(() => !given.hidden || tray === undefined);
  openings.attach({ show: to => windows.show(to), logger });
}

function main(): void {
  // A packaged app's arguments start right after its own name; in development the app's folder comes first.
  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  // Beside a link nothing else is read: whoever wrote the link may have written that as well.
  const given = readArguments(linkAmong(args) === undefined ? args : []);
  const home = resolveHome({ flag: given.home, env, ...userPlace });
  // The lock belongs to this folder: two homes are two instances.
  app.setPath('userData', path.join(home, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const { safeMode } = given;
  const protection = protect({
    app,
    systemLocale,
    dialog,
    quitting,
    clock,
    home,
    env,
    version: withBuild(app.getVersion()),
    safeMode,
  });
  app.setAppUserModelId(APP_ID);
  app.setAboutPanelOptions(aboutPanel(withBuild(app.getVersion())));
  app.enableSandbox();
  registerScheme(protocol);
  openings.listen(args);
  if (given.hidden) app.dock?.hide();
  app.on('window-all-closed', () => {
    // The end closes them too, and whoever asks for it a second time cuts it short.
    if (!quitting.signal.aborted) app.quit();
  });
  app.on('before-quit', event => {
    event.preventDefault();
    quitting.quit();
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => quitting.quit());
  app
    .whenReady()
    .then(() => start(given, home, protection))
    .catch((thrown: unknown) =>
      failStart(thrown, { dialog, locale: protection.language, clock, quitting, guard: protection.guard }),
    );
}

try {
  main();
} catch (thrown) {
  failStart(thrown, { dialog, locale: systemLocale, clock, quitting, guard: undefined });
}
