import { homedir, tmpdir } from 'node:os';
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
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { SENTENCES } from '../renderer/text/index.ts';
import { withBuild } from './build-id.ts';
import { readQueryResult } from './contract/index.ts';
import { createGatehouse, type GatewayAccess } from './core/app/index.ts';
import { type LoadedSettings, loadSettings, loadSettingsSafely, SettingsDesk } from './core/config/index.ts';
import { CrashFile, CrashGuard, safeModeAskedBy, wantsSoftwareRendering } from './core/crash/index.ts';
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
import { closedNetwork, openNetwork, setupAccess } from './network.ts';
import { openSecrets } from './open-secrets.ts';
import { aboutPanel } from './shell/about-panel.ts';
import { appMenu } from './shell/app-menu.ts';
import { readArguments, type ShellArguments } from './shell/arguments.ts';
import { CrashWatch } from './shell/crash-watch.ts';
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
import { relaunch } from './shell/restarting.ts';
import { askWhereToSave } from './shell/save-files.ts';
import { registerScheme, servePage } from './shell/scheme.ts';
import { desktopCandidates } from './shell/secret-store.ts';
import { openStoreFile } from './shell/settings-store.ts';
import { showFiles } from './shell/show-files.ts';
import { type RunningTray, startTray } from './shell/tray/start-tray.ts';
import { updateHost } from './shell/updater/index.ts';
import { WindowMemory } from './shell/window-memory.ts';
import { Windows } from './shell/windows.ts';

/** As the installers register it; Windows shows notifications of registered applications only. */
const APP_ID = 'app.gatehouse.desktop';

/** Whoever touches neither keyboard nor mouse for so long is taken to be away. */
const AWAY_SECONDS = 600;

const clock = new SystemClock();
const { env, platform } = process;
const quitting = new Quitting({ clock, exit: code => app.exit(code) });
const openings = new Openings({ app, platform });

/** What looks after crashes, from the first moment on. */
interface Protection {
  readonly guard: CrashGuard;
  readonly watch: CrashWatch;
  readonly redactor: Redactor;
}

/** Everything that the Electron host opens, in dependency order. */
async function start(
  { config, flags, hidden, home: homeFlag }: ShellArguments,
  home: string,
  { guard, watch, redactor }: Protection,
): Promise<void> {
  const { signal } = quitting;
  await prepareHome(home);
  const found = await guard.open(signal);
  const settingsPlace = { home, configPath: config, flags, env, clock, signal, openFile: openStoreFile };
  const load = (): Promise<LoadedSettings> => loadSettings(settingsPlace);
  const { loaded, problem } =
    found.safeMode === null ? { loaded: await load(), problem: null } : await loadSettingsSafely(settingsPlace);
  const logFile = path.join(home, 'logs', 'gatehouse.log');
  const logger = new PinoLogger({
    clock,
    scrubber: redactor,
    level: loaded.settings.log.level,
    file: new RotatedFile({ path: logFile }),
  });
  watch.logTo(logger);
  if (found.problem !== null) logger.warn('run not marked', { reason: found.problem });
  if (found.ended !== null) logger.warn('last run ended unexpectedly', { ...found.ended });
  if (found.safeMode !== null) logger.warn('safe mode', { ...found.safeMode, settings: problem });
  const place = { home, platform, runtimeFolder: env['XDG_RUNTIME_DIR'] ?? tmpdir() };
  const keyFolder = secretKeyFolder(home, { env, ...userPlace() });
  const candidates = desktopCandidates({ home, redactor, clock, platform, safeStorage, keyFolder, dialog });
  const { store: secrets, moved } = await openSecrets({ place, candidates, clock, signal });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const surroundings = { loaded, secrets, redactor, home, env, clock };
  const opened = found.safeMode === null ? await openNetwork({ ...surroundings, signal }) : closedNetwork();
  quitting.onEnd(() => opened.stop());

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
    onSessionEnd: endWithSession,
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
    restart: { begin: () => relaunch({ app, env, argv: process.argv, quit: quitting.begin }) },
    setAside: loaded.setAside,
    crash: { ...found, onLeft: () => guard.forgive() },
    updates: updateHost({
      version: app.getVersion(),
      isPackaged: app.isPackaged,
      platform,
      env,
      args: process.argv.slice(1),
      resourcesFolder: process.resourcesPath,
      userFolder: app.getPath('userData'),
      native: () => autoUpdater,
      release: () => app.releaseSingleInstanceLock(),
      logger,
      isAway: () => powerMonitor.getSystemIdleTime() >= AWAY_SECONDS,
      mayInstallAtEnd: () => !endsWithSession,
      restart: quitting.begin,
    }),
    setup: { ...setupAccess({ ...surroundings, opened, load, gatewayOf }), loginItem },
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
    own: () => SENTENCES[language().startsWith('de') ? 'de' : 'en'],
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
  await windows.open(() => !hidden || tray === undefined);
  openings.attach({ show: to => windows.show(to), logger });
}

function userPlace(): { platform: NodeJS.Platform; userFolder: string; workingFolder: string } {
  return { platform, userFolder: homedir(), workingFolder: process.cwd() };
}

function fail(thrown: unknown, guard?: CrashGuard): void {
  // Being told to end while starting is no failure.
  if (quitting.signal.aborted) return;
  // What we refuse to start with is said; what nobody thought of is a crash.
  if (!(thrown instanceof GatehouseError)) guard?.crashed(thrown);
  const remedy = thrown instanceof GatehouseError ? thrown.remedy : undefined;
  dialog.showErrorBox('Gatehouse cannot start', [errorMessage(thrown), remedy].filter(Boolean).join('\n\n'));
  quitting.begin(1);
}

/** Before the runtime is ready: whether it may use the graphics processor is decided then. */
function protect(home: string, { safeMode }: ShellArguments): Protection {
  const redactor = new Redactor();
  const isSoftwareRendered = wantsSoftwareRendering(new CrashFile(home).read(), clock.now());
  if (isSoftwareRendered) app.disableHardwareAcceleration();
  const guard = new CrashGuard({
    home,
    clock,
    scrubber: redactor,
    host: 'electron',
    version: withBuild(app.getVersion()),
    askedBy: safeModeAskedBy(safeMode, env),
    isSoftwareRendered,
  });
  const watch = new CrashWatch({
    app,
    dialog,
    guard,
    scrubber: redactor,
    texts: () => nativeTexts(app.getLocale()),
    end: quitting.begin,
  });
  watch.start();
  quitting.onExit(() => guard.end());
  quitting.onExit(() => watch.tell());
  return { guard, watch, redactor };
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
  const protection = protect(home, given);
  app.setAppUserModelId(APP_ID);
  app.setAboutPanelOptions(aboutPanel(withBuild(app.getVersion())));
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
    .then(() => start(given, home, protection))
    .catch((thrown: unknown) => fail(thrown, protection.guard));
}

try {
  main();
} catch (thrown) {
  fail(thrown);
}
