import type { Health } from '../../contract/index.ts';
import type { Platform } from './text-shapes.ts';

/** What decides which drawing fits the panel. */
export interface Panel {
  readonly platform: Platform;
  /** Whether the system's own surfaces are dark: the taskbar, where the system tells. */
  readonly isDark: boolean;
  /** XDG_CURRENT_DESKTOP. */
  readonly desktop: string | undefined;
  /** The largest scale factor among the displays. */
  readonly scaleFactor: number;
}

/** Sizes that `build/icons` draws for Linux. */
const LINUX_SIZES = [22, 24, 32, 44, 48];
/** Panels of Linux desktops are planned for icons of this many logical pixels. */
const LINUX_BASE = 22;
/** Their top bar is dark in every theme that they ship. */
const DARK_TOP_BARS = ['gnome', 'unity', 'pantheon', 'cinnamon'];

/** Name of the icon's file below the tray folder. macOS tints a template itself and finds the denser one by its name. */
export function trayIconFile(state: Health, { platform, isDark, desktop, scaleFactor }: Panel): string {
  if (platform === 'darwin') return `${state}Template.png`;
  if (platform === 'win32') return `${state}-${isDark ? 'dark' : 'light'}.ico`;
  const names = (desktop ?? '').toLowerCase().split(':');
  const panel = isDark || names.some(name => DARK_TOP_BARS.includes(name)) ? 'dark' : 'light';
  // The notifier protocol carries one picture, which the panel scales: too large is better than too small.
  const size = LINUX_SIZES.find(candidate => candidate >= LINUX_BASE * scaleFactor) ?? LINUX_SIZES.at(-1);
  return `${state}-${panel}-${size}.png`;
}
