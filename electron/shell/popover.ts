import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { type Clock, errorMessage, type Logger } from '../core/platform/index.ts';
import { POPOVER_URL } from './scheme.ts';
import { POPOVER_SIZE } from './window.ts';
import { popoverBounds } from './window-bounds.ts';

/** Options of {@link Popover}. */
export interface PopoverOptions {
  /** Opens its window, hidden and without a page. */
  readonly open: () => BrowserWindow;
  readonly screen: Pick<Screen, 'getDisplayMatching' | 'getDisplayNearestPoint' | 'getCursorScreenPoint'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * A click on the tray's icon takes the focus away before it is told: the popover that it just hid is not to come back.
 * No person clicks twice as fast.
 */
const SAME_CLICK_MS = 250;

/** The small window at the tray's icon. Opened at the first click, then kept; hides when it loses the focus or closes itself. */
export class Popover {
  readonly #options: PopoverOptions;
  #window: BrowserWindow | undefined;
  #leftAtMs = Number.NEGATIVE_INFINITY;
  #isWanted = false;

  constructor(options: PopoverOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | undefined {
    return this.#window?.isDestroyed() === false ? this.#window : undefined;
  }

  get isSeen(): boolean {
    const { window } = this;
    return window !== undefined && window.isVisible() && window.isFocused();
  }

  /** Shows it at the icon, or hides it if it is shown. An icon without bounds is taken to be at the pointer. */
  toggle(tray: Rectangle): void {
    const { clock } = this.#options;
    if (this.#isWanted) this.hide();
    else if (clock.monotonicMs() - this.#leftAtMs >= SAME_CLICK_MS) this.#show(tray);
  }

  hide(): void {
    this.#isWanted = false;
    this.window?.hide();
  }

  #show(tray: Rectangle): void {
    const { screen } = this.#options;
    const pointer = screen.getCursorScreenPoint();
    const isPlaced = tray.width > 0 && tray.height > 0;
    const display = isPlaced ? screen.getDisplayMatching(tray) : screen.getDisplayNearestPoint(pointer);
    const icon = isPlaced ? tray : { ...pointer, width: 1, height: 1 };
    this.#isWanted = true;
    const existing = this.window;
    const window = existing ?? this.#open();
    window.setBounds(popoverBounds(icon, POPOVER_SIZE, display));
    // A new one is shown once it has something to show.
    if (existing !== undefined) appear(window);
  }

  #open(): BrowserWindow {
    const window = this.#options.open();
    this.#window = window;
    window.once('ready-to-show', () => {
      if (this.#isWanted) appear(window);
    });
    window.on('blur', () => {
      // Its own developer tools take the focus as well.
      if (!this.#isWanted || window.webContents.isDevToolsOpened()) return;
      this.#leftAtMs = this.#options.clock.monotonicMs();
      this.hide();
    });
    // The page closes itself when Escape has nothing else to close.
    window.on('close', event => {
      event.preventDefault();
      this.hide();
    });
    window.loadURL(POPOVER_URL).catch((error: unknown) => {
      this.#options.logger.warn('popover not loaded', { reason: errorMessage(error) });
      this.#window = undefined;
      this.#isWanted = false;
      window.destroy();
    });
    return window;
  }
}

function appear(window: BrowserWindow): void {
  window.show();
  window.focus();
}
