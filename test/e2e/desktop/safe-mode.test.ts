import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRASH_FILE } from '../../../electron/core/crash/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { allOpen, itemsOf, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();

/** A home whose last three runs ended within their first minute. */
async function crashedHome(): Promise<string> {
  const home = await tempHome();
  const file = join(home, CRASH_FILE);
  const at = Date.now() - 1_000;
  const crash = { kind: 'crash', how: 'exception', at, isEarly: true, run: 'a', host: 'electron', version: '1.0.0' };
  const line = `${JSON.stringify({ ...crash, startedAt: at - 5_000, reason: 'No such table', stack: null })}\n`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, line.repeat(3));
  return home;
}

describe('safe mode on the desktop', () => {
  it('opens nothing, says why in tray and window, and starts normally with a click', async () => {
    const desktop = await start({ home: await crashedHome() });
    await windowShown(desktop);
    const page = await desktop.page('full');
    const band = page.getByRole('region', { name: 'Safe mode' });

    await band.waitFor();
    expect(await band.getByRole('heading').textContent()).toBe(
      'Safe mode: Gatehouse ended unexpectedly 3 times within 10 minutes (No such table).',
    );
    expect((await desktop.tray()).tooltip).toBe('Gatehouse: safe mode');
    expect((await itemsOf(desktop)).map(({ id }) => id).filter(id => id !== '')).toEqual(
      expect.arrayContaining(['safe-mode', 'start-normally', 'save-diagnostics', 'settings', 'quit']),
    );
    expect((await itemsOf(desktop)).map(({ id }) => id)).not.toContain('rotate-tee');
    expect(await desktop.run({ name: 'rotateTee' })).toMatchObject({ ok: false, error: { code: 'safe_mode' } });
    const { endpoint } = (await desktop.snapshot()).proxy;
    expect((await fetch(`${endpoint}/models`)).status).toBe(503);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await band.waitFor();

    await band.getByRole('button', { name: 'Start normally' }).click();
    await allOpen(desktop);
    await band.waitFor({ state: 'detached' });
    expect((await desktop.snapshot()).safeMode).toBeNull();
    expect(await desktop.quit()).toBe(0);
  });

  it('answers nothing where the settings were damaged, until they are back or a person chooses the sandbox', async () => {
    const home = await tempHome();
    const file = join(home, 'config.json');
    await writeFile(file, '{"relay": {"url": "https://relay.example"},}');
    const desktop = await start({ home, env: { GATEHOUSE_NETWORK: '' } });
    await windowShown(desktop);
    const page = await desktop.page('full');
    const band = page.getByRole('region', { name: 'Safe mode' });
    await band.waitFor();
    const { safeMode, proxy } = await desktop.snapshot();

    expect(safeMode).toMatchObject({ cause: 'settings', lostSettings: { file } });
    expect(await band.getByRole('heading').textContent()).toContain(`moved to ${file}.corrupt-`);
    expect(await band.textContent()).toContain(`Put the corrected file back as ${file}`);
    const refused = await fetch(`${proxy.endpoint}/models`);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain(`put it back as ${file}`);

    // What is no word on the network does not open the sandbox.
    await desktop.run({ name: 'setSetting', path: 'window.language', value: 'en' });
    expect(await desktop.run({ name: 'leaveSafeMode' })).toMatchObject({
      ok: false,
      error: { code: 'network_missing' },
    });
    expect((await desktop.snapshot()).safeMode).not.toBeNull();

    await band.getByRole('button', { name: 'Use the sandbox' }).click();
    await allOpen(desktop);
    expect((await desktop.snapshot()).safeMode).toBeNull();
    expect(await desktop.quit()).toBe(0);
  });

  it('speaks German, and starts normally from the tray', async () => {
    const desktop = await start({ args: ['--safe-mode'], env: { STAND_IN_LOCALE: 'de-DE', LANGUAGE: 'de' } });
    await expect.poll(async () => (await desktop.tray()).tooltip).toBe('Gatehouse: abgesicherter Modus');

    expect((await itemsOf(desktop)).find(({ id }) => id === 'start-normally')?.label).toBe('Normal starten');
    await desktop.clickItem('start-normally');
    await expect.poll(async () => (await desktop.snapshot()).safeMode, { timeout: 30_000 }).toBeNull();
    expect(await desktop.quit()).toBe(0);
  });
});
