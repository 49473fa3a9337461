import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QueryReply, readQueryResult } from '../../../electron/contract/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();
const LIMIT = { timeout: 20_000 };

async function readAt(desktop: Desktop): Promise<number> {
  return (await desktop.snapshot()).tee.registry.lastReadAt ?? 0;
}

async function gatewayHistory(desktop: Desktop) {
  const page = await desktop.page('full');
  const reply = QueryReply.parse(await page.evaluate("window.gatehouse.query({ name: 'history.gateway' })"));
  if (!reply.ok) throw new Error(reply.error.message);
  return readQueryResult('history.gateway', reply.value);
}

describe('the desktop application and what happens to the computer', () => {
  it('says nothing of a network that is gone while all that it needs is on this computer', async () => {
    const desktop = await start();
    await windowShown(desktop);
    await allOpen(desktop);
    const page = await desktop.page('full');
    const before = await readAt(desktop);
    const connectedAt = (await desktop.snapshot()).gateway?.connectedAt;
    await desktop.setOnline(false);
    // What a page hears of it comes sooner than the next look, and the answer says that it was looked.
    expect(await desktop.run({ name: 'noticeNetwork' })).toMatchObject({ ok: true });
    await expect.poll(() => readAt(desktop), LIMIT).toBeGreaterThan(before);
    await allOpen(desktop);
    expect(await page.getByText('This computer is offline').count()).toBe(0);
    expect((await desktop.snapshot()).gateway?.connectedAt).toBe(connectedAt);
    expect(await desktop.notifications()).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });

  it('says in tray and window that this computer is offline while a gateway outside is wanted, until it is back', async () => {
    // Every computer has this address, and it is none of loopback's; nobody listens at the port.
    const env = { GATEHOUSE_GATEWAY_URL: 'wss://0.0.0.0:9', GATEHOUSE_GATEWAY_NAME: 'studio' };
    const desktop = await start({ env });
    await windowShown(desktop);
    const page = await desktop.page('full');
    await desktop.setOnline(false);
    await expect.poll(async () => (await desktop.tray()).tooltip, LIMIT).toContain('this computer is offline');
    await page
      .getByRole('heading', { level: 1, name: /^This computer is offline\. Private inference is open\./ })
      .waitFor();
    const away = await desktop.snapshot();
    expect(away).toMatchObject({ health: 'working', offline: { gates: ['gateway'] }, tee: { health: 'well' } });
    expect(away.gateway).toMatchObject({ state: 'offline', health: 'working' });
    expect(await page.locator('.tone-broken, .band.broken').count()).toBe(0);

    await desktop.setOnline(true);
    await desktop.run({ name: 'noticeNetwork' });
    await expect.poll(async () => (await desktop.snapshot()).offline, LIMIT).toBeUndefined();
    const { activity } = await desktop.snapshot();
    expect(activity.map(({ code }) => code)).toContain('computerOnline');
    expect(await desktop.notifications()).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });

  it('counts a sleep as a time that nobody watched, and no outage comes of it', async () => {
    const desktop = await start();
    await windowShown(desktop);
    await allOpen(desktop);
    const asleep = Date.now();
    await desktop.power('suspend');
    await expect.poll(async () => (await gatewayHistory(desktop)).gaps.length, LIMIT).toBe(1);
    const before = await readAt(desktop);
    await desktop.power('resume');

    await expect.poll(() => readAt(desktop), LIMIT).toBeGreaterThan(before);
    await allOpen(desktop);
    const { gaps, outages } = await gatewayHistory(desktop);
    expect(gaps.at(-1)?.from).toBeGreaterThanOrEqual(asleep);
    expect(outages.filter(({ from }) => from >= asleep)).toEqual([]);
    expect(await desktop.notifications()).toEqual([]);
    expect(await desktop.quit()).toBe(0);
  });

  it('shows what the charts of an earlier run showed, with a gap for the time between, and keeps it on', async () => {
    const home = await tempHome();
    const file = join(home, 'logs', 'history.json');
    const until = Date.now() - 600_000;
    const points = [{ at: until - 30_000, roundTripMs: 7, profile: 'earlier' }];
    const gateway = { since: until - 60_000, points, outages: [], gaps: [] };
    const tee = { since: until - 60_000, points: [], switches: [] };
    await mkdir(join(home, 'logs'));
    await writeFile(file, JSON.stringify({ version: 1, until, gateway, tee }));
    const desktop = await start({ home });
    await windowShown(desktop);
    await allOpen(desktop);
    const history = await gatewayHistory(desktop);
    expect(history).toMatchObject({ since: gateway.since, outages: [] });
    expect(history.points[0]).toEqual(points[0]);
    expect(history.gaps.map(({ from }) => from)).toEqual([until]);
    expect(await desktop.quit()).toBe(0);

    const kept = JSON.parse(await readFile(file, 'utf8')) as { until: number; gateway: typeof history };
    expect(kept.until).toBeGreaterThan(until);
    expect(kept.gateway.points[0]).toEqual(points[0]);
  });
});
