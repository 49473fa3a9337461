import type { UpdatesStatus } from '../../contract/index.ts';
import { click, commandItem, type TrayItem } from './menu-item.ts';
import type { MenuLabels } from './text-shapes.ts';

const ID = 'updates';

/** The next step of an update, in one item; none where another program brings the updates. */
export function updateItems({ update, canInstall }: UpdatesStatus, labels: MenuLabels): TrayItem[] {
  switch (update.state) {
    case 'unsupported':
      return [];
    case 'idle':
    case 'failed':
      return [commandItem(ID, labels.checkForUpdates, { name: 'checkForUpdates' })];
    case 'checking':
      return [click(ID, labels.checkingForUpdates, null, { isEnabled: false })];
    case 'available':
      return canInstall
        ? [commandItem(ID, labels.downloadUpdate(update.version), { name: 'downloadUpdate' })]
        : [click(ID, labels.showUpdate(update.version), { kind: 'open', view: 'settings' })];
    case 'downloading': {
      // Ten steps are enough: a menu that is set anew closes under the pointer on some panels.
      const percent = update.percent === null ? null : Math.floor(update.percent / 10) * 10;
      return [click(ID, labels.downloadingUpdate(percent), null, { isEnabled: false })];
    }
    case 'ready':
      return [commandItem(ID, labels.restartToUpdate(update.version), { name: 'installUpdate' })];
    case 'waiting':
    case 'installing':
      return [click(ID, labels.updateWaits(update.version), { kind: 'open', view: 'settings' })];
  }
}
