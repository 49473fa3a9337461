import { describe, expect, it, onTestFinished } from 'vitest';
import { tempHome } from '../../helpers/temp-home.ts';
import { startNoticeServer } from '../driver/notice-server.ts';
import { allOpen, useDesktop } from '../driver/start.ts';

const start = useDesktop();

describe('a notification', () => {
  it('is shown by the system, says what happened, and leads to the window when it is clicked', async () => {
    const home = await tempHome();
    const server = await startNoticeServer(home);
    onTestFinished(() => server.stop());
    const desktop = await start({
      home,
      args: ['--hidden'],
      env: { ...server.env, GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' },
    });
    const shown = server.on(desktop);
    await allOpen(desktop);
    expect(await shown.count()).toBe(0);

    await desktop.clickItem('rotate-tee');
    await expect.poll(() => shown.count()).toBe(1);
    await shown.click();
    await expect
      .poll(() => desktop.window('full'))
      .toMatchObject({ isVisible: true, url: expect.stringContaining('#tees') });
    await expect.poll(() => shown.told(), { timeout: 20_000 }).toContain('Requests go to another TEE');
    expect(await shown.told()).toContain('because you asked for another');
    expect(await desktop.quit()).toBe(0);
  });
});
