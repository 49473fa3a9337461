import type { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { nativeTexts } from '../../../electron/shell/native-texts.ts';
import { guardPage } from '../../../electron/shell/page-guard.ts';
import { createWindows } from '../../helpers/electron-windows.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function setUp(answer: number) {
  const clock = new VirtualClock();
  const happened: string[] = [];
  const { BrowserWindow } = createWindows(message => happened.push(String(message['type'])), {
    created: () => undefined,
    allClosed: () => undefined,
  });
  const window = new BrowserWindow({ show: false });
  window.show();
  happened.length = 0;
  guardPage({
    window: window as unknown as BrowserWindow,
    dialog: {
      showMessageBox: async (...given: unknown[]) => {
        happened.push((given.at(-1) as { message: string }).message);
        return { response: answer, checkboxChecked: false };
      },
    },
    texts: () => nativeTexts('en'),
    clock,
    logger: silentLogger,
    quit: () => happened.push('quit'),
  });
  const end = (reason = 'crashed'): void => {
    (window.contents as EventEmitter).emit('render-process-gone', {}, { reason, exitCode: 11 });
  };
  const crash = (times: number): void => {
    for (let time = 0; time < times; time += 1) end();
  };
  return { clock, happened, window, end, crash };
}

describe('the page of a window', () => {
  it('is restored when its process ends, however it ends', () => {
    const { happened, end } = setUp(0);
    for (const reason of ['crashed', 'oom', 'killed']) end(reason);
    expect(happened).toEqual(['reload', 'reload', 'reload']);
  });

  it('is left alone when it was closed', () => {
    const { happened, end } = setUp(0);
    end('clean-exit');
    expect(happened).toEqual([]);
  });

  it('is restored three times in a minute, then a person is asked', async () => {
    const { clock, happened, crash } = setUp(1);
    crash(4);
    await clock.advance(0);
    expect(happened).toEqual(['reload', 'reload', 'reload', 'The window cannot be shown', 'quit']);
  });

  it('is tried again as often when the person wants it', async () => {
    const { clock, happened, crash } = setUp(0);
    crash(4);
    await clock.advance(0);
    expect(happened.slice(3)).toEqual(['The window cannot be shown', 'reload']);
    crash(2);
    expect(happened.slice(5)).toEqual(['reload', 'reload']);
  });

  it('may end now and then', async () => {
    const { clock, happened, crash } = setUp(0);
    crash(3);
    await clock.advance(60_000);
    crash(3);
    expect(happened).toHaveLength(6);
  });

  it('waits until a hidden window is wanted', async () => {
    const { clock, happened, window, crash } = setUp(0);
    window.hide();
    crash(4);
    await clock.advance(0);
    expect(happened).toEqual(['reload', 'reload', 'reload']);
    window.show();
    expect(happened).toEqual(['reload', 'reload', 'reload', 'reload']);
  });

  it('is started anew when it hangs and the person does not want to wait', async () => {
    const { clock, happened, window } = setUp(1);
    window.emit('unresponsive');
    await clock.advance(0);
    expect(happened).toEqual(['The window does not answer', 'reload']);
  });
});
