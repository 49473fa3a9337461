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
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: menu.view,
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
  };
  if (platform !== 'darwin') {
    return [{ label: 'Gatehouse', submenu: [settings, { type: 'separator' }, hide, { role: 'quit' }] }, edit, view];
  }
  return [
    {
      label: 'Gatehouse',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        settings,
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    edit,
    view,
    { label: menu.window, role: 'window', submenu: [{ role: 'minimize' }, { role: 'zoom' }, hide, { role: 'front' }] },
  ];
}
