import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type Electron from 'electron';
import { BusNotification } from './electron-bus.ts';

/**
 * The desktop of the stand-in for `electron`: tray, menus, notifications, clipboard and the like, kept as data. The
 * `implements` clauses are the proof that what product code calls here has the signatures of the real module.
 */
export type Tell = (message: Readonly<Record<string, unknown>>) => void;

/** A menu as a test sees it. */
export interface SeenItem {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu?: readonly SeenItem[];
}

type ItemPart = 'id' | 'type' | 'label' | 'enabled' | 'checked' | 'accelerator' | 'click';

class StandInMenuItem implements Pick<Electron.MenuItem, ItemPart> {
  id: string;
  type: Electron.MenuItem['type'];
  label: string;
  enabled: boolean;
  accelerator: Electron.MenuItem['accelerator'];
  submenu?: StandInMenu;
  click: () => void;
  readonly #siblings: readonly StandInMenuItem[];
  #checked: boolean;

  constructor(options: Electron.MenuItemConstructorOptions, siblings: readonly StandInMenuItem[]) {
    this.#siblings = siblings;
    this.id = options.id ?? '';
    this.type = options.type ?? 'normal';
    this.label = options.label ?? '';
    this.enabled = options.enabled ?? true;
    this.#checked = options.checked ?? false;
    this.accelerator = (options.accelerator as Electron.MenuItem['accelerator'] | undefined) ?? null;
    if (Array.isArray(options.submenu)) this.submenu = new StandInMenu(options.submenu);
    this.click = () => {
      // As Electron's menus do it before they call back.
      if (this.type === 'checkbox') this.checked = !this.checked;
      else if (this.type === 'radio') this.checked = true;
      options.click?.(this as unknown as Electron.MenuItem, undefined, {});
    };
  }

  get checked(): boolean {
    return this.#checked;
  }

  /** Any value chooses a radio item and lets its neighbours go. */
  set checked(value: boolean) {
    if (this.type !== 'radio') {
      this.#checked = value;
      return;
    }
    for (const item of this.#siblings) if (item.type === 'radio') item.#checked = false;
    this.#checked = true;
  }
}

export class StandInMenu extends EventEmitter implements Pick<Electron.Menu, 'getMenuItemById'> {
  /** The menu of the application. */
  static applicationMenu: StandInMenu | undefined;
  readonly entries: StandInMenuItem[] = [];

  constructor(template: readonly Electron.MenuItemConstructorOptions[]) {
    super();
    for (const options of template) this.entries.push(new StandInMenuItem(options, this.entries));
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Electron.Menu {
    return new StandInMenu(template) as unknown as Electron.Menu;
  }

  static setApplicationMenu(menu: Electron.Menu | null): void {
    StandInMenu.applicationMenu = (menu ?? undefined) as StandInMenu | undefined;
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.entries) {
      const found = item.id === id ? (item as unknown as Electron.MenuItem) : item.submenu?.getMenuItemById(id);
      if (found != null) return found;
    }
    return null;
  }

