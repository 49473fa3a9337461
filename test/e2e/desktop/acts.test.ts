import { describe, expect, it } from 'vitest';
import type { Desktop } from '../driver/driver.ts';
import { allOpen, itemOf, useDesktop } from '../driver/start.ts';

const start = useDesktop();

async function hiddenDesktop(env: Readonly<Record<string, string>> = {}): Promise<Desktop> {
  const desktop = await start({ args: ['--hidden'], env });
  await allOpen(desktop);
  return desktop;
}

describe('what the desktop application does for a person', () => {
  it('rotates the subscription of an agent from the tray, and says so', async () => {
    const desktop = await hiddenDesktop({ GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' });
    const [agent] = (await desktop.snapshot()).subscriptions.agents;
    const name = agent?.name ?? '';
    const subscriptionOf = async (): Promise<string | null | undefined> =>
      (await desktop.snapshot()).subscriptions.agents.find(row => row.name === name)?.subscription;
    const before = await subscriptionOf();
    expect(before).toBeTruthy();

    await desktop.clickItem(`rotate-agent-${name}`);
    await expect.poll(subscriptionOf).not.toBe(before);

    const after = (await subscriptionOf()) ?? '';
    await expect.poll(async () => (await desktop.notifications()).map(({ body }) => body).join('\n')).toContain(after);
    expect(await desktop.quit()).toBe(0);
  });

  it('says what is missing when it may not restart the gateway, and stays connected', async () => {
    const desktop = await hiddenDesktop();
    const connectedAt = async (): Promise<number> => (await desktop.snapshot()).gateway?.connectedAt ?? 0;
    const before = await connectedAt();

    expect(await desktop.run({ name: 'restartGateway', force: true })).toMatchObject({
      ok: false,
      error: { code: 'gateway_scope_missing', remedy: expect.stringContaining('operator.admin') },
    });
    expect(await connectedAt()).toBe(before);
    expect(await desktop.quit()).toBe(0);
  });

  it('pauses and resumes, also over a restart', async () => {
    const desktop = await hiddenDesktop();

    await desktop.clickItem('pause-resumed');
    await expect.poll(async () => (await desktop.snapshot()).paused).not.toBeNull();
    await expect.poll(() => itemOf(desktop, 'resume')).toBeDefined();
    await desktop.restart();
    await expect.poll(() => itemOf(desktop, 'resume')).toBeDefined();
    expect((await desktop.snapshot()).paused).not.toBeNull();
    await desktop.clickItem('resume');
    await expect.poll(async () => (await desktop.snapshot()).paused).toBeNull();
    await allOpen(desktop);
    expect(await desktop.quit()).toBe(0);
  });
});
