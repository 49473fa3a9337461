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
import { createGatehouse } from './core/app/index.ts';
import { loadSettings, SettingsDesk } from './core/config/index.ts';
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
import { openNetwork } from './network.ts';
import { openSecrets } from './open-secrets.ts';
import { appMenu } from './shell/app-menu.ts';
import { readArguments, type ShellArguments } from './shell/arguments.ts';
import { DesktopActions } from './shell/desktop-actions.ts';
import { loginPage } from './shell/external-link.ts';
import { serveWindows } from './shell/ipc.ts';
import { lockContents, lockSession } from './shell/lock.ts';
import { createLoginItem } from './shell/login-item.ts';
import { nativeTexts } from './shell/native-texts.ts';
import { ElectronNotifier } from './shell/notifier.ts';
import { Openings } from './shell/openings.ts';
import { followPower } from './shell/power.ts';
import { QUIT_LIMIT_MS, Quitting } from './shell/quitting.ts';
import { askWhereToSave } from './shell/save-diagnostics.ts';
import { registerScheme, servePage } from './shell/scheme.ts';
import { askForWeakStorage, safeStorageCandidate } from './shell/secret-store.ts';
import { openStoreFile } from './shell/settings-store.ts';
import { type RunningTray, startTray } from './shell/tray/start-tray.ts';
import { WindowMemory } from './shell/window-memory.ts';
import { Windows } from './shell/windows.ts';

/** As the installers register it; Windows shows notifications of registered applications only. */
const APP_ID = 'app.gatehouse.desktop';

const clock = new SystemClock();
const { platform } = process;
const quitting = new Quitting({ clock, exit: code => app.exit(code) });
const openings = new Openings({ app, platform });

/** Everything that the Electron host opens, in dependency order. */
async function start({ config, flags, hidden, home: homeFlag }: ShellArguments, home: string): Promise<void> {
  const { signal } = quitting;
  await prepareHome(home);
  const { env } = process;
  const loaded = await loadSettings({ home, configPath: config, flags, env, clock, signal, openFile: openStoreFile });
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
  const kept = { home, redactor, clock, platform: process.platform };
  const candidates = [
    safeStorageCandidate({ ...kept, safeStorage, consent: explanation => askForWeakStorage(dialog, explanation) }),
    encryptedFileCandidate({ ...kept, keyFolder }),
    plainFileCandidate(kept),
  ];
  const { store: secrets, moved } = await openSecrets({ place, candidates, clock, signal });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const opened = await openNetwork({ loaded, secrets, redactor, home, env, clock, signal });
  quitting.onEnd(() => opened.stop());
  let tray: RunningTray | undefined;
  const refreshTray = (): void => tray?.refresh();
  const appFolder = app.getAppPath();
  const texts = nativeTexts(app.getLocale());
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
    quit: () => app.quit(),
  });
  const notifier: AppNotifier = Notification.isSupported()
    ? new ElectronNotifier({ Notification, logger, onIntent: intent => actions.run(intent) })
    : new LogNotifier(logger);
  const notifications = new Notifications({
    settings: loaded.settings.notifications,
    notifier,
    clock,
    logger,
    snapshot: () => gatehouse.status.snapshot(),
    isSeen: () => windows.isSeen,
  });
  quitting.onEnd(async () => notifications.stop());
  const desk = new SettingsDesk(loaded);
  desk.onChange((path, { log }) => {
    if (path === 'log.level') logger.setLevel(log.level);
  });
  const gatehouse = createGatehouse({
    settings: loaded.settings,
    desk,
    network: opened.network,
    gateway: gatewayAccess({ loaded, env, secrets, redactor }),
    secrets,
    env,
    redact: value => redactor.add(value),
    logger,
    scrubber: redactor,
    clock,
    random: new SystemRandom(),
    place,
    host: 'electron',
    version: app.getVersion(),
    pid: process.pid,
    veil: { env, userFolder: homedir() },
    showPage: async url => shell.openExternal(loginPage(url)),
    setAside: loaded.setAside,
    onEvent: notifications.take,
  });
  quitting.onEnd(() => gatehouse.stop());
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
  const actions = new DesktopActions({
    platform,
    clipboard,
    shell,
    window: windows,
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
  quitting.onEnd(async () => followPower({ powerMonitor, logger, onWake: gatehouse.wake, onShutdown: quitting.quit })());

  servePage(protocol, path.join(appFolder, 'dist/renderer'));
  lockSession(session.defaultSession);
  lockContents({ app, shell, onPlace: place => windows.show(place), logger });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      appMenu(platform, texts, {
        openSettings: () => windows.show({ view: 'settings', params: {} }),
        hideWindow: () => windows.hideFocused(),
      }),
    ),
  );
function userPlace(): { platform: NodeJS.Platform; userFolder: string; workingFolder: string } {
  return { platform, userFolder: homedir(), workingFolder: process.cwd() };
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
