import { describe, expect, it } from 'vitest';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';
import { openView } from '../views.ts';

const start = useDesktop();

describe('a restart from the window', () => {
  it('ends in order, has the application started again, and the changed setting counts', async () => {
    const desktop = await start({ args: ['--hidden'] });
    await allOpen(desktop);
    await desktop.clickItem('settings');
    await windowShown(desktop);
    const seedOf = async (of: Desktop): Promise<string | undefined> => (await of.snapshot()).sandbox?.seed;
    expect(await seedOf(desktop)).not.toBe('another');
    expect(await desktop.run({ name: 'setSetting', path: 'sandbox.seed', value: 'another' })).toMatchObject({
      ok: true,
    });
    const page = await desktop.page('full');
    await openView(page, 'settings');
    await page.getByText('1 change counts from the next start.').waitFor();
    await page.getByRole('button', { name: 'Restart Gatehouse' }).click();

    expect(await desktop.ended()).toBe(0);
    const relaunched = await desktop.relaunched();
    expect(relaunched?.execPath).toBeTruthy();
    expect(relaunched?.args).not.toContain('--hidden');
    await desktop.restart();
    await allOpen(desktop);
    expect(await seedOf(desktop)).toBe('another');
    expect(await desktop.quit()).toBe(0);
  });
});
