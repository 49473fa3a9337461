import type { BrowserWindowConstructorOptions, BrowserWindow as BrowserWindowType, Session } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './scheme.ts';

/** What {@link openWindow} needs of Electron, and the files it names. */
export interface WindowOptions {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindowType;
  /** Absolute path of the bundled preload. */
  readonly preloadPath: string;
  /** Absolute path of a PNG; macOS takes the bundle's own. */
  readonly iconPath: string | undefined;
  /** Shown until the page has painted, so that a dark desktop sees no white flash. */
  readonly isDark: boolean;
  /** Called once the page has painted: until then there is nothing to see. */
  readonly onReady: () => void;
}

/** The least size at which everything has its place; below it the page still works, but the window does not get there. */
const LEAST_SIZE = { minWidth: 840, minHeight: 560 };
const BACKGROUND = { dark: '#1B1F23', light: '#FAFBFC' };

/** Opens the status window, locked: no Node in the page, no navigation, no other windows. */
export function openWindow({
  BrowserWindow,
  preloadPath,
  iconPath,
  isDark,
  onReady,
}: WindowOptions): BrowserWindowType {
  const window = new BrowserWindow({
    width: 1040,
    height: 720,
    ...LEAST_SIZE,
    show: false,
    title: 'Gatehouse',
    autoHideMenuBar: true,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    ...(iconPath === undefined ? {} : { icon: iconPath }),
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', event => event.preventDefault());
  webContents.on('will-frame-navigate', event => event.preventDefault());
  webContents.on('will-redirect', event => event.preventDefault());
  webContents.on('will-attach-webview', event => event.preventDefault());
  window.once('ready-to-show', onReady);
  return window;
}

/** Loads the page. Rejects when it cannot be loaded. */
export async function loadPage(window: Pick<BrowserWindowType, 'loadURL'>): Promise<void> {
  await window.loadURL(PAGE_URL);
}

/** Denies the page every permission but writing to the clipboard, and every request that is not for its own files. */
export function lockSession(session: Session): void {
  const mayCopy = (permission: string, url: string | undefined): boolean =>
    permission === 'clipboard-sanitized-write' && url !== undefined && isOwnPage(url);
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(mayCopy(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => mayCopy(permission, requestingOrigin));
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isOwnPage(details.url) && !details.url.startsWith('devtools://') });
  });
}

/** Whether `url` lies in the page's own origin. */
export function isOwnPage(url: string): boolean {
  return url === PAGE_ORIGIN || url.startsWith(PAGE_URL);
}
