import type { RelaunchOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { relaunch } from '../../../electron/shell/restarting.ts';

function relaunched(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const done: (RelaunchOptions | string | undefined)[] = [];
  relaunch({ app: { relaunch: options => done.push(options) }, env, argv, quit: () => done.push('quit') });
  return done;
}

describe('restarting the desktop application', () => {
  it('has the same program started in the same home, then ends', () => {
    expect(relaunched(['/opt/gatehouse', '--home', '/home/work'])).toEqual([
      { execPath: '/opt/gatehouse', args: ['--home', '/home/work'] },
      'quit',
    ]);
  });

  it('leaves out what belonged to the first start alone', () => {
    expect(relaunched(['/opt/electron', '/src', '--hidden', 'gatehouse://settings'])[0]).toEqual({
      execPath: '/opt/electron',
      args: ['/src'],
    });
  });

  it('starts the file of an AppImage, whose unpacked program is gone by then', () => {
    expect(relaunched(['/tmp/.mount_x/gatehouse'], { APPIMAGE: '/home/me/Gatehouse.AppImage' })[0]).toEqual({
      execPath: '/home/me/Gatehouse.AppImage',
      args: [],
    });
  });
});
