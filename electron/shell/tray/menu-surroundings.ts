import type { Platform, TrayTexts } from './text-shapes.ts';

/** What the menu depends on beside the snapshot. */
export interface MenuSurroundings {
  readonly platform: Platform;
  readonly texts: TrayTexts;
  readonly isWindowVisible: boolean;
  /** Null where this installation cannot be started at login. */
  readonly startsAtLogin: boolean | null;
}
