import path from 'node:path';
import type {
  Menu as ElectronMenu,
  Tray as ElectronTray,
  MenuItem,
  MenuItemConstructorOptions,
  NativeImage,
  Rectangle,
} from 'electron';
import type { TrayAction, TrayItem } from './menu-item.ts';
import type { TrayModel } from './model.ts';
import type { Platform } from './text-shapes.ts';

/** What {@link TrayHost} needs of Electron, and of its host. */
export interface TrayHostOptions {
  readonly Tray: new (image: NativeImage) => ElectronTray;
  readonly Menu: { buildFromTemplate(template: MenuItemConstructorOptions[]): ElectronMenu };
  readonly nativeImage: { createFromPath(path: string): NativeImage };
  readonly platform: Platform;
  /** Absolute path of the drawn icons. */
  readonly iconFolder: string;
  /** Name of the file for a state, as the panel is now. */
  readonly iconFile: (state: TrayModel['iconState']) => string;
  /** An item was clicked. */
  readonly onAction: (action: TrayAction) => void;
  /** The icon, which is there on the screen, was clicked, on systems where that opens the application. */
  readonly onClick: (icon: Rectangle) => void;
  /** The icon was clicked twice, where that is something else: on Windows. */
  readonly onDoubleClick: () => void;
}

/**
 * Keeps the system's tray as the model says, touching only what changed: an icon set anew flickers, and a menu set anew
 * closes under the pointer. macOS and Windows get their menu when somebody asks for it, and an open one is changed in
 * place; Linux panels keep a copy of it, so there it is handed over again, but only when something in it changed.
 */
export class TrayHost {
  readonly #options: TrayHostOptions;
  readonly #tray: ElectronTray;
  #model: TrayModel;
  #iconFile: string;
  #menu: ElectronMenu | undefined;
  #open = false;

  /** Throws what Electron throws where there is no tray at all. */
  constructor(options: TrayHostOptions, model: TrayModel) {
    this.#options = options;
    this.#model = model;
    this.#iconFile = options.iconFile(model.iconState);
    this.#tray = new options.Tray(this.#image());
    this.#tray.setToolTip(model.tooltip);
    if (options.platform === 'linux') this.#tray.setContextMenu(this.#build());
    else this.#listen();
  }

  /** Shows another model. An equal one costs a comparison. */
  update(model: TrayModel): void {
    const before = this.#model;
    this.#model = model;
    this.refreshIcon();
    if (model.tooltip !== before.tooltip) this.#tray.setToolTip(model.tooltip);
    if (JSON.stringify(model.menu) === JSON.stringify(before.menu)) return;
    if (this.#options.platform === 'linux') this.#tray.setContextMenu(this.#build());
    else if (this.#open && this.#menu !== undefined) refresh(this.#menu, model.menu);
  }

  /** The panel's theme or a display changed: takes the drawing that fits now. */
  refreshIcon(): void {
    const file = this.#options.iconFile(this.#model.iconState);
    if (file === this.#iconFile) return;
    this.#iconFile = file;
    this.#tray.setImage(this.#image());
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #image(): NativeImage {
    return this.#options.nativeImage.createFromPath(path.join(this.#options.iconFolder, this.#iconFile));
  }

  #listen(): void {
    const { platform, onClick, onDoubleClick } = this.#options;
    // A second click on the way to a double click would toggle what the first one opened.
    if (platform === 'darwin') this.#tray.setIgnoreDoubleClickEvents(true);
    this.#tray.on('click', event => {
      if (platform === 'darwin' && event.ctrlKey === true) this.#popUp();
      else onClick(this.#tray.getBounds());
    });
    if (platform === 'win32') this.#tray.on('double-click', () => onDoubleClick());
    this.#tray.on('right-click', () => this.#popUp());
  }

  #popUp(): void {
    const menu = this.#build();
    menu.once('menu-will-close', () => {
      this.#open = false;
    });
    this.#open = true;
    this.#tray.popUpContextMenu(menu);
  }

  #build(): ElectronMenu {
    // Kept: Electron's menu goes when nothing refers to it, even while the panel shows it.
    this.#menu = this.#options.Menu.buildFromTemplate(this.#model.menu.map(item => this.#template(item)));
    return this.#menu;
  }

  #template(item: TrayItem): MenuItemConstructorOptions {
    if (item.type === 'separator') return { type: 'separator' };
    const label = escaped(item.label);
    if (item.type === 'submenu') {
      return { type: 'submenu', id: item.id, label, submenu: item.items.map(inner => this.#template(inner)) };
    }
    const { type, id, isEnabled, isChecked, accelerator, action } = item;
    return {
      type,
      id,
      label,
      enabled: isEnabled,
      ...(type === 'normal' ? {} : { checked: isChecked }),
      ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
      click: clicked => {
        // The system toggles the mark by itself; what it says is what is, and that comes with the next model.
        if (type === 'checkbox') clicked.checked = isChecked;
        if (action !== null) this.#options.onAction(action);
      },
    };
  }
}

/** Changes the items of an open menu that are still in the model; others wait for the next opening. */
function refresh(menu: ElectronMenu, items: readonly TrayItem[]): void {
  for (const item of items) {
    if (item.type === 'separator') continue;
    const shown = menu.getMenuItemById(item.id);
    if (shown === null) continue;
    setIfChanged(shown, 'label', escaped(item.label));
    if (item.type === 'submenu') {
      if (shown.submenu !== undefined) refresh(shown.submenu, item.items);
      continue;
    }
    setIfChanged(shown, 'enabled', item.isEnabled);
    // Giving a radio item any value chooses it.
    if (item.type === 'checkbox' || item.isChecked) setIfChanged(shown, 'checked', item.isChecked);
  }
}

function setIfChanged<Key extends 'label' | 'enabled' | 'checked'>(
  item: MenuItem,
  key: Key,
  value: MenuItem[Key],
): void {
  if (item[key] !== value) item[key] = value;
}

/** A single & in a label marks the key of the next letter, and names may hold any. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}
