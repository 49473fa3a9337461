import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../helpers/running-host.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';
import { openView } from '../views.ts';

const start = useDesktop();

async function ask(desktop: Desktop): Promise<void> {
  const { endpoint } = (await desktop.snapshot()).proxy;
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
}

describe('files from the desktop window', () => {
  it('are a receipt that everybody can verify, in the place that the person chose', async () => {
    const home = await tempHome();
    const file = join(home, 'chosen receipt.json');
    // The system's dialog has asked whether this may be replaced.
    await writeFile(file, 'an older one');
    const desktop = await start({ home, env: { STAND_IN_SAVE: file } });
    await windowShown(desktop);
    await allOpen(desktop);
    await ask(desktop);
    const page = await desktop.page('full');
    await openView(page, 'receipts');
    await page.getByRole('row').filter({ hasText: 'sandbox/echo' }).first().click();
    await page.getByRole('button', { name: 'Save as file' }).click();
    await page.getByText(`Saved to ${file}`).waitFor();

    expect(await desktop.shownOutside()).toContain(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const verified = await runCommand(['receipts', 'verify', file], { home });
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('1 verified, 0 bad.')]);
    expect(await desktop.quit()).toBe(0);
  });

  it('are all entries of the activity that the filter lets through', async () => {
    const home = await tempHome();
    const file = join(home, 'activity.csv');
    const desktop = await start({ home, env: { STAND_IN_SAVE: file } });
    await windowShown(desktop);
    await allOpen(desktop);
    const page = await desktop.page('full');
    await openView(page, 'activity');
    await page.getByRole('button', { name: 'TEE', exact: true }).click();
    await page.getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export the activity' });
    await dialog.getByLabel('Format').selectOption('csv');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText(`Saved to ${file}`).waitFor();

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFFtime,gate,tone,code,sentence,cause,count,id');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).filter(line => !/^\d{4}-\d\d-\d\dT[\d:.]+Z,tee,/.test(line))).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });

  it('are none when the person cancels', async () => {
    const desktop = await start();
    await windowShown(desktop);
    await allOpen(desktop);

    expect(
      await desktop.run({ name: 'exportActivity', filter: {}, format: 'jsonl', path: '/tmp/elsewhere' }),
    ).toMatchObject({
      ok: true,
      value: { changed: false, sentence: 'Nothing was saved.' },
    });
    expect(await desktop.shownOutside()).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });
});
