import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as BrowserWindowType,
  Dialog,
  Dock,
  Rectangle,
  Screen,
} from 'electron';
import type { Clock, Logger } from '../core/platform/index.ts';
import type { Place } from './deep-link.ts';
import type { NativeTexts } from './native-texts.ts';
import { guardPage } from './page-guard.ts';
import { Popover } from './popover.ts';
import { followSessionEnd } from './power.ts';
import { PAGE_URL } from './scheme.ts';
import { openPopover, openWindow, WINDOW_SIZE } from './window.ts';
import { centredBounds, fitBounds } from './window-bounds.ts';
import { WindowKeeper } from './window-keeper.ts';
import type { WindowMemory } from './window-memory.ts';

/** Options of {@link Windows}. */
export interface WindowsOptions {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindowType;
  readonly screen: Pick<
    Screen,
    | 'getAllDisplays'
    | 'getPrimaryDisplay'
    | 'getDisplayMatching'
    | 'getDisplayNearestPoint'
    | 'getCursorScreenPoint'
    | 'on'
    | 'off'
  >;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** The Dock of macOS; undefined elsewhere. */
  readonly dock: Pick<Dock, 'show' | 'hide'> | undefined;
  readonly platform: NodeJS.Platform;
  /** Absolute path of the bundled preload. */
  readonly preloadPath: string;
  /** Absolute path of a PNG; macOS takes the bundle's own. */
  readonly iconPath: string | undefined;
  /** Whether the desktop is dark now. */
  readonly isDark: () => boolean;
  readonly memory: WindowMemory;
  /** In the person's language, asked each time something is said. */
  readonly texts: () => NativeTexts;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** The full window was shown or hidden. */
  readonly onChange: () => void;
  /** Windows ends the person's session. */
  readonly onSessionEnd: () => void;
  readonly quit: () => void;
}

const DISPLAY_EVENTS = ['display-added', 'display-removed', 'display-metrics-changed'] as const;

/** The full window and the popover. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #full: WindowKeeper;
  readonly #popover: Popover;
  readonly #followDisplays = (): void => this.#full.followDisplays();

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#full = new WindowKeeper(options);
    this.#popover = new Popover({ ...options, open: () => this.#openPopover() });
  }

  /** Opens the full window as it was left, and loads its page. It is shown once it has painted, if `isShown` says so then. */
  async open(isShown: () => boolean): Promise<void> {
    const { screen, memory } = this.#options;
    const saved = await memory.load();
    const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
    const bounds =
      saved === undefined
        ? centredBounds(WINDOW_SIZE, screen.getPrimaryDisplay().workArea)
        : fitBounds(saved.bounds, displays);
    const window = openWindow(this.#look(), bounds);
    window.once('ready-to-show', () => {
      if (!isShown()) return;
      if (saved?.isMaximized === true) window.maximize();
      this.show();
    });
    this.#guard(window);
    followSessionEnd(window, this.#options.onSessionEnd);
    this.#full.keep(window);
    for (const event of DISPLAY_EVENTS) screen.on(event as 'display-added', this.#followDisplays);
    await window.loadURL(PAGE_URL);
  }

  /** Forgets nothing that was moved, and lets the windows be closed. */
  async stop(): Promise<void> {
    const { screen, memory } = this.#options;
    for (const event of DISPLAY_EVENTS) screen.off(event as 'display-added', this.#followDisplays);
    this.#full.letGo();
    await memory.flush();
  }

  /** Both, where they are open. */
  readonly all = (): readonly BrowserWindowType[] =>
    [this.#full.window, this.#popover.window].filter(window => window !== undefined);

  get isVisible(): boolean {
    return this.#full.isVisible;
  }

  /** Whether the person looks at one of them, as far as a program can know. */
  get isSeen(): boolean {
    return this.#full.isSeen || this.#popover.isSeen;
  }

  /** Brings the full window to the front, at `place` if one is named. */
  show(place: Place | null = null): void {
    this.#popover.hide();
    this.#full.show(place);
  }

  /** Hides the full window. */
  hide(): void {
    this.#full.hide();
  }

  readonly openSettings = (): void => this.show({ view: 'settings', params: {} });

  /** Hides the window that the person is in. */
  readonly hideWindow = (): void => {
    if (this.#popover.isSeen) this.#popover.hide();
    else this.#full.hide();
  };

  /** Shows or hides the popover at the tray's icon. */
  togglePopover(tray: Rectangle): void {
    this.#popover.toggle(tray);
  }

  /** From now on closing the full window leaves the application in the tray. */
  stayInTray(): void {
    this.#full.stayInTray();
  }

  /** Says on the full window that it waits for its end. */
  showEnding(title: string): void {
    const { window } = this.#full;
    window?.setTitle(title);
    // Above 1: under way, with no end known.
    window?.setProgressBar(2);
  }

  #openPopover(): BrowserWindowType {
    const popover = openPopover(this.#look(), this.#options.platform);
    this.#guard(popover);
    return popover;
  }

  #guard(window: BrowserWindowType): void {
    guardPage({ ...this.#options, window });
  }

  #look() {
    const { BrowserWindow, preloadPath, iconPath, isDark } = this.#options;
    return { BrowserWindow, preloadPath, iconPath, isDark: isDark() };
  }
}
