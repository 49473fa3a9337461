import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { Popover } from '../../../electron/shell/popover.ts';
import { createDesktop } from '../../helpers/electron-desktop.ts';
import { createWindows } from '../../helpers/electron-windows.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const ICON = { x: 1500, y: 0, width: 24, height: 24 };

function setUp() {
  const clock = new VirtualClock();
  const { screen } = createDesktop(() => undefined).modules;
  const windows = createWindows(() => undefined, { created: () => undefined, allClosed: () => undefined });
  const popover = new Popover({
    open: () => new windows.BrowserWindow({ show: false, frame: false }) as unknown as BrowserWindow,
    screen,
    clock,
    logger: silentLogger,
  });
  const seen = async () => (await windows.answers.windows())[0];
  /** Clicks, and lets the page of a new popover paint. */
  const click = async (): Promise<void> => {
    popover.toggle(ICON);
    await clock.advance(0);
  };
  return { clock, popover, windows, seen, click };
}

describe('the popover', () => {
  it('opens at the icon once its page has painted, with the focus', async () => {
    const { popover, seen, click } = setUp();
    await click();
    expect(await seen()).toMatchObject({
      url: 'app://gatehouse/?window=popover',
      isVisible: true,
      isFocused: true,
      bounds: { x: 1322, y: 32, width: 380, height: 560 },
    });
    expect(popover.isSeen).toBe(true);
  });

  it('hides at the next click, and comes back as it was', async () => {
    const { clock, seen, click } = setUp();
    await click();
    await click();
    expect(await seen()).toMatchObject({ isVisible: false });
    await clock.advance(1_000);
    await click();
    expect(await seen()).toMatchObject({ id: 1, isVisible: true });
  });

  it('hides when the person looks elsewhere, and does not come back with the click that took its focus', async () => {
    const { clock, windows, seen, click } = setUp();
    await click();
    await windows.answers['look-away']();
    expect(await seen()).toMatchObject({ isVisible: false });
    await click();
    expect(await seen()).toMatchObject({ isVisible: false });
    await clock.advance(250);
    await click();
    expect(await seen()).toMatchObject({ isVisible: true });
  });

  it('hides when its page closes itself, and is not lost', async () => {
    const { clock, windows, seen, click } = setUp();
    await click();
    await windows.answers['window-close']({ window: 1 });
    expect(await seen()).toMatchObject({ id: 1, isVisible: false });
    await clock.advance(250);
    await click();
    expect(await seen()).toMatchObject({ id: 1, isVisible: true });
  });

  it('does not come when it was given up before it had painted', async () => {
    const { clock, popover, seen } = setUp();
    popover.toggle(ICON);
    popover.toggle(ICON);
    await clock.advance(0);
    expect(await seen()).toMatchObject({ isVisible: false });
  });
});
