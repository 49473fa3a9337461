import type { MenuItemConstructorOptions } from 'electron';
import type { NativeTexts } from './native-texts.ts';

/** What the menu of the application does by itself. */
export interface AppMenuActions {
  readonly openSettings: () => void;
  readonly hideWindow: () => void;
}

/**
 * The menu of the application: macOS shows it at the top, the other systems in the window while Alt is held. It carries
 * the keys of the window, and the roles without which macOS can neither copy nor paste. Electron's own menu would bring
 * reloading and the developer tools along.
 */
export function appMenu(
  platform: NodeJS.Platform,
  { menu }: Pick<NativeTexts, 'menu'>,
  { openSettings, hideWindow }: AppMenuActions,
): MenuItemConstructorOptions[] {
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: menu.settings,
    accelerator: 'CommandOrControl+,',
    click: openSettings,
  };
  const hide: MenuItemConstructorOptions = {
    id: 'hide-window',
    label: menu.hideWindow,
    accelerator: 'CommandOrControl+W',
    click: hideWindow,
  };
  const edit: MenuItemConstructorOptions = {
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo },
      { role: 'redo', label: menu.redo },
      { type: 'separator' },
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      { role: 'selectAll', label: menu.selectAll },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: menu.view,
    submenu: [
      { role: 'resetZoom', label: menu.resetZoom },
      { role: 'zoomIn', label: menu.zoomIn },
      { role: 'zoomOut', label: menu.zoomOut },
    ],
  };
  if (platform !== 'darwin') {
    return [
      { label: 'Gatehouse', submenu: [settings, { type: 'separator' }, hide, { role: 'quit', label: menu.quit }] },
      edit,
      view,
    ];
  }
  return [
    {
      label: 'Gatehouse',
      submenu: [
        { role: 'about', label: menu.about },
        { type: 'separator' },
        settings,
        { type: 'separator' },
        { role: 'services', label: menu.services },
        { type: 'separator' },
        { role: 'hide', label: menu.hide },
        { role: 'hideOthers', label: menu.hideOthers },
        { role: 'unhide', label: menu.showAll },
        { type: 'separator' },
        { role: 'quit', label: menu.quit },
      ],
    },
    edit,
    view,
    {
      label: menu.window,
      role: 'window',
      submenu: [
        { role: 'minimize', label: menu.minimize },
        { role: 'zoom', label: menu.zoom },
        hide,
        { role: 'front', label: menu.front },
      ],
    },
  ];
}
