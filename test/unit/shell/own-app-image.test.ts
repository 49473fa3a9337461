import { describe, expect, it } from 'vitest';
import { ownAppImage } from '../../../electron/shell/own-app-image.ts';

const MOUNTED = '/tmp/.mount_gateAbC';
const FILE = '/home/me/Gatehouse.AppImage';

describe('the AppImage that the program runs from', () => {
  it('is the one in whose folder its resources lie', () => {
    const env = { APPIMAGE: FILE, APPDIR: MOUNTED };
    expect(ownAppImage({ env, resourcesFolder: `${MOUNTED}/resources` })).toBe(FILE);
    expect(ownAppImage({ env, resourcesFolder: `${MOUNTED}/usr/lib/resources` })).toBe(FILE);
  });

  it.each([
    ['none', {}, '/opt/Gatehouse/resources'],
    [
      'that of the terminal it was started from',
      { APPIMAGE: '/home/me/Terminal.AppImage', APPDIR: '/tmp/.mount_term' },
      '/opt/Gatehouse/resources',
    ],
    ['one with a longer name', { APPIMAGE: FILE, APPDIR: MOUNTED }, `${MOUNTED}D/resources`],
    ['one that does not say where it lies', { APPIMAGE: FILE }, `${MOUNTED}/resources`],
  ])('is not %s', (_what, env, resourcesFolder) => {
    expect(ownAppImage({ env, resourcesFolder })).toBeUndefined();
  });
});
