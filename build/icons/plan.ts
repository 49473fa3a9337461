/** One drawing: which master, which part of it, how large, in which ink. */
export interface Drawing {
  /** Name of the master in this folder. */
  readonly master: string;
  /** The visible square of the master's grid: it begins at `origin` on both axes. */
  readonly origin: number;
  readonly extent: number;
  /** Pixels of one side. */
  readonly size: number;
  /** What `currentColor` is. */
  readonly ink: string;
}

/** One file and the drawings in it; more than one in `ico` and `icns`. */
export interface IconFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly format: 'png' | 'ico' | 'icns';
  readonly drawings: readonly Drawing[];
}

/** The states of the tray icon. */
export const TRAY_STATES = ['well', 'working', 'needs-you', 'broken', 'paused'] as const;

/** The glyph on a panel of this theme. */
const PANEL_INKS = { light: '#1A1F25', dark: '#E9ECEF' } as const;
/** Sizes of a Windows tray icon at 100, 125, 150, 200, 250 and 300 %. */
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48];
/** Sizes of a Linux panel's icon at 100 to 200 %. */
const LINUX_SIZES = [22, 24, 32, 44, 48];
/** Sizes of the theme `hicolor`, which knows none above: https://specifications.freedesktop.org/icon-theme-spec/latest/ */
const THEME_SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512];
const TRAY_FOLDER = 'build/icons/bundle/tray';
/** Up to this size the drawing with less in it. */
const SMALL_APP_SIZE = 32;

/**
 * A tray glyph. The masters fill their grids to one unit from the edge, so every size is cut from the grid whose unit is
 * a whole number of pixels in it: nothing is blurred.
 */
function trayDrawing(state: string, size: number, ink: string): Drawing {
  const grid = size % 16 === 0 && size < 48 ? 16 : 22;
  const unit = Math.max(1, Math.round(size / grid));
  const extent = size / unit;
  return { master: `tray-${state}-${grid}.svg`, origin: (grid - extent) / 2, extent, size, ink };
}

function appDrawing(size: number): Drawing {
  const isSmall = size <= SMALL_APP_SIZE;
  return {
    master: isSmall ? 'app-small.svg' : 'app.svg',
    origin: 0,
    extent: isSmall ? 16 : 1024,
    size,
    ink: '#000000',
  };
}

function trayFiles(state: string): IconFile[] {
  return [
    // AppKit tints what is called Template, and finds the second file by its name.
    ...[1, 2].map(
      (scale): IconFile => ({
        path: `${TRAY_FOLDER}/${state}Template${scale === 1 ? '' : `@${scale}x`}.png`,
        format: 'png',
        drawings: [trayDrawing(state, 16 * scale, '#000000')],
      }),
    ),
    ...Object.entries(PANEL_INKS).flatMap(([panel, ink]): IconFile[] => [
      {
        path: `${TRAY_FOLDER}/${state}-${panel}.ico`,
        format: 'ico',
        drawings: WINDOWS_SIZES.map(size => trayDrawing(state, size, ink)),
      },
      ...LINUX_SIZES.map(
        (size): IconFile => ({
          path: `${TRAY_FOLDER}/${state}-${panel}-${size}.png`,
          format: 'png',
          drawings: [trayDrawing(state, size, ink)],
        }),
      ),
    ]),
  ];
}

/** Every file that is drawn. `icnsSizes` are those that an Apple icon needs. */
export function iconFiles(icnsSizes: readonly number[]): IconFile[] {
  return [
    ...TRAY_STATES.flatMap(trayFiles),
    { path: 'renderer/public/app.png', format: 'png', drawings: [appDrawing(512)] },
    { path: 'build/icons/app.png', format: 'png', drawings: [appDrawing(1024)] },
    // The packager takes a picture's size from its name.
    ...THEME_SIZES.map(
      (size): IconFile => ({
        path: `build/icons/linux/${size}x${size}.png`,
        format: 'png',
        drawings: [appDrawing(size)],
      }),
    ),
    { path: 'build/icons/app.ico', format: 'ico', drawings: [16, 24, 32, 48, 64, 128, 256].map(appDrawing) },
    { path: 'build/icons/app.icns', format: 'icns', drawings: icnsSizes.map(appDrawing) },
  ];
}
