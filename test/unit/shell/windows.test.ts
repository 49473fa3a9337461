import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Rectangle } from 'electron';
import { describe, expect, it } from 'vitest';
import { nativeTexts } from '../../../electron/shell/native-texts.ts';
import { WindowMemory } from '../../../electron/shell/window-memory.ts';
import { Windows, type WindowsOptions } from '../../../electron/shell/windows.ts';
import { createDesktop } from '../../helpers/electron-desktop.ts';
import { createWindows } from '../../helpers/electron-windows.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const ICON: Rectangle = { x: 1500, y: 0, width: 24, height: 24 };

async function setUp(saved?: string) {
  const clock = new VirtualClock();
  const file = path.join(await tempHome(), 'window.json');
  if (saved !== undefined) await writeFile(file, saved);
  const desktop = createDesktop(() => undefined);
  const made = createWindows(() => undefined, { created: () => undefined, allClosed: () => undefined });
  const happened: string[] = [];
  const windows = new Windows({
    BrowserWindow: made.BrowserWindow as unknown as WindowsOptions['BrowserWindow'],
    screen: desktop.modules.screen as unknown as WindowsOptions['screen'],
    dialog: { showMessageBox: async () => ({ response: 0, checkboxChecked: false }) },
    dock: { show: async () => void happened.push('dock'), hide: () => happened.push('no dock') },
    platform: 'darwin',
    preloadPath: '/preload.cjs',
    iconPath: undefined,
    isDark: () => true,
    memory: new WindowMemory({ file, clock, logger: silentLogger }),
    texts: () => nativeTexts('de'),
    clock,
    logger: silentLogger,
    onChange: () => happened.push('changed'),
    onSessionEnd: () => happened.push('session ends'),
    quit: () => happened.push('quit'),
  });
  const seen = async (kind: 'full' | 'popover') => (await made.answers.windows()).find(window => window.kind === kind);
  return { clock, file, desktop, made, windows, happened, seen };
}

describe('the windows of the application', () => {
  it('open in the middle the first time, once they have painted', async () => {
    const { clock, windows, seen } = await setUp();
    await windows.open(() => true);
    expect(await seen('full')).toMatchObject({ isVisible: false });
    await clock.advance(0);
    expect(await seen('full')).toMatchObject({
      isVisible: true,
      isFocused: true,
      url: 'app://gatehouse/',
      bounds: { x: 440, y: 192, width: 1040, height: 720 },
    });
    expect(windows.isSeen).toBe(true);
  });

  it('remember where they were left, and how', async () => {
    const { clock, file, made, windows } = await setUp();
    await windows.open(() => true);
    await made.answers['window-move']({ window: 1, bounds: { x: 10, y: 40, width: 900, height: 600 } });
    await clock.advance(500);
    await windows.stop();
    const saved = await readFile(file, 'utf8');
    expect(JSON.parse(saved)).toEqual({ bounds: { x: 10, y: 40, width: 900, height: 600 }, isMaximized: false });

    const again = await setUp(saved.replace('false', 'true'));
    await again.windows.open(() => true);
    await again.clock.advance(0);
    expect(await again.seen('full')).toMatchObject({ bounds: { x: 10, y: 40 }, isMaximized: true });
  });

  it('start over with a damaged memory', async () => {
    for (const text of ['{', '{"bounds":{"x":1e99,"y":0,"width":-4,"height":1},"isMaximized":false}']) {
      const { windows, seen } = await setUp(text);
      await windows.open(() => true);
      expect(await seen('full')).toMatchObject({ bounds: { width: 1040, height: 720 } });
    }
  });

  it('have an icon in the Dock only while the full one is shown', async () => {
    const { windows, happened } = await setUp();
    await windows.open(() => false);
    windows.stayInTray();
    windows.show();
    windows.hide();
    expect(happened).toEqual(['no dock', 'dock', 'changed', 'changed', 'no dock']);
  });

  it('take turns: the full one sends the popover away, and the key hides the one in use', async () => {
    const { clock, windows, seen } = await setUp();
    await windows.open(() => false);
    windows.togglePopover(ICON);
    await clock.advance(0);
    expect(await seen('popover')).toMatchObject({ isFocused: true });
    expect(windows.all()).toHaveLength(2);
    windows.hideWindow();
    expect(await seen('popover')).toMatchObject({ isVisible: false });

    windows.openSettings();
    expect(await seen('full')).toMatchObject({ isVisible: true, url: 'app://gatehouse/#settings' });
    windows.hideWindow();
    expect(await seen('full')).toMatchObject({ isVisible: false });
  });

  it('object to the end of a session of Windows until everything has drained', async () => {
    const { made, windows, happened } = await setUp();
    await windows.open(() => false);
    expect(await made.answers['session-end']({ window: 1 })).toBe(true);
    expect(happened).toContain('session ends');
  });

  it('say that the application is ending', async () => {
    const { windows, seen } = await setUp();
    await windows.open(() => false);
    windows.showEnding('Gatehouse wird beendet');
    expect(await seen('full')).toMatchObject({ title: 'Gatehouse wird beendet', progress: 2 });
  });
});
