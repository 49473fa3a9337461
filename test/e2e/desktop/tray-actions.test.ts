import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScriptedGateway } from '../../helpers/scripted-gateway.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import type { Desktop, SeenItem } from '../driver/driver.ts';
import { allOpen, itemOf, itemsOf, useDesktop } from '../driver/start.ts';

const start = useDesktop();
const LIMIT = { timeout: 60_000 };
const BY_HAND = { GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' };

async function hiddenDesktop(env: Readonly<Record<string, string>> = {}): Promise<Desktop> {
  const desktop = await start({ args: ['--hidden'], env });
  await allOpen(desktop);
  return desktop;
}

async function gatewayUrl(): Promise<string> {
  const gateway = await ScriptedGateway.start(connection => connection.welcome());
  onTestFinished(() => gateway.stop().catch(() => undefined));
  return gateway.url;
}

async function labelled(desktop: Desktop, label: string): Promise<SeenItem | undefined> {
  return (await itemsOf(desktop)).find(item => item.label === label);
}

describe('what the tray does', () => {
  it('rotates the subscription of one agent, and of all', async () => {
    const desktop = await hiddenDesktop(BY_HAND);
    await expect.poll(async () => (await itemOf(desktop, 'rotate-subscription'))?.label, LIMIT).toBeDefined();
    const { agents } = (await desktop.snapshot()).subscriptions;
    const [agent] = agents;
    const submenu = (await itemOf(desktop, 'rotate-subscription'))?.submenu?.map(({ label }) => label);
    expect(submenu).toEqual([...agents.map(({ name }) => name), '', 'All agents']);

    await desktop.clickItem(`rotate-agent-${agent?.name}`);
    const now = async () => (await desktop.snapshot()).subscriptions.agents.find(({ name }) => name === agent?.name);
    await expect.poll(async () => (await now())?.subscription, LIMIT).not.toBe(agent?.subscription);
    await expect
      .poll(async () => (await desktop.notifications()).map(({ title }) => title), LIMIT)
      .toContain(`${agent?.name} was moved`);
    const notice = (await desktop.notifications()).find(({ id }) => id === 'gatehouse-subscriptionSwitched');
    expect(notice?.body).toContain(`${agent?.subscription} → ${(await now())?.subscription}, because you asked for it`);
    expect(notice?.actions).toEqual(['Show why']);
    await desktop.clickNotification(notice?.title ?? '', 'Show why');
    await expect
      .poll(async () => (await desktop.window('full'))?.url, LIMIT)
      .toMatch(/^app:\/\/gatehouse\/#activity\?id=\w+$/);

    const before = (await desktop.snapshot()).subscriptions.lastSwitch?.at ?? 0;
    await desktop.clickItem('rotate-all-agents');
    await expect
      .poll(async () => (await desktop.snapshot()).subscriptions.lastSwitch?.at ?? 0, LIMIT)
      .toBeGreaterThan(before);
    expect(await desktop.quit()).toBe(0);
  });

  it('pauses and resumes, and tray, status and window agree', async () => {
    const desktop = await hiddenDesktop();
    expect((await itemOf(desktop, 'pause'))?.submenu?.map(({ label }) => label)).toEqual([
      'For 1 hour',
      'Until tomorrow',
      'Until resumed',
    ]);

    await desktop.clickItem('pause-hour');
    await expect.poll(async () => (await desktop.tray()).tooltip, LIMIT).toMatch(/^Gatehouse \(sandbox\): paused/);
    const { image } = await desktop.tray();
    if (image !== '') expect(image).toContain('paused');
    const { paused, health, headline } = await desktop.snapshot();
    expect(health).toBe('paused');
    expect(headline).toMatch(/^Paused until \d\d:\d\d\. Nothing is rotated or reconnected\./);
    expect((paused?.until ?? 0) - (paused?.since ?? 0)).toBe(3_600_000);
    expect(await itemOf(desktop, 'pause')).toBeUndefined();

    const before = (await desktop.snapshot()).tee.current?.teeId;
    await desktop.clickItem('rotate-tee');
    await expect.poll(async () => (await desktop.snapshot()).tee.current?.teeId, LIMIT).not.toBe(before);

    await desktop.clickItem('resume');
    await allOpen(desktop);
    expect(await itemOf(desktop, 'resume')).toBeUndefined();
    expect((await desktop.snapshot()).paused).toBeNull();
    expect(await desktop.quit()).toBe(0);
  });

  it('is still paused after a restart', async () => {
    const desktop = await hiddenDesktop();
    await desktop.clickItem('pause-resumed');
    await expect.poll(async () => (await desktop.snapshot()).health, LIMIT).toBe('paused');
    await desktop.restart();
    await expect.poll(async () => (await desktop.tray()).tooltip, LIMIT).toMatch(/: paused/);
    expect((await desktop.snapshot()).gateway?.state).toBe('idle');
    await desktop.clickItem('resume');
    await allOpen(desktop);
    expect(await desktop.quit()).toBe(0);
  });

  it('switches the gateway, and back to the best one', async () => {
    const home = await tempHome();
    const profiles = [
      { name: 'studio', url: await gatewayUrl() },
      { name: 'attic', url: await gatewayUrl() },
    ];
    await writeFile(join(home, 'config.json'), JSON.stringify({ gateway: { profiles } }));
    const desktop = await start({ home, args: ['--hidden'], env: BY_HAND });
    const isChosen = async (label: string) => (await labelled(desktop, label))?.checked;
    await expect.poll(() => isChosen('studio'), LIMIT).toBe(true);
    await expect
      .poll(async () => (await desktop.snapshot()).gateways.map(({ state }) => state), LIMIT)
      .toEqual(['ready', 'ready']);

    await desktop.clickItem('gateway-attic');
    await expect.poll(() => isChosen('attic'), LIMIT).toBe(true);
    // The system marks what was clicked at once; what is in force comes with the next snapshot.
    await expect.poll(() => isChosen('Best one that can be reached'), LIMIT).toBe(false);
    expect(await isChosen('studio')).toBe(false);
    expect((await desktop.snapshot()).gateway?.profile).toBe('attic');
    await expect
      .poll(async () => (await desktop.notifications()).map(({ title }) => title), LIMIT)
      .toContain('Gateway is now attic');

    await desktop.clickItem('gateway-best');
    await expect.poll(async () => (await desktop.snapshot()).gateway?.profile, LIMIT).toBe('studio');
    await expect.poll(() => isChosen('studio'), LIMIT).toBe(true);
    await expect.poll(() => isChosen('Best one that can be reached'), LIMIT).toBe(true);
    expect(await desktop.quit()).toBe(0);
  });

  it('opens the view of each status line', async () => {
    const desktop = await hiddenDesktop();
    for (const [item, view] of [
      ['status-gateway', 'gateways'],
      ['status-tee', 'tees'],
      ['status-subscriptions', 'subscriptions'],
      ['status-endpoint', 'overview'],
      ['settings', 'settings'],
    ] as const) {
      await desktop.clickItem(item);
      await expect.poll(async () => (await desktop.window('full'))?.url, LIMIT).toBe(`app://gatehouse/#${view}`);
    }
    expect(await desktop.quit()).toBe(0);
  });

  it('offers no look for updates where nobody brings them', async () => {
    const desktop = await hiddenDesktop();
    expect(await itemOf(desktop, 'updates')).toBeUndefined();
    expect(await desktop.quit()).toBe(0);
  });
});
