import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { Openings } from '../../../electron/shell/openings.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';

function setUp({
  platform = 'linux',
  isPackaged = false,
  args = [],
}: {
  platform?: NodeJS.Platform;
  isPackaged?: boolean;
  args?: readonly string[];
} = {}) {
  const registered: unknown[][] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    setAsDefaultProtocolClient: (...given: unknown[]) => registered.push(given) > 0,
  });
  const openings = new Openings({ app: app as unknown as App, platform });
  openings.listen(args);
  const shown: unknown[] = [];
  const attach = (): void => openings.attach({ show: place => shown.push(place), logger: silentLogger });
  const event = { preventDefault: () => undefined };
  return { app, attach, shown, registered, event };
}

describe('openings from outside', () => {
  it('wait for the window, the last one counts', () => {
    const { app, attach, shown, event } = setUp();
    app.emit('open-url', event, 'gatehouse://tees');
    app.emit('open-url', event, 'gatehouse://receipts');
    attach();
    expect(shown).toEqual([{ view: 'receipts', params: {} }]);
  });

  it('are read from the arguments of the first start and of later ones', () => {
    const { app, attach, shown, event } = setUp({ args: ['--', 'gatehouse://activity?id=a1'] });
    attach();
    app.emit('second-instance', event, ['gatehouse', '--allow-anything', 'gatehouse://settings']);
    expect(shown).toEqual([
      { view: 'activity', params: { id: 'a1' } },
      { view: 'settings', params: {} },
    ]);
  });

  it('show the window for a second start, a click on the Dock and a link that nobody understands', () => {
    const { app, attach, shown, event } = setUp();
    attach();
    app.emit('second-instance', event, ['gatehouse']);
    app.emit('second-instance', event, ['gatehouse', '--hidden']);
    app.emit('activate', event, false);
    app.emit('open-url', event, 'gatehouse://rotate?now');
    expect(shown).toEqual([null, null, null]);
  });

  it('come by the own scheme where the installer does not register it, with nothing read as an option', () => {
    expect(setUp({ platform: 'win32', isPackaged: true }).registered).toEqual([
      ['gatehouse', process.execPath, ['--']],
    ]);
    expect(setUp({ platform: 'win32' }).registered).toEqual([]);
    expect(setUp({ platform: 'darwin', isPackaged: true }).registered).toEqual([]);
  });
});
