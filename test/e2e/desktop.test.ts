import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import type { SeenItem } from '../helpers/electron-desktop.ts';
import { type StandInApp, startStandInApp } from '../helpers/electron-stand-in.ts';
import { tempHome } from '../helpers/temp-home.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

interface SeenTray {
  readonly image: string;
  readonly tooltip: string;
  readonly menu: readonly SeenItem[];
}

interface SeenNotice {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

async function startApp(env: Readonly<Record<string, string>> = {}): Promise<StandInApp> {
  const home = await tempHome();
  const app = startStandInApp({
    GATEHOUSE_HOME: home,
    GATEHOUSE_PROXY_PORT: '0',
    GATEHOUSE_NETWORK: 'sandbox',
    XDG_CONFIG_HOME: `${home}/config`,
    ...env,
  });
  onTestFinished(() => {
    if (app.process.exitCode === null) app.process.kill('SIGKILL');
  });
  await app.waitFor('load');
  return app;
}

const trayOf = (app: StandInApp): Promise<SeenTray> => app.ask<SeenTray>('tray');

async function itemOf(app: StandInApp, id: string): Promise<SeenItem | undefined> {
  const { menu } = await trayOf(app);
  return menu.flatMap(item => [item, ...(item.submenu ?? [])]).find(item => item.id === id);
}

async function snapshotOf(app: StandInApp): Promise<StatusSnapshot> {
  const { value } = await app.ask<{ value: StatusSnapshot }>('invoke', { channel: 'gatehouse:get-snapshot' });
  return value;
}

async function allOpen(app: StandInApp): Promise<void> {
  await expect.poll(async () => (await trayOf(app)).tooltip, { timeout: 30_000 }).toContain('all open');
}

/** The built main process on the stand-in; its tray is data. */
describe('the desktop application', () => {
  it('rotates the TEE from the tray, and notification, window, tray and status agree', async () => {
    const app = await startApp({ GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' });
    const context = await browser.newContext({ viewport: { width: 1040, height: 720 }, ignoreHTTPSErrors: true });
    onTestFinished(() => context.close());
    const page = await app.openPage(context);
    await allOpen(app);
    const before = (await snapshotOf(app)).tee.current?.teeId;

    await app.ask('tray-click', { item: 'rotate-tee' });
    await expect.poll(async () => (await app.ask<SeenNotice[]>('notifications')).length).toBe(1);

    const after = (await snapshotOf(app)).tee.current?.teeId ?? '';
    expect(after).not.toBe(before);
    const [notice] = await app.ask<SeenNotice[]>('notifications');
    expect(notice).toMatchObject({ id: 'gatehouse-teeSwitched', title: 'Requests go to another TEE' });
    const short = `0x${after.slice(2, 8)}…${after.slice(-6)}`;
    expect(notice?.body).toContain(`${short} replaced 0x${before?.slice(2, 8)}…`);
    expect(notice?.body).toContain('because you asked for another');
    await expect.poll(async () => (await itemOf(app, 'status-tee'))?.label).toBe(`TEE: Attested, ${short}`);
    await expect.poll(() => page.locator('.facts code').first().getAttribute('title')).toBe(after);

    await app.ask('notification-click', { title: notice?.title });
    expect(await app.waitFor('show')).toBeDefined();
    await expect.poll(() => app.told).toContainEqual({ type: 'load', url: 'app://gatehouse/#tees' });
    expect(await app.quit()).toBe(0);
  });

  it('shows the gates in the tray, with the icon of the worst', async () => {
    const app = await startApp();
    await allOpen(app);

    const { image, tooltip, menu } = await trayOf(app);
    expect(image).toMatch(/tray[/\\]well-(?:light|dark)-22\.png$/);
    expect(tooltip).toMatch(/^Gatehouse \(sandbox\): all open · Gateway: ready, .+ · TEE: attested, \w{4}…\w{4}/);
    expect(menu[0]).toMatchObject({ label: 'Sandbox: not a real network', enabled: false });
    expect(menu.at(-1)).toMatchObject({ id: 'quit', label: 'Quit' });
    expect(await app.quit()).toBe(0);
  });

  it('copies the endpoint, the environment and the status, and shows the log', async () => {
    const app = await startApp();
    await allOpen(app);
    const { endpoint } = (await snapshotOf(app)).proxy;
    const copied = async (id: string): Promise<string> => {
      await app.ask('tray-click', { item: id });
      return app.ask<string>('clipboard');
    };

    expect(await copied('copy-endpoint')).toBe(endpoint);
    expect(await copied('copy-environment')).toContain(`OPENAI_BASE_URL='${endpoint}'`);
    expect(await copied('copy-status')).toContain('All three gates are open.');
    await app.ask('tray-click', { item: 'show-log' });
    expect((await app.waitFor('show-item'))['path']).toMatch(/logs[/\\]gatehouse\.log$/);
    expect(await app.quit()).toBe(0);
  });

  it('stays in the tray when the window is closed, and opens it from there', async () => {
    const app = await startApp();
    await allOpen(app);
    await app.ask('window', { event: 'ready-to-show' });
    await app.waitFor('show');

    expect(await app.ask('window', { event: 'close' })).toEqual({ visible: false });
    expect(app.told.some(({ type }) => type === 'closed')).toBe(false);
    await expect.poll(async () => (await itemOf(app, 'open-window'))?.label).toBe('Show window');
    await app.ask('tray-click', { item: 'open-window' });
    await expect.poll(async () => (await itemOf(app, 'hide-window'))?.label).toBe('Hide window');
    await app.ask('tray-click', { item: 'quit' });
    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 0 });
  });

  it('remembers that it starts at login', async () => {
    const app = await startApp();
    await allOpen(app);
    await expect.poll(() => itemOf(app, 'start-at-login')).toMatchObject({ checked: false });

    await app.ask('tray-click', { item: 'start-at-login' });
    await expect.poll(() => itemOf(app, 'start-at-login')).toMatchObject({ checked: true });
    await app.ask('tray-click', { item: 'start-at-login' });
    await expect.poll(() => itemOf(app, 'start-at-login')).toMatchObject({ checked: false });
    expect(await app.quit()).toBe(0);
  });

  it('sets no menu anew while nothing in it changed', async () => {
    const app = await startApp();
    await allOpen(app);
    const menusSet = (): number => app.told.filter(({ type }) => type === 'tray-menu').length;
    const before = menusSet();

    // Every reading of the registry makes a new snapshot.
    const readAt = (await snapshotOf(app)).tee.registry.lastReadAt;
    await app.ask('invoke', { channel: 'gatehouse:run', payload: { name: 'checkRegistry' } });
    await expect.poll(async () => (await snapshotOf(app)).tee.registry.lastReadAt).not.toBe(readAt);
    expect(menusSet()).toBe(before);
    expect(await app.quit()).toBe(0);
  });
});
