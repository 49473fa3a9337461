import type { BrowserWindow, Dock } from 'electron';
import type { View } from '../contract/index.ts';
import { errorMessage, type Logger } from '../core/platform/index.ts';
import { pageAddress } from './scheme.ts';

/** Options of {@link WindowKeeper}. */
export interface WindowKeeperOptions {
  /** The Dock of macOS; undefined elsewhere. */
  readonly dock: Pick<Dock, 'show' | 'hide'> | undefined;
  readonly logger: Pick<Logger, 'warn'>;
  /** The window was shown or hidden. */
  readonly onChange: () => void;
}

/**
 * Keeps the one window while the application lives in the tray: closing hides it, and macOS has an icon in the Dock only
 * while it is there. Before {@link keep} there is no window, and nothing to show.
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
  }

  /** From now on closing the window leaves the application in the tray. */
  stayInTray(): void {
    this.#staysInTray = true;
    if (!this.isVisible) this.#options.dock?.hide();
  }

  get isVisible(): boolean {
    const window = this.#live();
    return window !== undefined && window.isVisible() && !window.isMinimized();
  }

  /** Whether the person looks at it, as far as a program can know. */
  get isSeen(): boolean {
    return this.isVisible && this.#live()?.isFocused() === true;
  }

  /** Brings the window to the front, at `view` if one is named. */
  show(view: View | null = null): void {
    const window = this.#live();
    if (window === undefined) return;
    if (view !== null) {
      // Only the fragment differs, so the page stays and is told.
      window.loadURL(pageAddress(view)).catch((error: unknown) => {
        this.#options.logger.warn('view not opened', { view, reason: errorMessage(error) });
      });
    }
    this.#options.dock?.show().catch((error: unknown) => {
      this.#options.logger.warn('dock icon not shown', { reason: errorMessage(error) });
    });
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  hide(): void {
    this.#live()?.hide();
    if (this.#staysInTray) this.#options.dock?.hide();
  }

  #live(): BrowserWindow | undefined {
    return this.#window?.isDestroyed() === false ? this.#window : undefined;
  }
}
