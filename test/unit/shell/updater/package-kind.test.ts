import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PackagePlace } from '../../../../electron/shell/updater/package-kind.ts';
import { detectPackage } from '../../../../electron/shell/updater/package-kind.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

async function kindOf(changes: Partial<PackagePlace>, note?: string): Promise<string> {
  const resourcesFolder = await tempHome();
  if (note !== undefined) await writeFile(join(resourcesFolder, 'package-type'), note);
  return detectPackage({ isPackaged: true, platform: 'linux', env: {}, resourcesFolder, ...changes });
}

describe('how a copy came here', () => {
  it.each([
    ['from its sources', 'development', { isPackaged: false }, undefined],
    ['by the installer of Windows', 'nsis', { platform: 'win32' }, undefined],
    ['as a bundle of macOS', 'mac', { platform: 'darwin' }, undefined],
    ['as a deb', 'deb', {}, 'deb\n'],
    ['as an rpm', 'rpm', {}, 'rpm'],
    ['unpacked from an archive', 'unpacked', {}, undefined],
    ['with a note that nobody knows', 'unpacked', {}, 'pacman'],
  ] as const)('is told apart: %s', async (_what, kind, changes, note) => {
    expect(await kindOf(changes, note)).toBe(kind);
  });

  it('is an AppImage also when the note of another package was packed along', async () => {
    const resourcesFolder = await tempHome();
    await writeFile(join(resourcesFolder, 'package-type'), 'deb');
    const env = { APPIMAGE: '/home/me/Gatehouse.AppImage', APPDIR: join(resourcesFolder, '..') };
    expect(detectPackage({ isPackaged: true, platform: 'linux', env, resourcesFolder })).toBe('appimage');
  });

  it('is no AppImage because another program is one', async () => {
    const env = { APPIMAGE: '/home/me/Terminal.AppImage', APPDIR: '/tmp/.mount_terminal' };
    expect(await kindOf({ env }, 'deb')).toBe('deb');
    expect(await kindOf({ env })).toBe('unpacked');
  });
});
