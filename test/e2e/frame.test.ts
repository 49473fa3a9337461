import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../electron/contract/index.ts';
import { gatewaySummary } from '../helpers/snapshots.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { FIRST_TEE, gatewaySnapshot, subscriptionsSnapshot, wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const shown = showBeforeEach(subscriptionsSnapshot(now));

const currentView = (): Promise<string> => shown.watched.page.locator('nav a[aria-current=page]').innerText();
const focused = (): Promise<string> => shown.watched.page.evaluate<string>('document.activeElement.textContent');

describe('the frame around the views', () => {
  it('leads to each view by its address, its link and its key, and back', async () => {
    const { page, complaints } = shown.watched;
    const order = ['Overview', 'Activity', 'Gateways', 'TEEs', 'Subscriptions', 'Receipts', 'Diagnostics', 'Settings'];
    for (const view of VIEWS) {
      await openView(page, view);
      expect(await page.locator('nav.sidebar a[aria-current]').count()).toBe(1);
    }
    for (const [index, name] of order.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      await expect.poll(currentView).toContain(name);
      expect(await page.locator('main h1').count()).toBe(1);
    }
    await page.keyboard.press('Control+,');
    await page.getByRole('link', { name: 'TEEs' }).click();
    await expect.poll(currentView).toContain('TEEs');
    expect(await page.title()).toBe('Gatehouse: TEEs');
    await page.goBack();
    await expect.poll(currentView).toContain('Settings');
    expect(complaints).toEqual([]);
  });

  it('shows the overview for an address that it does not know', async () => {
    const { page } = shown.watched;
    await openView(page, 'tees');
    await page.evaluate<void>("location.hash = '#nowhere?id=1'; undefined");
    await expect.poll(currentView).toContain('Overview');
  });

  it('begins each view at its heading, goes through the panes with F6, and drops a detail with Escape', async () => {
    const { page } = shown.watched;
    await page.keyboard.press('Control+6');
    await expect.poll(focused).toBe('Receipts');
    await page.keyboard.press('F6');
    expect(await focused()).toContain('Receipts');
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('A');
    await page.keyboard.press('F6');
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('H1');

    await page.evaluate<void>("location.hash = '#receipts?id=abc'; undefined");
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).hash).toBe('#receipts');
  });

  it('has one shape and one word for each gate, and none for a gate that is not set up', async () => {
    const { page } = shown.watched;
    const link = (name: string) => page.getByRole('link', { name: new RegExp(`^${name}`) });
    expect(await link('Gateways').innerText()).toContain('Open');
    shown.dashboard.show({
      ...gatewaySnapshot(now, { state: 'unreachable', health: 'broken' }),
      revision: 2,
    });
    await expect.poll(() => link('Gateways').innerText()).toContain('Broken');
    expect(await link('Gateways').locator('.tone-broken').count()).toBe(1);
    expect(await link('Subscriptions').innerText()).toBe('Subscriptions');
  });

  it('pauses for a chosen time, and goes on by the same button', async () => {
    const { page } = shown.watched;
    await page.keyboard.press('Control+p');
    await page.getByRole('dialog', { name: 'Pause Gatehouse' }).getByRole('button', { name: 'Until tomorrow' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'pause', until: 'tomorrow' }]);

    const paused = { since: now, until: now + 3_600_000 };
    shown.dashboard.show({
      ...subscriptionsSnapshot(now),
      health: 'paused',
      headline: 'Gatehouse is paused.',
      paused,
      revision: 2,
    });
    await page.getByText(/Paused until .+ Nothing is rotated or reconnected\./).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => shown.dashboard.commands.at(-1)).toEqual({ name: 'resume' });
  });

  it('chooses another gateway in a dialog, by keys alone', async () => {
    const { page } = shown.watched;
    const gateways = [gatewaySummary(), gatewaySummary({ id: 'attic', name: 'attic', priority: 2, isActive: false })];
    shown.dashboard.show({ ...subscriptionsSnapshot(now), gateways, revision: 2 });
    await page.getByRole('button', { name: 'Switch…' }).press('Enter');
    await page.getByRole('dialog', { name: 'Switch gateway' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'selectGateway', profile: 'attic' }]);
    expect(await focused()).toMatch(/Switch/);
  });

  it('says wherever one is what an act came to', async () => {
    const { page } = shown.watched;
    shown.dashboard.answer = async () => ({ changed: true, sentence: `Requests now go to ${FIRST_TEE}.` });
    await openView(page, 'receipts');
    await page.keyboard.press('Control+Shift+E');
    await page.getByRole('status').filter({ hasText: 'Requests now go to' }).waitFor();
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(() => clipboardText(page)).toBe('http://127.0.0.1:11435/v1');
  });

  it('tells the host when the network of its own computer is back, and says nothing of it by itself', async () => {
    const { page, context } = shown.watched;
    await context.setOffline(true);
    await page.waitForFunction('!navigator.onLine');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toContain('offline');
    await context.setOffline(false);
    await expect.poll(() => shown.dashboard.commands).toContainEqual({ name: 'noticeNetwork' });
  });

  it.each([
    { name: 'light', options: {} },
    { name: 'dark', options: { colorScheme: 'dark' as const } },
    { name: 'at 200 %', options: { width: 520, height: 360 } },
    { name: 'with forced colours', options: { forcedColors: 'active' as const } },
  ])('leaves axe nothing to find in the overview $name', async ({ options }) => {
    const { page, complaints } = shown.watched;
    const { width = 1040, height = 720, ...media } = { width: undefined, height: undefined, ...options };
    await page.setViewportSize({ width, height });
    await page.emulateMedia(media);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Rotate…' }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('keeps a picture of the overview in %s', async colorScheme => {
    const { page } = shown.watched;
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${PICTURES}overview-${colorScheme}.png` });
    expect(await page.evaluate<number>("document.querySelector('main').scrollWidth - innerWidth + 176")).toBe(0);
  });
});

describe('the page in German', () => {
  const german = showBeforeEach(wellSnapshot(now), { locale: 'de-DE' });

  it('makes its own sentences, and marks what is English', async () => {
    const { page, complaints } = german.watched;
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Private Inferenz ist offen.');
    expect(await page.getByText('Bestätigt', { exact: true }).isVisible()).toBe(true);
    const english = page.locator('[lang=en]').filter({ hasText: 'The chain could not be reached' });
    expect(await english.count()).toBe(1);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  it('is in English when the setting says so, and follows it when it is changed', async () => {
    const { page } = german.watched;
    const setting = (value: string) => ({
      path: 'window.language',
      shape: { kind: 'choice', options: ['auto', 'en', 'de'] },
      nullable: false,
      description: '',
      default: 'auto',
      value,
      source: 'file',
      lockedBy: null,
      needsRestart: false,
      waitsForRestart: false,
      managedIn: null,
    });
    german.dashboard.answerQuery = async () => ({
      file: '',
      sections: [{ id: 'window', settings: [setting('en')] }],
      warnings: [],
      problems: [],
    });
    const entry = { ...wellSnapshot(now).activity[0]!, id: 99, code: 'settingChanged' };
    german.dashboard.show({ ...wellSnapshot(now), activity: [entry], revision: 2 });
    await page.getByText('Attested', { exact: true }).waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
  });
});