  seen(): SeenItem[] {
    return this.entries.map(({ id, type, label, enabled, checked, submenu }) => ({
      id,
      type,
      label,
      enabled,
      checked,
      ...(submenu === undefined ? {} : { submenu: submenu.seen() }),
    }));
  }
}

/** Clicks an item as a person would, who can only click what is enabled. */
export function clickItem(menu: StandInMenu, id: string): void {
  const item = menu.getMenuItemById(id);
  if (item === null) throw new Error(`The menu has no item ${id}.`);
  if (!item.enabled) throw new Error(`The item ${id} is disabled.`);
  (item as unknown as StandInMenuItem).click();
}

interface StandInImage {
  readonly path: string;
}

/** A display with a bar of that height at its top. */
function displayOf(bounds: Electron.Rectangle, barHeight: number): Electron.Display {
  const workArea = { ...bounds, y: bounds.y + barHeight, height: bounds.height - barHeight };
  return { scaleFactor: 1, bounds, workArea } as Electron.Display;
}

/** The part of `electron` that a desktop is. Everything that is shown is told as it happens. */
export function createDesktop(tell: Tell) {
  const trays: StandInTray[] = [];
  const notifications: StandInNotification[] = [];
  let copied = '';
  let trayBounds: Electron.Rectangle = { x: 1500, y: 0, width: 24, height: 24 };
  let displays = [displayOf({ x: 0, y: 0, width: 1920, height: 1080 }, 24)];
  let login: Electron.Settings = { openAtLogin: false };

  type TrayPart =
    | 'setImage'
    | 'setToolTip'
    | 'setContextMenu'
    | 'popUpContextMenu'
    | 'setIgnoreDoubleClickEvents'
    | 'getBounds'
    | 'destroy';
  class StandInTray extends EventEmitter implements Pick<Electron.Tray, TrayPart> {
    image: StandInImage;
    tooltip = '';
    menu: StandInMenu | undefined;
    isDestroyedByHost = false;

    constructor(image: Electron.NativeImage) {
      super();
      this.image = image as unknown as StandInImage;
      trays.push(this);
    }
    setImage(image: Electron.NativeImage | string): void {
      this.image = image as unknown as StandInImage;
      tell({ type: 'tray-image', path: this.image.path });
    }
    setToolTip(tooltip: string): void {
      this.tooltip = tooltip;
    }
    setContextMenu(menu: Electron.Menu | null): void {
      this.menu = (menu ?? undefined) as StandInMenu | undefined;
      tell({ type: 'tray-menu' });
    }
    popUpContextMenu(menu?: Electron.Menu): void {
      this.menu = menu as StandInMenu | undefined;
    }
    setIgnoreDoubleClickEvents(): void {
      tell({ type: 'tray-ignores-double-clicks' });
    }
    getBounds(): Electron.Rectangle {
      return trayBounds;
    }
    destroy(): void {
      this.isDestroyedByHost = true;
    }
  }

  class StandInNotification extends EventEmitter implements Pick<Electron.Notification, 'show' | 'close'> {
    readonly options: Electron.NotificationConstructorOptions;
    isShown = false;
    #onBus: BusNotification | undefined;

    constructor(options: Electron.NotificationConstructorOptions = {}) {
      super();
      this.options = options;
      notifications.push(this);
    }
    static isSupported(): boolean {
      return true;
    }
    show(): void {
      this.isShown = true;
      tell({ type: 'notification', options: this.options });
      if (process.env['STAND_IN_BUS'] !== '1') return;
      this.#onBus = new BusNotification(this.options, {
        clicked: () => this.emit('click', {}),
        action: actionIndex => this.emit('action', { actionIndex }),
      });
    }
    close(): void {
      this.isShown = false;
      this.#onBus?.close();
    }
    /** A person clicks it, or the button with that label. */
    clicked(label?: string): void {
      if (label === undefined) {
        this.emit('click', {});
        return;
      }
      const actionIndex = (this.options.actions ?? []).findIndex(({ text }) => text === label);
      if (actionIndex < 0) throw new Error(`The notification has no button "${label}".`);
      this.emit('action', { actionIndex });
    }
  }

  const clipboard: Pick<Electron.Clipboard, 'writeText'> = {
    writeText: async text => {
      copied = text;
    },
  };
  const shell: Pick<Electron.Shell, 'showItemInFolder' | 'openExternal'> = {
    showItemInFolder: path => tell({ type: 'show-item', path }),
    openExternal: async url => tell({ type: 'external', url }),
  };
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => displays,
    getPrimaryDisplay: () => displays[0] as Electron.Display,
    getDisplayMatching: ({ x, y }: Electron.Rectangle) => displayAt({ x, y }),
    getDisplayNearestPoint: (point: Electron.Point) => displayAt(point),
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  });
  const displayAt = ({ x, y }: Electron.Point): Electron.Display =>
    displays.find(
      ({ bounds }) => x >= bounds.x && y >= bounds.y && x < bounds.x + bounds.width && y < bounds.y + bounds.height,
    ) ?? (displays[0] as Electron.Display);
  const nativeImage = {
    createFromPath: (path: string) => {
      if (!existsSync(path)) throw new Error(`There is no picture ${path}.`);
      return { path } as unknown as Electron.NativeImage;
    },
  } satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>;
  const loginItems: Pick<Electron.App, 'getLoginItemSettings' | 'setLoginItemSettings'> = {
    getLoginItemSettings: () => ({ openAtLogin: login.openAtLogin ?? false }) as Electron.LoginItemSettings,
    setLoginItemSettings: settings => {
      login = settings;
    },
  };

  return {
    modules: {
      Tray: StandInTray,
      Menu: StandInMenu,
      Notification: StandInNotification,
      clipboard,
      shell,
      screen,
      nativeImage,
    },
    loginItems,
    /** What the test asks, by `type`. */
    answers: {
      tray: async () => {
        const [tray] = trays;
        return tray && { image: tray.image.path, tooltip: tray.tooltip, menu: tray.menu?.seen() ?? [] };
      },
      'tray-click': async ({ item }: { item: string }) => {
        const menu = trays[0]?.menu;
        if (menu === undefined) throw new Error('There is no menu.');
        clickItem(menu, item);
      },
      'tray-icon-click': async ({ click }: { click: string }) => {
        trays[0]?.emit(click, { ctrlKey: false }, trayBounds, { x: trayBounds.x, y: trayBounds.y });
      },
      'app-menu': async () => StandInMenu.applicationMenu?.seen() ?? [],
      'app-menu-click': async ({ item }: { item: string }) => {
        if (StandInMenu.applicationMenu === undefined) throw new Error('There is no menu.');
        clickItem(StandInMenu.applicationMenu, item);
      },
      /** What is plugged in from now on, and where the tray's icon is. */
      displays: async ({ bounds, tray }: { bounds: readonly Electron.Rectangle[]; tray?: Electron.Rectangle }) => {
        displays = bounds.map(area => displayOf(area, 24));
        trayBounds = tray ?? trayBounds;
        screen.emit('display-metrics-changed', {}, displays[0], ['bounds']);
      },
      notifications: async () => notifications.filter(({ isShown }) => isShown).map(({ options }) => options),
      'notification-click': async ({ title, action }: { title: string; action?: string }) => {
        const shown = notifications.findLast(({ options, isShown }) => isShown && options.title === title);
        if (shown === undefined) throw new Error(`No notification says "${title}".`);
        shown.clicked(action);
      },
      clipboard: async () => copied,
    },
  };
}
