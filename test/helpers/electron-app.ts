import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import type { Tell } from './electron-desktop.ts';
import { StandInNativeUpdater } from './electron-native-updater.ts';
import { standInNet } from './electron-net.ts';
import { objection } from './electron-windows.ts';

/** The application, the computer it runs on, and its dialogs, as the stand-in for `electron` has them. */
export function createApp(tell: Tell, login: Pick<Electron.App, 'getLoginItemSettings' | 'setLoginItemSettings'>) {
  let isDockShown = true;
  let isReady = false;
  const dock = {
    show: async () => {
      isDockShown = true;
    },
    hide: () => {
      isDockShown = false;
    },
  };

  class StandInApp extends EventEmitter {
    readonly isPackaged = process.env['STAND_IN_PACKAGED'] === '1';
    readonly dock = process.platform === 'darwin' ? dock : undefined;

    releaseSingleInstanceLock(): void {
      tell({ type: 'lock-released' });
    }
    requestSingleInstanceLock(): boolean {
      return process.env['STAND_IN_SECOND'] !== '1';
    }
    async whenReady(): Promise<void> {
      await Promise.resolve();
      isReady = true;
    }
    getAppPath(): string {
      return process.cwd();
    }
    getVersion(): string {
      const given = process.env['STAND_IN_VERSION'];
      if (given !== undefined) return given;
      return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
    }
    getPath(name: 'documents'): string {
      return `${process.env['GATEHOUSE_HOME']}/${name}`;
    }
    setPath(): void {
      // Nothing of Electron is stored here.
    }
    setAppUserModelId(id: string): void {
      tell({ type: 'app-id', id });
    }
    setAsDefaultProtocolClient(protocol: string): boolean {
      tell({ type: 'default-protocol', protocol });
      return true;
    }
    getSystemLocale(): string {
      return process.env['STAND_IN_REGION'] ?? this.getLocale();
    }
    getLocale(): string {
      if (!isReady) return '';
      return process.env['STAND_IN_LOCALE'] ?? 'en-GB';
    }
    getLoginItemSettings(options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
      return login.getLoginItemSettings(options);
    }
    setLoginItemSettings(settings: Electron.Settings): void {
      login.setLoginItemSettings(settings);
    }
    setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
      tell({ type: 'about-panel', ...options });
    }
    disableHardwareAcceleration(): void {
      tell({ type: 'software-rendering' });
    }
    enableSandbox(): void {
      tell({ type: 'sandbox-enabled' });
    }
    quit(): void {
      const { event, hasObjected } = objection();
      this.emit('before-quit', event);
      if (!hasObjected()) this.exit(0);
    }
    relaunch(options?: Electron.RelaunchOptions): void {
      tell({ type: 'relaunch', ...options });
    }
    exit(code = 0): void {
      tell({ type: 'exit', code });
      process.exit(code);
    }
  }

  const app = new StandInApp();
  const powerMonitor = Object.assign(new EventEmitter(), {
    getSystemIdleTime: () => Number(process.env['STAND_IN_IDLE_SECONDS'] ?? 0),
  });
  let isOnline = true;
  const net = { ...standInNet, isOnline: () => isOnline };
  const nativeTheme = Object.assign(new EventEmitter(), {
    shouldUseDarkColors: false,
    shouldUseDarkColorsForSystemIntegratedUI: false,
  });
  const dialog = {
    showErrorBox: (title: string, content: string) => tell({ type: 'error-box', title, content }),
    showMessageBox: async (
      ...given: [Electron.MessageBoxOptions] | [Electron.BaseWindow, Electron.MessageBoxOptions]
    ): Promise<Electron.MessageBoxReturnValue> => {
      const options = given.length === 1 ? given[0] : given[1];
      tell({ type: 'question', message: options.message, detail: options.detail, buttons: options.buttons });
      return { response: Number(process.env['STAND_IN_ANSWER'] ?? 0), checkboxChecked: false };
    },
    showSaveDialog: async (
      ...given: [Electron.SaveDialogOptions] | [Electron.BaseWindow, Electron.SaveDialogOptions]
    ): Promise<Electron.SaveDialogReturnValue> => {
      const options = given.length === 1 ? given[0] : given[1];
      tell({ type: 'save-dialog', title: options.title, defaultPath: options.defaultPath });
      const filePath = process.env['STAND_IN_SAVE'] ?? '';
      return { canceled: filePath === '', filePath };
    },
  };
  // Reversible and no plain text, which is all that the main bundle can tell.
  const safeStorage = {
    isAsyncEncryptionAvailable: async () => process.env['STAND_IN_KEYCHAIN'] !== 'none',
    getSelectedStorageBackend: () => (process.env['STAND_IN_BACKEND'] ?? 'gnome_libsecret') as 'gnome_libsecret',
    encryptStringAsync: async (text: string) => Buffer.from(Buffer.from(text).map(byte => byte ^ 0x5a)),
    decryptStringAsync: async (encrypted: Buffer) => ({
      result: Buffer.from(encrypted.map(byte => byte ^ 0x5a)).toString('utf8'),
      shouldReEncrypt: false,
    }),
  };

  return {
    modules: {
      app,
      autoUpdater: new StandInNativeUpdater(tell, () => app.quit()),
      net,
      powerMonitor,
      nativeTheme,
      dialog,
      safeStorage,
    },
    answers: {
      'is-dock-shown': async () => isDockShown,
      'second-instance': async ({ args }: { args: readonly string[] }) => {
        app.emit('second-instance', objection().event, ['gatehouse', ...args], process.cwd(), undefined);
      },
      'open-url': async ({ url }: { url: string }) => {
        const { event, hasObjected } = objection();
        app.emit('open-url', event, url);
        return hasObjected();
      },
      activate: async () => {
        app.emit('activate', objection().event, false);
      },
      power: async ({ event }: { event: string }) => {
        const { event: given, hasObjected } = objection();
        powerMonitor.emit(event, given);
        return hasObjected();
      },
      online: async (said: { isOnline: boolean }) => {
        isOnline = said.isOnline;
      },
      'all-windows-closed': async () => {
        app.emit('window-all-closed');
      },
      'process-gone': async ({ details }: { details: object }) => {
        app.emit('child-process-gone', {}, details);
      },
      'app-quit': async () => app.quit(),
    },
  };
}
