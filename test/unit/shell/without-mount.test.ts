import { describe, expect, it } from 'vitest';
import { withoutMount } from '../../../electron/shell/without-mount.ts';

const MOUNT = '/tmp/.mount_GateABC';

describe('the environment without an AppImage', () => {
  it('has no entry of the mount in any of its lists, and no variable that held nothing else', () => {
    const env = {
      APPDIR: MOUNT,
      APPIMAGE: '/home/me/Gatehouse.AppImage',
      ARGV0: './Gatehouse.AppImage',
      OWD: '/home/me',
      PATH: `${MOUNT}:${MOUNT}/usr/sbin:/usr/local/bin:/usr/bin`,
      LD_LIBRARY_PATH: `${MOUNT}/usr/lib:`,
      XDG_DATA_DIRS: `${MOUNT}/usr/share/:./share/:/usr/share`,
      GSETTINGS_SCHEMA_DIR: `${MOUNT}/usr/share/glib-2.0/schemas`,
      HOME: '/home/me',
    };
    expect(withoutMount(env)).toEqual({
      PATH: '/usr/local/bin:/usr/bin',
      XDG_DATA_DIRS: './share/:/usr/share',
      HOME: '/home/me',
    });
  });

  it('leaves what only looks alike, and lists that have nothing of it, as they are', () => {
    const env = { PATH: `${MOUNT}D/bin:/usr/bin`, MANPATH: ':/usr/man:', URL: 'http://127.0.0.1:80/tmp' };
    expect(withoutMount({ APPDIR: MOUNT, ...env })).toEqual(env);
    expect(withoutMount(env)).toEqual(env);
  });
});
