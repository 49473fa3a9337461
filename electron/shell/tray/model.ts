import type { Health, StatusSnapshot } from '../../contract/index.ts';
import { trayMenu } from './menu.ts';
import type { TrayItem } from './menu-item.ts';
import type { MenuSurroundings } from './menu-surroundings.ts';
import { trayTooltip } from './tooltip.ts';

/** Everything that the tray shows. Equal models look equal. */
export interface TrayModel {
  readonly iconState: Health;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

/** The tray for a snapshot, on a system. Pure. */
export function trayModel(snapshot: StatusSnapshot, surroundings: MenuSurroundings): TrayModel {
  return {
    iconState: snapshot.health,
    tooltip: trayTooltip(snapshot, surroundings.platform, surroundings.texts),
    menu: trayMenu(snapshot, surroundings),
  };
}
