import { describe, expect, it } from 'vitest';
import { allOpen, itemOf, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();

describe('the window of the desktop application', () => {
  it('shows the page through its own scheme and preload, follows changes, and acts', async () => {
    const desktop = await start();
    await windowShown(desktop);
    const page = await desktop.page('full');
    const complaints: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });

    await page.getByText('Sandbox: nothing here is a real network').waitFor();
    await allOpen(desktop);
    const before = (await desktop.snapshot()).tee.current?.teeId;
    await page.getByRole('button', { name: 'Rotate TEE' }).first().click();
    await expect.poll(async () => (await desktop.snapshot()).tee.current?.teeId).not.toBe(before);
    expect(await page.evaluate('typeof require + typeof process + typeof Buffer')).toBe('undefinedundefinedundefined');

    expect(complaints).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });

  it('stays in the tray when it is closed, and opens from there', async () => {
    const desktop = await start();
    await windowShown(desktop);

    await desktop.closeWindow();
    await expect.poll(() => desktop.window('full')).toMatchObject({ isVisible: false });
    await expect.poll(async () => (await itemOf(desktop, 'open-window'))?.label).toBe('Show window');
    await desktop.clickItem('open-window');
    await windowShown(desktop);
    await expect.poll(async () => (await itemOf(desktop, 'hide-window'))?.label).toBe('Hide window');
    expect(await desktop.quit()).toBe(0);
  });

  it('is not shown when the application starts at login', async () => {
    const desktop = await start({ args: ['--hidden'] });
    await allOpen(desktop);

    expect(await desktop.window('full')).toMatchObject({ isVisible: false });
    expect(await desktop.quit()).toBe(0);
  });

  it('comes back where it was left, also after a restart', async () => {
    const desktop = await start();
    await windowShown(desktop);
    const bounds = { x: 120, y: 90, width: 1000, height: 640 };
    await desktop.moveWindow(bounds);
    await desktop.restart();

    await windowShown(desktop);
    expect(await desktop.window('full')).toMatchObject({ bounds });
    expect(await desktop.quit()).toBe(0);
  });

  it('never stays on a display that was taken away', async () => {
    const desktop = await start();
    await windowShown(desktop);
    const [first, second] = [
      { x: 0, y: 0, width: 1920, height: 1080 },
      { x: 1920, y: 0, width: 1280, height: 1024 },
    ];
    await desktop.setDisplays([first, second]);
    await desktop.moveWindow({ x: 2000, y: 100, width: 1000, height: 640 });

    await desktop.setDisplays([first]);
    await expect
      .poll(() => desktop.window('full'))
      .toMatchObject({ bounds: { x: 920, y: 100, width: 1000, height: 640 } });
    expect(await desktop.quit()).toBe(0);
  });

  it('goes with its key, and settings come with theirs', async () => {
    const desktop = await start();
    await windowShown(desktop);

    await desktop.clickAppMenu('hide-window');
    await expect.poll(() => desktop.window('full')).toMatchObject({ isVisible: false });
    await desktop.clickAppMenu('settings');
    await expect
      .poll(() => desktop.window('full'))
      .toMatchObject({ isVisible: true, url: 'app://gatehouse/#settings' });
    expect(await desktop.quit()).toBe(0);
  });

  it('is restored when its page crashes', async () => {
    const desktop = await start();
    await windowShown(desktop);
    const crashed = await desktop.page('full');
    await crashed.getByText('Sandbox: nothing here is a real network').waitFor();

    await desktop.crashPage('full');

    await expect
      .poll(async () => (await desktop.page('full')) !== crashed || desktop.backEnd === 'electron')
      .toBe(true);
    await (await desktop.page('full')).getByText('Sandbox: nothing here is a real network').waitFor();
    await allOpen(desktop);
    expect(await desktop.quit()).toBe(0);
  });
});
