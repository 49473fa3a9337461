import { describe, expect, it } from 'vitest';
import type { Desktop, SeenItem } from '../driver/driver.ts';
import { allOpen, itemOf, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();
const LIMIT = { timeout: 20_000 };

function flat(items: readonly SeenItem[]): readonly SeenItem[] {
  return items.flatMap(item => [item, ...flat(item.submenu ?? [])]);
}

async function appMenuLabels(desktop: Desktop): Promise<readonly string[]> {
  return flat(await desktop.appMenu()).map(({ label }) => label);
}

describe('the language that is chosen in the settings', () => {
  it('is the tray’s, the menu’s and the notifications’ at once, and after a restart', async () => {
    const desktop = await start({ env: { GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true', STAND_IN_LOCALE: 'en-GB' } });
    await allOpen(desktop);
    await windowShown(desktop);
    expect(await appMenuLabels(desktop)).toContain('Zoom In');

    const page = await desktop.page('full');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');

    await expect.poll(async () => (await desktop.tray()).tooltip, LIMIT).toContain('alles offen');
    expect((await itemOf(desktop, 'rotate-tee'))?.label).toBe('TEE jetzt wechseln');
    const labels = await appMenuLabels(desktop);
    expect(labels).toEqual(expect.arrayContaining(['Bearbeiten', 'Kopieren', 'Vergrößern', 'Fenster ausblenden']));
    expect(labels).not.toContain('Zoom In');

    await desktop.lookAway();
    await desktop.clickItem('rotate-tee');
    await expect
      .poll(async () => (await desktop.notifications()).map(({ title }) => title), LIMIT)
      .toContain('Anfragen gehen an eine andere TEE');

    await desktop.restart();
    await expect.poll(async () => (await desktop.tray()).tooltip, LIMIT).toContain('alles offen');
    expect(await desktop.run({ name: 'setSetting', path: 'window.language', value: 'auto' })).toMatchObject({
      ok: true,
    });
    await expect.poll(async () => (await itemOf(desktop, 'rotate-tee'))?.label, LIMIT).toBe('Rotate TEE now');
    expect(await desktop.quit()).toBe(0);
  });

  it('wins over the system’s, whose words are used where none is chosen', async () => {
    const german = await start({ args: ['--hidden'], env: { STAND_IN_LOCALE: 'de-AT', LANG: 'de_AT.UTF-8' } });
    await expect.poll(async () => (await itemOf(german, 'copy-endpoint'))?.label, LIMIT).toBe('Endpunkt kopieren');
    await german.run({ name: 'setSetting', path: 'window.language', value: 'en' });
    await expect.poll(async () => (await itemOf(german, 'copy-endpoint'))?.label, LIMIT).toBe('Copy endpoint');
    expect(await german.quit()).toBe(0);
  });
});
