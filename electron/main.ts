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
import { type LoadedSettings, loadSettings } from './core/config/index.ts';
import { type AppNotifier, Notifications } from './core/notify/index.ts';
import {
  encryptedFileCandidate,
  errorMessage,
  GatehouseError,
  LogNotifier,
  PinoLogger,
  plainFileCandidate,
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
import { readArguments, type ShellArguments } from './shell/arguments.ts';
import { DesktopActions } from './shell/desktop-actions.ts';
import { serveWindow } from './shell/ipc.ts';
import { createLoginItem } from './shell/login-item.ts';
import { ElectronNotifier } from './shell/notifier.ts';
import { registerScheme, servePage } from './shell/scheme.ts';
import { askForWeakStorage, safeStorageCandidate } from './shell/secret-store.ts';
import { openStoreFile } from './shell/settings-store.ts';
import { type RunningTray, startTray } from './shell/tray/start-tray.ts';
import { loadPage, lockSession, openWindow } from './shell/window.ts';
import { WindowKeeper } from './shell/window-keeper.ts';

/** As the installers register it; Windows shows notifications of registered applications only. */
const APP_ID = 'app.gatehouse.desktop';

const clock = new SystemClock();
const stopping = new AbortController();

/** Frees everything that was opened, newest first. */
const closers: (() => Promise<void>)[] = [];

/** Everything that the Electron host opens, in dependency order. */
async function start({ config, flags, hidden, home: homeFlag }: ShellArguments, home: string): Promise<void> {
  const { signal } = stopping;
  await prepareHome(home);
  const { env } = process;
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
  const place = { home, platform: process.platform, runtimeFolder: env['XDG_RUNTIME_DIR'] ?? tmpdir() };
  const keyFolder = secretKeyFolder(home, { env, ...userPlace() });
  const kept = { home, redactor, clock, platform: process.platform };
  const candidates = [
    safeStorageCandidate({ ...kept, safeStorage, consent: explanation => askForWeakStorage(dialog, explanation) }),
    encryptedFileCandidate({ ...kept, keyFolder }),
    plainFileCandidate(kept),
  ];
  const { store: secrets, moved } = await openSecrets({ place, candidates, clock, signal });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const surroundings = { loaded, secrets, redactor, home, env, clock };
  const opened = await openNetwork({ ...surroundings, signal });
  closers.unshift(() => opened.stop());
  let tray: RunningTray | undefined;
  const refreshTray = (): void => tray?.refresh();
  const keeper = new WindowKeeper({ dock: app.dock, logger, onChange: refreshTray });
  const notifier: AppNotifier = Notification.isSupported()
    ? new ElectronNotifier({ Notification, logger, onIntent: intent => actions.run(intent) })
    : new LogNotifier(logger);
  const notifications = new Notifications({
    settings: loaded.settings.notifications,
    notifier,
    clock,
    logger,
    snapshot: () => gatehouse.status.snapshot(),
    isSeen: () => keeper.isSeen,
  });
  closers.unshift(async () => notifications.stop());
  const gatewayOf = (now: LoadedSettings): GatewayAccess => gatewayAccess({ loaded: now, env, secrets, redactor });
  const loginItem = createLoginItem({
    app,
    platform: process.platform,
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
    showPage: url => shell.openExternal(url),
    moveSecrets: (to, moveSignal) => openSecrets({ place, candidates, moveTo: to, clock, signal: moveSignal }),
    setAside: loaded.setAside,
    setup: { ...setupAccess({ ...surroundings, opened, load, gatewayOf }), loginItem },
    onEvent: notifications.take,
  });
  closers.unshift(() => gatehouse.stop());
  const actions = new DesktopActions({
    platform: process.platform,
    clipboard,
    shell,
    window: keeper,
    loginItem,
    logFile,
    snapshot: () => gatehouse.status.snapshot(),
    execute: command => gatehouse.execute(command, signal),
    notifier,
    clock,
    logger,
    scrubber: redactor,
    quit: () => app.quit(),
    onChange: refreshTray,
  });
  await gatehouse.start(signal);
  powerMonitor.on('resume', () => gatehouse.wake());

  const appFolder = app.getAppPath();
  servePage(protocol, path.join(appFolder, 'dist/renderer'));
  lockSession(session.defaultSession);
  const window = openWindow({
    BrowserWindow,
    preloadPath: path.join(appFolder, '.vite/build/preload.cjs'),
    iconPath: process.platform === 'linux' ? path.join(appFolder, 'dist/renderer/app.png') : undefined,
    isDark: nativeTheme.shouldUseDarkColors,
    onReady: () => {
      if (!hidden || tray === undefined) keeper.show();
    },
  });
  keeper.keep(window);
  try {
    tray = startTray({
      app,
      Tray,
      Menu,
      nativeImage,
      nativeTheme,
      screen,
      platform: process.platform,
      desktop: env['XDG_CURRENT_DESKTOP'],
      iconFolder: path.join(appFolder, '.vite/build/tray'),
      source: gatehouse.status,
      isWindowVisible: () => keeper.isVisible,
      loginItem,
      logger,
      onAction: actions.run,
      onClick: () => (keeper.isSeen ? keeper.hide() : keeper.show()),
    });
    keeper.stayInTray();
  } catch (error) {
    // Everything is in the window as well, and closing it then ends the application.
    logger.warn('no tray', { reason: errorMessage(error) });
  }
  closers.unshift(async () => tray?.stop());
  const endService = serveWindow({
    ipcMain,
    window,
    source: gatehouse.status,
    execute: command => gatehouse.execute(command, signal),
    logger,
    scrubber: redactor,
  });
  closers.unshift(async () => endService());
  app.on('second-instance', (_event, args) => {
    if (!args.includes('--hidden')) keeper.show();
  });
  app.on('activate', () => keeper.show());
  await loadPage(window);
}

function userPlace(): { platform: NodeJS.Platform; userFolder: string; workingFolder: string } {
  return { platform: process.platform, userFolder: homedir(), workingFolder: process.cwd() };
}

async function stop(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  // An end must come even if one part cannot close.
  for (const close of closers) await close().catch(() => undefined);
  app.exit(exitCode);
}

function fail(thrown: unknown): void {
  // Being told to end while starting is no failure.
  if (stopping.signal.aborted) return;
  const remedy = thrown instanceof GatehouseError ? thrown.remedy : undefined;
  dialog.showErrorBox('Gatehouse cannot start', [errorMessage(thrown), remedy].filter(Boolean).join('\n\n'));
  void stop(1);
}

function main(): void {
  // A packaged app's arguments start right after its own name; in development the app's folder comes first.
  const given = readArguments(process.argv.slice(app.isPackaged ? 1 : 2));
  const home = resolveHome({ flag: given.home, env: process.env, ...userPlace() });
  // The lock belongs to this folder: two homes are two instances.
  app.setPath('userData', path.join(home, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.setAppUserModelId(APP_ID);
  app.enableSandbox();
  registerScheme(protocol);
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', event => {
    event.preventDefault();
    void stop(0);
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => void stop(0));
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
