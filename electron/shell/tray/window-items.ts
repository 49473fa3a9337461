import type { UpdatesStatus } from '../../contract/index.ts';
import { click, commandItem, type TrayItem } from './menu-item.ts';
import type { MenuSurroundings } from './menu-surroundings.ts';
import type { MenuLabels } from './text-shapes.ts';
import { updateItems } from './update-items.ts';

/** The window, and what is about the application itself. */
export function windowItems(
  updates: UpdatesStatus,
  { platform, isWindowVisible, startsAtLogin }: MenuSurroundings,
  labels: MenuLabels,
): TrayItem[] {
  // Where no click on the icon is sure to come through, the menu hides the window as well.
  const open = platform === 'linux' ? labels.showWindow : labels.openWindow;
  const accelerator = platform === 'darwin' ? 'Cmd+,' : null;
  return [
    platform === 'linux' && isWindowVisible
      ? click('hide-window', labels.hideWindow, { kind: 'hide-window' })
      : click('open-window', open, { kind: 'open', view: null }),
    click('settings', labels.settings, { kind: 'open', view: 'settings' }, { accelerator }),
    {
      type: 'submenu',
      id: 'diagnostics',
      label: labels.diagnostics,
      items: [
        click('copy-status', labels.copyStatus, { kind: 'copy', what: 'status' }),
        commandItem('save-bundle', labels.saveBundle, { name: 'saveDiagnostics' }),
        click('show-log', labels.showLog, { kind: 'show-log' }),
      ],
    },
    ...(startsAtLogin === null ? [] : [startItem(startsAtLogin, labels)]),
    ...updateItems(updates, labels),
  ];
}

function startItem(isOn: boolean, labels: MenuLabels): TrayItem {
  const action = { kind: 'start-at-login', isOn: !isOn } as const;
  return click('start-at-login', labels.startAtLogin, action, { type: 'checkbox', isChecked: isOn });
}
