import { describe, expect, it } from 'vitest';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop } from '../driver/start.ts';

const start = useDesktop();

/** The stand-in can be any system, the runtime is its own. */
async function desktopOn(platform: 'darwin' | 'linux'): Promise<{ desktop: Desktop; hasPopover: boolean }> {
  const desktop = await start({ args: ['--hidden'], env: { STAND_IN_PLATFORM: platform } });
  await allOpen(desktop);
  const system = desktop.backEnd === 'stand-in' ? platform : process.platform;
  return { desktop, hasPopover: system === 'darwin' || system === 'win32' };
}

const isShown = async (desktop: Desktop): Promise<boolean> => (await desktop.window('popover'))?.isVisible === true;

describe('the popover of the desktop application', () => {
  it('opens at the icon where that is the custom, closes with Escape, and leads to the window', async () => {
    const { desktop, hasPopover } = await desktopOn('darwin');
    expect(await desktop.window('popover')).toBeNull();

    await desktop.clickTray('click');
    await expect.poll(() => isShown(desktop)).toBe(hasPopover);
    // On Linux the menu is all that there is, and everything is in it.
    if (!hasPopover) return;
    expect(await desktop.window('popover')).toMatchObject({ bounds: { width: 380, height: 560 } });
    const page = await desktop.page('popover');
    await page.getByRole('link', { name: 'Open window' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => isShown(desktop)).toBe(false);

    await desktop.clickTray('click');
    await expect.poll(() => isShown(desktop)).toBe(true);
    await page.getByRole('link', { name: 'Open window' }).click();
    await expect.poll(() => desktop.window('full')).toMatchObject({ isVisible: true });
    await expect.poll(() => isShown(desktop)).toBe(false);
    expect(await desktop.quit()).toBe(0);
  });

  it('hides when the person looks elsewhere', async () => {
    const { desktop, hasPopover } = await desktopOn('darwin');
    await desktop.clickTray('click');
    await expect.poll(() => isShown(desktop)).toBe(hasPopover);

    await desktop.lookAway();
    await expect.poll(() => isShown(desktop)).toBe(false);
    expect(await desktop.quit()).toBe(0);
  });

  it('is not there on Linux, where every click is the menu', async () => {
    const { desktop, hasPopover } = await desktopOn('linux');

    await desktop.clickTray('click');
    await expect.poll(() => isShown(desktop)).toBe(hasPopover);
    expect((await desktop.tray()).menu.length).toBeGreaterThan(5);
    expect(await desktop.quit()).toBe(0);
  });
});
