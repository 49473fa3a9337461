import type { BrowserWindowConstructorOptions, BrowserWindow as BrowserWindowType, Rectangle } from 'electron';

/** What {@link openWindow} needs of Electron, and the files it names. */
export interface WindowOptions {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindowType;
  /** Absolute path of the bundled preload. */
  readonly preloadPath: string;
  /** Absolute path of a PNG; macOS takes the bundle's own. */
  readonly iconPath: string | undefined;
  /** Shown until the page has painted, so that a dark desktop sees no white flash. */
  readonly isDark: boolean;
}

/** The full window's size the first time. */
export const WINDOW_SIZE = { width: 1040, height: 720 };
/** The popover's size, where the display has room for it. */
export const POPOVER_SIZE = { width: 380, height: 560 };

/** The least size at which everything has its place; below it the page still works, but the window does not get there. */
const LEAST_SIZE = { minWidth: 840, minHeight: 560 };
const BACKGROUND = { dark: '#1B1F23', light: '#FAFBFC' };

/** Opens the full window, hidden. */
export function openWindow(options: WindowOptions, bounds: Rectangle): BrowserWindowType {
  return new options.BrowserWindow({
    ...bounds,
    ...LEAST_SIZE,
    ...common(options),
    title: 'Gatehouse',
    autoHideMenuBar: true,
  });
}

/** Opens the popover, hidden: no frame, no entry among the windows, above the others while it is there. */
export function openPopover(options: WindowOptions, platform: NodeJS.Platform): BrowserWindowType {
  const popover = new options.BrowserWindow({
    ...POPOVER_SIZE,
    ...common(options),
    title: 'Gatehouse',
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    // A panel takes the keyboard without bringing the whole application to the front.
    ...(platform === 'darwin' ? { type: 'panel' } : {}),
  });
  if (platform === 'darwin') popover.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  return popover;
}

/** Locked alike: no Node in the page, its own process sandboxed, its world apart from the preload's. */
function common({ preloadPath, iconPath, isDark }: WindowOptions): BrowserWindowConstructorOptions {
  return {
    show: false,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    ...(iconPath === undefined ? {} : { icon: iconPath }),
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}
