import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText, openPage, type WatchedPage } from './page.ts';
import { type ScriptedDashboard, startScriptedDashboard } from './scripted-dashboard.ts';
import { PICTURES } from './shown-dashboard.ts';
import { APPROVE_COMMAND, approvalSnapshot, brokenSnapshot, subscriptionsSnapshot } from './snapshots.ts';

const now = Date.now();
const SIZE = { width: 380, height: 560 };
let browser: Browser;
let dashboard: ScriptedDashboard;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  dashboard = await startScriptedDashboard(subscriptionsSnapshot(now));
});
afterEach(async () => {
  await watched.context.close();
  await dashboard.stop();
});

/** Opens the page as the host opens it at the tray. */
async function open(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  watched = await openPage(browser, { viewport: SIZE, ...options });
  const url = new URL(dashboard.issueUrl());
  url.searchParams.set('window', 'popover');
  await watched.page.goto(url.href);
  await watched.page.getByRole('heading', { level: 1 }).waitFor();
  return watched;
}

describe('the popover in a real browser', () => {
  it('answers whether all is open, gate by gate, without a scroll', async () => {
    const { page, complaints } = await open();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('All three gates are open.');
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['Gateway', 'TEE', 'Subscriptions']);
    for (const fact of [
      'studio, 2026.9.1, up 4 h',
      '128 requests',
      'team-max-2, back at',
      '3 agents, 6 jobs running',
    ]) {
      expect(await page.locator('.pop-body').innerText()).toContain(fact);
    }
    expect(await page.locator('.pop-events li').count()).toBe(2);
    expect(
      await page.evaluate("[...document.querySelectorAll('.pop-body')].map(e => e.scrollHeight - e.clientHeight)"),
    ).toEqual([0]);
    expect(complaints).toEqual([]);
  });

  it('acts: rotates, asks whom to rotate, copies the endpoint, pauses', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Rotate TEE' }).click();
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'docs-writer' }).click();
    await page.keyboard.press('Control+p');
    await page.getByRole('dialog').getByRole('button', { name: 'For 1 hour' }).click();
    await expect
      .poll(() => dashboard.commands)
      .toEqual([
        { name: 'rotateTee' },
        { name: 'rotateSubscription', agent: 'docs-writer' },
        { name: 'pause', until: 'hour' },
      ]);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => clipboardText(page)).toBe('http://127.0.0.1:11435/v1');
  });

  it('gives the trouble of a gate the room of the charts, with its one remedy', async () => {
    dashboard.show(approvalSnapshot(now));
    const { page, complaints } = await open();
    const gate = page.getByRole('region', { name: 'Gateway' });
    expect(await gate.innerText()).toContain('studio does not know this computer yet.');
    await gate.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => clipboardText(page)).toBe(APPROVE_COMMAND);
    expect(await page.getByRole('img').count()).toBe(0);

    dashboard.show({ ...brokenSnapshot(now), revision: 9 });
    await page.getByRole('button', { name: 'Check registry' }).click();
    await expect.poll(() => dashboard.commands).toEqual([{ name: 'checkRegistry' }]);
    expect(complaints).toEqual([]);
  });

  it('says that the sandbox is no real network', async () => {
    dashboard.show({ ...subscriptionsSnapshot(now), sandbox: { seed: 'x' }, revision: 2 });
    const { page } = await open();
    expect(await page.locator('main > p').first().innerText()).toMatch(/^Sandbox: /);
    await expectAccessible(page);
  });

  it('closes with Escape, but not while a dialog is open', async () => {
    const { page } = await open();
    await page.evaluate<void>('globalThis.closings = 0; window.close = () => { globalThis.closings += 1; }; undefined');
    await page.getByRole('button', { name: 'Pause…' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    expect(await page.evaluate<number>('globalThis.closings')).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.evaluate<number>('globalThis.closings')).toBe(1);
  });

  it('leads into the full window by links, not by itself', async () => {
    const { page } = await open();
    for (const [name, href] of [
      ['Open window', '/#overview'],
      ['Activity', '/#activity'],
      ['Settings', '/#settings'],
    ] as const) {
      const link = page.getByRole('link', { name });
      expect([await link.getAttribute('href'), await link.getAttribute('target')]).toEqual([href, '_blank']);
    }
  });

  it.each([
    { name: 'light', options: {} },
    { name: 'dark', options: { colorScheme: 'dark' as const } },
    { name: 'german', options: { locale: 'de-DE' } },
  ])('fits in $name, and axe finds nothing', async ({ name, options }) => {
    const { page, complaints } = await open({ ...options, deviceScaleFactor: 2 });
    await page.screenshot({ path: `${PICTURES}popover-${name}.png` });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });
});
