import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LicencePlaces } from '../core/app/index.ts';

/** Where the desktop application has the licences of its parts. */
export function licencePlaces({
  appFolder,
  resourcesFolder,
  platform,
}: {
  readonly appFolder: string;
  readonly resourcesFolder: string;
  readonly platform: NodeJS.Platform;
}): LicencePlaces {
  // On macOS only the application is installed, so the file lies inside of it; elsewhere beside the program.
  const folder = platform === 'darwin' ? resourcesFolder : path.dirname(resourcesFolder);
  const runtimeFile = path.join(folder, 'LICENSES.chromium.html');
  return {
    files: [path.join(appFolder, '.vite/build/licenses.md'), path.join(appFolder, 'dist/renderer/licenses.md')],
    runtimeFile: existsSync(runtimeFile) ? runtimeFile : null,
  };
}
