import { describe, expect, it } from 'vitest';
import { textOfHome } from '../../helpers/temp-home.ts';
import { useDesktop, windowShown } from '../driver/start.ts';

const start = useDesktop();
const TOKEN = 'planted-token-of-the-first-run';
/** Nothing is set up, and nobody outside of this machine is asked. */
const EMPTY = {
  GATEHOUSE_NETWORK: '',
  GATEHOUSE_GATEWAY_DISCOVER: 'off',
  GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL: 'http://127.0.0.1:9',
  GATEHOUSE_SANDBOX_DEMO: 'off',
};
const OPENING = { timeout: 60_000 };

describe('the first run in the desktop application', () => {
  it('leads from nothing to open gates without a file or a terminal', async () => {
    const desktop = await start({ env: EMPTY });
    await windowShown(desktop);
    const page = await desktop.page('full');
    const act = (name: string) => page.getByRole('button', { name, exact: true }).click(OPENING);

    await page.getByRole('radio', { name: 'In the sandbox' }).check(OPENING);
    await act('Open the sandbox');
    await page.getByText('answered a test request, and the answer was verified.').waitFor(OPENING);
    await act('Continue');
    await page.getByRole('radio', { name: 'None for now' }).check();
    await act('Continue without');

    // Here tokens are taken: the page is the application's own.
    await page.getByText('Add a subscription').click();
    const form = page.locator('details').filter({ hasText: 'Add a subscription' });
    await form.getByLabel('Name').fill('team-max-1');
    await form.getByLabel('Token').fill(TOKEN);
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('.note p').waitFor(OPENING);
    expect(await form.getByLabel('Token').inputValue()).toBe('');
    expect(await page.content()).not.toContain(TOKEN);
    expect(await form.getByLabel('Name').inputValue()).toBe('team-max-1');
    expect(await textOfHome(desktop.home)).not.toContain(TOKEN);

    await page.getByText('Add an agent').click();
    const agent = page.locator('details').filter({ hasText: 'Add an agent' });
    await agent.getByLabel('Kind').selectOption({ index: 1 });
    await agent.getByLabel('Name').fill('coder');
    await agent.getByLabel('Name').press('Enter');
    await page.getByRole('region', { name: 'Subscriptions and agents' }).getByText('coder').waitFor(OPENING);
    await act('Skip this step');

    await page.getByRole('radio', { name: 'Start at login' }).check();
    await act('Finish');
    await page.locator('main.view-overview').waitFor(OPENING);
    expect((await desktop.snapshot()).setup).toMatchObject({ phase: 'finished', loginItem: { isOn: true } });
    await desktop.restart();
    await (await desktop.page('full')).locator('main.view-overview').waitFor(OPENING);
    expect(await desktop.quit()).toBe(0);
  });

  it('goes on at its page after a restart, and can be put off', async () => {
    const desktop = await start({ env: EMPTY });
    await windowShown(desktop);
    const page = await desktop.page('full');
    await page.getByRole('radio', { name: 'In the sandbox' }).check(OPENING);
    await page.getByRole('button', { name: 'Open the sandbox' }).click();
    await page.getByRole('button', { name: 'Continue', exact: true }).click(OPENING);
    await page.getByRole('radiogroup', { name: 'Gateway' }).waitFor();
    await desktop.restart();

    await windowShown(desktop);
    const again = await desktop.page('full');
    await again.getByRole('radiogroup', { name: 'Gateway' }).waitFor(OPENING);
    await again.getByRole('button', { name: 'Set up later' }).click();
    await again.locator('main.view-overview').waitFor();
    expect(await desktop.quit()).toBe(0);
  });

  it('is what the popover leads to', async () => {
    const desktop = await start({ args: ['--hidden'], env: { ...EMPTY, STAND_IN_PLATFORM: 'darwin' } });
    await expect.poll(async () => (await desktop.snapshot()).setup.needed, OPENING).toBe(true);
    await desktop.clickTray('click');
    // On Linux the menu is all that there is.
    if (desktop.backEnd === 'electron' && process.platform === 'linux') return;
    const popover = await desktop.page('popover');
    await popover.getByRole('link', { name: 'Set up Gatehouse…' }).click(OPENING);
    await windowShown(desktop);
    await (await desktop.page('full')).getByRole('radiogroup', { name: 'Network' }).waitFor(OPENING);
    expect(await desktop.quit()).toBe(0);
  });
});
