import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { openPage } from './page.ts';
import { offlineSnapshot, openSnapshot } from './picture-data.ts';
import { showBeforeEach } from './shown-dashboard.ts';
import { gatewaySnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const shown = showBeforeEach(offlineSnapshot());
const RED = '.tone-broken, .band.broken, .glyph.tone-broken';
const AS_OF = /^as of \d\d:\d\d/;

describe('the window while this computer is offline', () => {
  it('says so first, keeps what was known last of each gate with its time, and turns nothing red', async () => {
    const { page, complaints } = shown.watched;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^This computer is offline\./);
    expect(await page.title()).toContain('This computer is offline.');
    const gateway = page.getByRole('region', { name: 'Gateway', exact: true });
    expect(await gateway.innerText()).toMatch(/Offline\s+as of \d\d:\d\d/);
    expect(await gateway.innerText()).toContain('2026.9.1');
    const tee = page.getByRole('region', { name: 'TEE', exact: true });
    expect(await tee.innerText()).toMatch(/Offline\s+as of \d\d:\d\d/);
    expect(await tee.innerText()).toContain('0x7f3a9c…e21b04');
    const subscriptions = page.getByRole('region', { name: 'Subscriptions', exact: true });
    expect(await subscriptions.innerText()).toMatch(/4 of 5 usable\s+as of \d\d:\d\d/);
    expect(await page.locator(RED).count()).toBe(0);
    const ink3 = "getComputedStyle(document.querySelector('.facts dt')).color";
    const value = "getComputedStyle(document.querySelector('.gate.old .facts dd span')).color";
    expect(await page.evaluate(value)).toBe(await page.evaluate(ink3));
    expect(complaints).toEqual([]);
  });

  it('names the state to a screen reader, in the sidebar and when it begins', async () => {
    const { page } = shown.watched;
    expect(await page.getByRole('link', { name: 'Gateways Offline' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'TEEs Offline' }).count()).toBe(1);
    const announced = page.getByRole('status').filter({ hasText: 'Gateway: Offline. TEE: Offline.' });
    expect(await announced.innerText()).toMatch(/^This computer is offline\./);
  });

  it.each([
    ['gateways', true],
    ['tees', true],
    ['subscriptions', true],
    ['receipts', false],
  ] as const)('says above the view %s that it is offline; its values are old: %j', async (view, isOld) => {
    const { page } = shown.watched;
    await openView(page, view);
    await page.getByRole('status', { name: 'This computer is offline' }).waitFor();
    expect(await page.locator('.view-head').getByText(AS_OF).count()).toBe(isOld ? 1 : 0);
  });

  it('shows a gate that needs no network as it is, broken too, and its remedy', async () => {
    const { page } = shown.watched;
    const open = openSnapshot();
    const remedy = { text: 'Try now.', command: 'reconnectGateway' as const };
    const { gateway } = gatewaySnapshot(Date.now(), { state: 'unreachable', health: 'broken', remedy });
    shown.dashboard.show({
      ...offlineSnapshot(),
      revision: 2,
      health: 'broken',
      headline: 'This computer is offline. The gateway is shut.',
      offline: { since: Date.now() - 60_000, gates: ['tee', 'subscriptions'] },
      gateway,
      activity: open.activity,
    });
    await page.getByRole('region', { name: 'Unreachable' }).waitFor();
    expect(await page.getByRole('region', { name: 'Gateway', exact: true }).innerText()).not.toContain('as of');
    expect(await page.getByRole('region', { name: 'TEE', exact: true }).innerText()).toContain('as of');
  });

  it('is as it was before once this computer is online again', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({ ...openSnapshot(), revision: 2 });
    await page.getByRole('heading', { level: 1, name: /open/ }).waitFor();
    expect(await page.locator('.gate.old').count()).toBe(0);
  });

  it.each<[string, BrowserContextOptions & { forcedColors?: 'active' }]>([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['at 200 %', { viewport: { width: 520, height: 360 } }],
    ['with forced colours', { forcedColors: 'active' }],
  ])('leaves axe nothing to find %s, in overview and gateways', async (_, options) => {
    const { page } = shown.watched;
    const { viewport = { width: 1040, height: 720 }, ...media } = options;
    if (viewport !== null) await page.setViewportSize(viewport);
    await page.emulateMedia(media);
    await expectAccessible(page);
    await openView(page, 'gateways');
    await expectAccessible(page);
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
  });

  it('speaks German', async () => {
    const { dashboard, watched } = shown;
    const german = await openPage(watched.context.browser()!, { locale: 'de-DE' });
    await german.page.goto(dashboard.issueUrl());
    await german.page.getByRole('heading', { level: 1, name: /Dieser Rechner ist offline\./ }).waitFor();
    const text = await german.page.locator('main').innerText();
    expect(text).toContain('Gatehouse versucht es seltener und macht von selbst weiter');
    expect(text).toMatch(/Offline\s+Stand \d\d:\d\d/);
    await openView(german.page, 'gateways');
    await german.page.getByText('studio wird wieder verbunden, sobald dieser Rechner online ist.').first().waitFor();
    await german.context.close();
  });
});

describe('the popover while this computer is offline', () => {
  it.each<[string, BrowserContextOptions]>([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['in German', { locale: 'de-DE' }],
  ])('says so, with the last values and without a scroll, %s', async (_, options) => {
    const { dashboard, watched } = shown;
    const popover = await openPage(watched.context.browser()!, { viewport: { width: 380, height: 560 }, ...options });
    const url = new URL(dashboard.issueUrl());
    url.searchParams.set('window', 'popover');
    await popover.page.goto(url.href);
    const heading = popover.page.getByRole('heading', { level: 1 });
    await heading.waitFor();
    expect(await heading.innerText()).toMatch(/offline\.$/);
    expect(await popover.page.locator('.pop-gate.old').count()).toBe(3);
    expect((await popover.page.locator('.pop-body').innerText()).match(/(?:as of|Stand) \d\d:\d\d/g)).toHaveLength(3);
    expect(await popover.page.locator(RED).count()).toBe(0);
    expect(
      await popover.page.evaluate(
        "[...document.querySelectorAll('.pop-body')].map(e => e.scrollHeight - e.clientHeight)",
      ),
    ).toEqual([0]);
    await expectAccessible(popover.page);
    expect(popover.complaints).toEqual([]);
    await popover.context.close();
  });
});
