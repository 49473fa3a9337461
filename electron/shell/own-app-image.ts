import path from 'node:path';

/** What {@link ownAppImage} looks at. */
export interface AppImagePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder beside the archive. */
  readonly resourcesFolder: string;
}

/**
 * The file of the AppImage that this program runs from; undefined: from none. A program that was started by one that is
 * an AppImage itself, such as a terminal, finds the variables of that one, whose file is nobody's to replace or to start.
 * https://docs.appimage.org/packaging-guide/environment-variables.html
 */
export function ownAppImage({ env, resourcesFolder }: AppImagePlace): string | undefined {
  const { APPIMAGE: file, APPDIR: folder } = env;
  if (!file || !folder) return undefined;
  const inside = path.relative(folder, resourcesFolder);
  return inside.startsWith('..') || path.isAbsolute(inside) ? undefined : file;
}
