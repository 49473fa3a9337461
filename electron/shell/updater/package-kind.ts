import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageKind } from '../../contract/index.ts';
import { ownAppImage } from '../own-app-image.ts';

/** What {@link detectPackage} looks at. */
export interface PackagePlace {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder beside the archive. */
  readonly resourcesFolder: string;
}

/** How this copy came here. The installers of Linux leave a note of their kind beside the archive. */
export function detectPackage({ isPackaged, platform, env, resourcesFolder }: PackagePlace): PackageKind {
  if (!isPackaged) return 'development';
  if (platform === 'win32') return 'nsis';
  if (platform === 'darwin') return 'mac';
  // First: all three are made from one folder, and a note of another may have come along.
  if (ownAppImage({ env, resourcesFolder }) !== undefined) return 'appimage';
  const kind = noteIn(resourcesFolder);
  return kind === 'deb' || kind === 'rpm' ? kind : 'unpacked';
}

function noteIn(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'package-type'), 'utf8').trim();
  } catch {
    // Neither deb nor rpm.
    return undefined;
  }
}
