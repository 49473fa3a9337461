import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Tell } from './electron-desktop.ts';

/** The event that Electron hands to listeners which may object. */
export function objection(): { event: Electron.Event; hasObjected: () => boolean } {
  let objected = false;
  const event = {
    preventDefault: () => {
      objected = true;
    },
    get defaultPrevented() {
      return objected;
    },
  };
  return { event: event, hasObjected: () => objected };
}

/** What a test is told of a window. */
export interface SeenWindow {
  readonly id: number;
  readonly kind: 'full' | 'popover';
  readonly url: string;
  readonly title: string;
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  readonly isMaximized: boolean;
  readonly bounds: Electron.Rectangle;
  /** Above 1: under way without a known end; below 0: none. */
  readonly progress: number;
}

/** The windows of the stand-in for `electron`. One of them at most has the focus. */
export function createWindows(tell: Tell, hooks: { created(contents: Electron.WebContents): void; allClosed(): void }) {
  const windows: StandInWindow[] = [];
  let focused: StandInWindow | undefined;

  function focus(window: StandInWindow | undefined): void {
    if (focused === window) return;
    const before = focused;
    focused = window;
    before?.emit('blur');
    window?.emit('focus');
  }

  class StandInContents extends EventEmitter {
    readonly id: number;
    readonly mainFrame = { url: '' } as Electron.WebFrameMain;
    openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined;

    constructor(id: number) {
      super();
      this.id = id;
    }
    setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
      this.openHandler = handler;
    }
    send(channel: string, ...args: unknown[]): void {
      tell({ type: 'push', window: this.id, channel, args });
    }
    getURL(): string {
      return this.mainFrame.url;
    }
    isDevToolsOpened(): boolean {
      return false;
    }
    reload(): void {
      tell({ type: 'reload', window: this.id });
    }
    forcefullyCrashRenderer(): void {
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    }
  }

  class StandInWindow extends EventEmitter {
    readonly id = windows.length + 1;
    readonly options: Electron.BrowserWindowConstructorOptions;
    readonly contents: StandInContents;
    readonly webContents: Electron.WebContents;
    #bounds: Electron.Rectangle;
    #title: string;
    #progress = -1;
    #isVisible: boolean;
    #isMinimized = false;
    #isMaximized = false;
    #isDestroyed = false;
    #wasReady = false;

    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super();
      this.options = options;
      this.#bounds = {
        x: options.x ?? 0,
        y: options.y ?? 0,
        width: options.width ?? 800,
        height: options.height ?? 600,
      };
      this.#title = options.title ?? '';
      this.#isVisible = options.show !== false;
      this.contents = new StandInContents(this.id);
      this.webContents = this.contents as unknown as Electron.WebContents;
      windows.push(this);
      tell({ type: 'window', id: this.id, options });
      hooks.created(this.webContents);
    }
    async loadURL(url: string): Promise<void> {
      (this.contents.mainFrame as { url: string }).url = url;
      tell({ type: 'load', window: this.id, url });
      if (this.#wasReady) return;
      this.#wasReady = true;
      setImmediate(() => this.emit('ready-to-show'));
    }
    isDestroyed(): boolean {
      return this.#isDestroyed;
    }
    isVisible(): boolean {
      return this.#isVisible;
    }
    isFocused(): boolean {
      return focused === this;
    }
    isMinimized(): boolean {
      return this.#isMinimized;
    }
    isMaximized(): boolean {
      return this.#isMaximized;
    }
    restore(): void {
      this.#isMinimized = false;
      this.emit('restore');
    }
    maximize(): void {
      this.#isMaximized = true;
      this.emit('maximize');
    }
    show(): void {
      const wasVisible = this.#isVisible;
      this.#isVisible = true;
      if (!wasVisible) this.emit('show');
      focus(this);
    }
    focus(): void {
      focus(this);
    }
    hide(): void {
      if (!this.#isVisible) return;
      this.#isVisible = false;
      this.emit('hide');
      if (focused === this) focus(undefined);
    }
    close(): void {
      const { event, hasObjected } = objection();
      this.emit('close', event);
      if (!hasObjected()) this.destroy();
    }
    destroy(): void {
      this.#isDestroyed = true;
      this.#isVisible = false;
      if (focused === this) focus(undefined);
      this.emit('closed');
      if (windows.every(window => window.isDestroyed())) hooks.allClosed();
    }
    getBounds(): Electron.Rectangle {
      return { ...this.#bounds };
    }
    getNormalBounds(): Electron.Rectangle {
      return { ...this.#bounds };
    }
    setBounds(bounds: Partial<Electron.Rectangle>): void {
      this.#bounds = { ...this.#bounds, ...bounds };
      this.emit('move');
      this.emit('resize');
      tell({ type: 'bounds', window: this.id, bounds: this.#bounds });
    }
    setTitle(title: string): void {
      this.#title = title;
    }
    setProgressBar(progress: number): void {
      this.#progress = progress;
    }
    setVisibleOnAllWorkspaces(): void {
      tell({ type: 'on-all-workspaces', window: this.id });
    }
    seen(): SeenWindow {
      return {
        id: this.id,
        kind: this.options.frame === false ? 'popover' : 'full',
        url: this.contents.getURL(),
        title: this.#title,
        isVisible: this.#isVisible,
        isFocused: focused === this,
        isMaximized: this.#isMaximized,
        bounds: this.getBounds(),
        progress: this.#progress,
      };
    }
  }

  const windowOf = (id: number): StandInWindow => {
    const window = windows.find(candidate => candidate.id === id);
    if (window === undefined) throw new Error(`There is no window ${id}.`);
    return window;
  };

  return {
    BrowserWindow: StandInWindow,
    windowOf,
    answers: {
      windows: async () => windows.filter(window => !window.isDestroyed()).map(window => window.seen()),
      'window-close': async ({ window }: { window: number }) => windowOf(window).close(),
      'window-move': async ({ window, bounds }: { window: number; bounds: Electron.Rectangle }) =>
        windowOf(window).setBounds(bounds),
      /** Another application comes to the front. */
      'look-away': async () => focus(undefined),
      'page-crashed': async ({ window }: { window: number }) => windowOf(window).contents.forcefullyCrashRenderer(),
      'session-end': async ({ window }: { window: number }) => {
        const { event, hasObjected } = objection();
        windowOf(window).emit('query-session-end', event);
        windowOf(window).emit('session-end', event);
        return hasObjected();
      },
      navigate: async ({ window, event }: { window: number; event: string }) => {
        const { event: given, hasObjected } = objection();
        windowOf(window).contents.emit(event, given);
        return hasObjected();
      },
      open: async ({ window, url }: { window: number; url: string }) =>
        windowOf(window).contents.openHandler?.({ url } as Electron.HandlerDetails),
    },
  };
}
