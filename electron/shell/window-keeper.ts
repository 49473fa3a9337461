import type { BrowserWindow, Dock, Screen } from 'electron';
import { errorMessage, type Logger } from '../core/platform/index.ts';
import type { Place } from './deep-link.ts';
import { pageAddress } from './scheme.ts';
import { fitBounds } from './window-bounds.ts';
import type { WindowMemory } from './window-memory.ts';

/** Options of {@link WindowKeeper}. */
export interface WindowKeeperOptions {
  /** The Dock of macOS; undefined elsewhere. */
  readonly dock: Pick<Dock, 'show' | 'hide'> | undefined;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  readonly memory: Pick<WindowMemory, 'save'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** The window was shown or hidden. */
  readonly onChange: () => void;
}

/**
 * Keeps the full window while the application lives in the tray: closing hides it, its bounds are remembered and stay on
 * a display that is there, and macOS has an icon in the Dock only while it is shown. Before {@link keep} there is no
 * window, and nothing to show.
 */
export class WindowKeeper {
  readonly #options: WindowKeeperOptions;
  #window: BrowserWindow | undefined;
  #staysInTray = false;

  constructor(options: WindowKeeperOptions) {
    this.#options = options;
  }

  keep(window: BrowserWindow): void {
    this.#window = window;
    window.on('close', event => {
      if (!this.#staysInTray) return;
      event.preventDefault();
      this.hide();
    });
    for (const change of ['show', 'hide', 'minimize', 'restore'] as const) {
      window.on(change as 'show', () => this.#options.onChange());
    }
    for (const change of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
      window.on(change as 'resize', () => this.#remember(window));
    }
  }

  /** From now on closing the window leaves the application in the tray. */
  stayInTray(): void {
    this.#staysInTray = true;
    if (!this.isVisible) this.#options.dock?.hide();
  }

  /** From now on closing the window is closing it. */
  letGo(): void {
    this.#staysInTray = false;
  }

  get window(): BrowserWindow | undefined {
    return this.#window?.isDestroyed() === false ? this.#window : undefined;
  }

  get isVisible(): boolean {
    const { window } = this;
    return window !== undefined && window.isVisible() && !window.isMinimized();
  }

  /** Whether the person looks at it, as far as a program can know. */
  get isSeen(): boolean {
    return this.isVisible && this.window?.isFocused() === true;
  }

  /** Brings the window to the front, at `place` if one is named. */
  show(place: Place | null = null): void {
    const { window } = this;
    if (window === undefined) return;
    if (place !== null) this.#goTo(window, place);
    this.#options.dock?.show().catch((error: unknown) => {
      this.#options.logger.warn('dock icon not shown', { reason: errorMessage(error) });
    });
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  hide(): void {
    this.window?.hide();
    if (this.#staysInTray) this.#options.dock?.hide();
  }

  /** A display came, went or changed: a window that lies outside of all of them comes back. */
  followDisplays(): void {
    const { window } = this;
    // The system itself moves a maximized window.
    if (window === undefined || window.isMaximized()) return;
    const bounds = window.getBounds();
    const { screen } = this.#options;
    const fitted = fitBounds(bounds, [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]);
    if (JSON.stringify(fitted) !== JSON.stringify(bounds)) window.setBounds(fitted);
  }

  #goTo(window: BrowserWindow, place: Place): void {
    const address = pageAddress(place);
    // The same address again would load the page anew; another fragment only tells it.
    if (window.webContents.getURL() === address) return;
    window.loadURL(address).catch((error: unknown) => {
      this.#options.logger.warn('view not opened', { view: place.view, reason: errorMessage(error) });
    });
  }

  #remember(window: BrowserWindow): void {
    if (window.isMinimized()) return;
    this.#options.memory.save({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  }
}
