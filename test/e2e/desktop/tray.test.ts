import { describe, expect, it } from 'vitest';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, itemOf, useDesktop } from '../driver/start.ts';

const start = useDesktop();

async function hiddenDesktop(env: Readonly<Record<string, string>> = {}): Promise<Desktop> {
  const desktop = await start({ args: ['--hidden'], env });
  await allOpen(desktop);
  return desktop;
}

const short = (id: string): string => `0x${id.slice(2, 8)}…${id.slice(-6)}`;

describe('the tray of the desktop application', () => {
  it('rotates the TEE, and notification, window, tray and status agree', async () => {
    const desktop = await hiddenDesktop({ GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' });
    const page = await desktop.page('full');
    const before = (await desktop.snapshot()).tee.current?.teeId ?? '';

    await desktop.clickItem('rotate-tee');
    await expect.poll(async () => (await desktop.notifications()).length).toBe(1);

    const after = (await desktop.snapshot()).tee.current?.teeId ?? '';
    expect(after).not.toBe(before);
    const [notice] = await desktop.notifications();
    expect(notice).toMatchObject({ id: 'gatehouse-teeSwitched', title: 'Requests go to another TEE' });
    expect(notice?.body).toContain(`${short(after)} replaced ${short(before)}`);
    expect(notice?.body).toContain('because you asked for another');
    await expect.poll(async () => (await itemOf(desktop, 'status-tee'))?.label).toBe(`TEE: Attested, ${short(after)}`);
    await expect.poll(() => page.getByText(short(after)).count()).toBeGreaterThan(0);

    await desktop.clickNotification(notice?.title ?? '');
    const url = `app://gatehouse/#tees?id=${after}`;
    await expect.poll(() => desktop.window('full')).toMatchObject({ isVisible: true, url });
    expect(await desktop.quit()).toBe(0);
  });

  it('shows the gates, and the sandbox for what it is', async () => {
    const desktop = await hiddenDesktop();

    const { tooltip, menu } = await desktop.tray();
    expect(tooltip).toMatch(/^Gatehouse \(sandbox\): all open · Gateway: ready, .+ · TEE: attested, \w{4}…\w{4}/);
    expect(menu[0]).toMatchObject({ label: 'Sandbox: not a real network', enabled: false });
    expect(menu.at(-1)).toMatchObject({ id: 'quit', label: 'Quit' });
    expect(await desktop.quit()).toBe(0);
  });

  it('copies the endpoint, the environment and the status, and shows the log', async () => {
    const desktop = await hiddenDesktop();
    const { endpoint } = (await desktop.snapshot()).proxy;
    const copied = () => desktop.clipboard();

    await desktop.clickItem('copy-endpoint');
    await expect.poll(copied).toBe(endpoint);
    await desktop.clickItem('copy-environment');
    await expect.poll(copied).toContain(`OPENAI_BASE_URL='${endpoint}'`);
    await desktop.clickItem('copy-status');
    await expect.poll(copied).toContain('All three gates are open.');
    await desktop.clickItem('show-log');
    await expect.poll(() => desktop.shownOutside()).toEqual([expect.stringMatching(/logs[/\\]gatehouse\.log$/)]);
    expect(await desktop.quit()).toBe(0);
  });

  it('remembers that it starts at login', async () => {
    const desktop = await hiddenDesktop();
    await expect.poll(() => itemOf(desktop, 'start-at-login')).toMatchObject({ checked: false });

    await desktop.clickItem('start-at-login');
    await expect.poll(() => itemOf(desktop, 'start-at-login')).toMatchObject({ checked: true });
    await desktop.clickItem('start-at-login');
    await expect.poll(() => itemOf(desktop, 'start-at-login')).toMatchObject({ checked: false });
    expect(await desktop.quit()).toBe(0);
  });

  it('reconnects the gateway', async () => {
    const desktop = await hiddenDesktop();
    const connectedAt = async (): Promise<number> => (await desktop.snapshot()).gateway?.connectedAt ?? 0;
    const before = await connectedAt();
    expect(before).toBeGreaterThan(0);

    await desktop.clickItem('reconnect-gateway');
    await expect.poll(connectedAt).toBeGreaterThan(before);
    await allOpen(desktop);
    expect(await desktop.quit()).toBe(0);
  });
});
