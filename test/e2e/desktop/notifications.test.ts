import { describe, expect, it, onTestFinished } from 'vitest';
import { tempHome } from '../../helpers/temp-home.ts';
import { startSessionBus } from '../driver/session-bus.ts';
import { allOpen, useDesktop } from '../driver/start.ts';

const start = useDesktop();

// D-Bus is how Linux shows notifications; the other systems are asked over the driver.
describe.runIf(process.platform === 'linux')('a notification on a real notification server', () => {
  it('is shown there, says what happened, and leads to the window when it is clicked', async () => {
    const home = await tempHome();
    const bus = await startSessionBus(home);
    onTestFinished(() => bus.stop());
    const desktop = await start({
      home,
      args: ['--hidden'],
      env: { ...bus.env, GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' },
    });
    await allOpen(desktop);
    expect(await bus.displayed()).toBe(0);

    await desktop.clickItem('rotate-tee');
    await expect.poll(() => bus.displayed()).toBe(1);
    await bus.click();

    await expect
      .poll(() => desktop.window('full'))
      .toMatchObject({ isVisible: true, url: expect.stringContaining('#tees') });
    await expect.poll(() => bus.history()).toContain('Requests go to another TEE');
    expect(await bus.history()).toContain('because you asked for another');
    expect(await desktop.quit()).toBe(0);
  });
});
