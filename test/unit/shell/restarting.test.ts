import type { RelaunchOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { Quitting } from '../../../electron/shell/quitting.ts';
import { relaunch } from '../../../electron/shell/restarting.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function restarting(argv: readonly string[], appImage?: string, env: Record<string, string | undefined> = {}) {
  const done: (RelaunchOptions | undefined)[] = [];
  const quitting = new Quitting({ clock: new VirtualClock(), exit: () => undefined });
  const ask = () =>
    relaunch({ app: { relaunch: options => done.push(options) }, appImage, argv, env, quit: quitting.begin });
  return { done, quitting, ask };
}

describe('restarting the desktop application', () => {
  it('has the same program started in the same home, and ends', () => {
    const { done, quitting, ask } = restarting(['/opt/gatehouse', '--home', '/home/work']);
    ask();
    expect(done).toEqual([{ execPath: '/opt/gatehouse', args: ['--home', '/home/work'] }]);
    expect(quitting.signal.aborted).toBe(true);
  });

  it('starts one program however often it is asked, and none when a person has quit before', () => {
    const twice = restarting(['/opt/gatehouse']);
    twice.ask();
    twice.ask();
    expect(twice.done).toHaveLength(1);
    const late = restarting(['/opt/gatehouse']);
    late.quitting.quit();
    late.ask();
    expect(late.done).toEqual([]);
  });

  it('leaves out what belonged to the first start alone', () => {
    const { done, ask } = restarting(['/opt/electron', '/src', '--hidden', 'gatehouse://settings']);
    ask();
    expect(done[0]).toEqual({
      execPath: '/opt/electron',
      args: ['/src'],
    });
  });

  it('starts the file of an AppImage, whose unpacked program is gone by then', () => {
    const { done, ask } = restarting(['/tmp/.mount_x/gatehouse'], '/home/me/Gatehouse.AppImage');
    ask();
    expect(done[0]).toEqual({
      execPath: '/home/me/Gatehouse.AppImage',
      args: [],
    });
  });

  it('leads the next start of an AppImage nowhere into the mount that is gone by then', () => {
    const APPDIR = '/tmp/.mount_x';
    const env = { APPDIR, PATH: `${APPDIR}:/usr/bin`, LD_LIBRARY_PATH: `${APPDIR}/usr/lib:`, HOME: '/home/me' };
    restarting([`${APPDIR}/gatehouse`], '/home/me/Gatehouse.AppImage', env).ask();
    expect(env).toEqual({ APPDIR, PATH: '/usr/bin', HOME: '/home/me' });

    const terminal = { APPDIR, PATH: `${APPDIR}:/usr/bin` };
    restarting(['/opt/Gatehouse/gatehouse'], undefined, terminal).ask();
    expect(terminal.PATH).toBe(`${APPDIR}:/usr/bin`);
  });
});
