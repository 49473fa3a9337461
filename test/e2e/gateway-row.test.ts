import { describe, expect, it } from 'vitest';
import { gatewaySummary } from '../helpers/snapshots.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { APPROVE_COMMAND, approvalSnapshot, gatewayDetails, gatewaySnapshot, wellSnapshot } from './snapshots.ts';

const now = Date.now();
const shown = showBeforeEach(gatewaySnapshot(now));

describe('the gateway row in a real browser', () => {
  it('stands above the TEE row with its state and facts', async () => {
    const { page, complaints } = shown.watched;
    const row = page.getByRole('region', { name: 'Gateway' });

    const facts = await row.innerText();
    for (const fact of ['Ready', 'studio', '127.0.0.1:18789', '2026.9.1, up 4 h', '18 ms', 'as asked for']) {
      expect(facts).toContain(fact);
    }
    expect(await page.locator('.gate h2').allInnerTexts()).toEqual(['Gateway', 'TEE', 'Subscriptions']);
    await page.screenshot({ path: `${PICTURES}gateway-light.png` });
    expect(complaints).toEqual([]);
  });

  it.each([
    [1040, 720],
    [840, 560],
    [520, 360],
  ])('keeps its height through a restart, and the page scrolls nowhere else, at %i × %i', async (width, height) => {
    const { page } = shown.watched;
    await page.setViewportSize({ width, height });
    const details = gatewayDetails(now);
    shown.dashboard.show({ ...gatewaySnapshot(now, { details }), revision: 2 });
    const row = page.getByRole('region', { name: 'Gateway' });
    await row.getByText('3 channels').waitFor();
    const before = await row.boundingBox();
    const down = {
      state: 'restarting',
      health: 'working',
      connectedAt: null,
      roundTripMs: null,
      server: null,
    } as const;
    shown.dashboard.show({ ...gatewaySnapshot(now, { ...down, details }), revision: 3 });
    await row.getByText('Restarting').waitFor();

    expect((await row.boundingBox())?.height).toBe(before?.height);
    expect(await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });

  it('says in whose place a gateway is used, and who stands by', async () => {
    const { page } = shown.watched;
    const row = page.getByRole('region', { name: 'Gateway', exact: true });
    const studio = gatewaySummary({ isActive: false, state: 'unreachable', health: 'broken' });
    const attic = gatewaySummary({ id: 'attic', name: 'attic', priority: 2 });
    shown.dashboard.show({ ...gatewaySnapshot(now, { profile: 'attic' }), gateways: [studio, attic], revision: 2 });
    await row.getByText('On failover').waitFor();
    expect(await row.innerText()).toContain('in place of studio, which is unreachable');

    const back = [gatewaySummary(), { ...attic, isActive: false }];
    shown.dashboard.show({ ...gatewaySnapshot(now), gateways: back, revision: 3 });
    await row.getByText('attic, standing by').waitFor();
    expect(await row.getByText('Ready', { exact: true }).isVisible()).toBe(true);
  });

  it('is no part of the sandbox when it is a real one', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({
      ...gatewaySnapshot(now),
      gateways: [gatewaySummary()],
      sandbox: { seed: 'x' },
      revision: 2,
    });
    const banner = page.getByRole('complementary', { name: /^Sandbox/ });
    await banner.getByText('The gateway is a real one.').waitFor();

    const own = [gatewaySummary({ source: 'sandbox' })];
    shown.dashboard.show({ ...gatewaySnapshot(now), gateways: own, sandbox: { seed: 'x' }, revision: 3 });
    await banner.getByText('Sandbox: nothing here is a real network').waitFor();
    expect(await banner.getByText('The gateway is a real one.').count()).toBe(0);
  });

  it('leads to the gateways when none is configured, and its keys do nothing then', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({ ...wellSnapshot(now), revision: 2 });
    await page.getByRole('heading', { level: 1, name: /The TEE gate is open/ }).waitFor();

    const row = page.getByRole('region', { name: 'Gateway' });
    expect(await row.innerText()).toContain('Not set up');
    await page.keyboard.press('Control+Shift+G');
    await page.keyboard.press('Control+Shift+E');
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'rotateTee' }]);
    await row.getByRole('button', { name: 'Set up…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Gateways' }).waitFor();
  });

  it('reconnects by button and by keys', async () => {
    const { page } = shown.watched;
    shown.dashboard.answer = async () => ({ changed: true, sentence: 'Connecting to studio, attempt 1.' });

    await page.getByRole('button', { name: 'Reconnect' }).click();
    await page.getByRole('status').filter({ hasText: 'Connecting to studio' }).waitFor();
    await page.keyboard.press('Control+Shift+G');
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([{ name: 'reconnectGateway' }, { name: 'reconnectGateway' }]);
  });

  it('shows and copies the command that stores another token', async () => {
    const { page } = shown.watched;
    const shellCommand = 'gatehouse secret set gateway.studio.token';
    const remedy = { text: 'Change the token.', command: 'reconnectGateway', shellCommand } as const;
    const refused = { state: 'refused', health: 'needs-you', connectedAt: null, server: null, remedy } as const;
    shown.dashboard.show({ ...gatewaySnapshot(now, refused), health: 'needs-you', revision: 2 });
    const band = page.getByRole('region', { name: 'Sign-in refused' });
    await band.getByText(shellCommand).waitFor();
    await band.getByRole('button', { name: 'Copy command' }).click();
    await band.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await clipboardText(page)).toBe(shellCommand);
    await band.getByRole('button', { name: 'Reconnect' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'reconnectGateway' }]);
  });

  it('shows the command that approves this computer and copies it', async () => {
    const { page, complaints } = shown.watched;
    shown.dashboard.show({ ...approvalSnapshot(now), revision: 2 });
    const band = page.getByRole('region', { name: 'Waiting for approval' });
    await band.waitFor();

    expect(await band.getByText(APPROVE_COMMAND).isVisible()).toBe(true);
    expect(await page.getByText('studio does not know this computer yet.').count()).toBe(1);
    const word = await page.locator('.gate .state').first().boundingBox();
    const facts = await page.locator('.gate .facts').first().boundingBox();
    expect((word?.x ?? 0) + (word?.width ?? 0)).toBeLessThan(facts?.x ?? 0);
    await band.getByRole('button', { name: 'Copy command' }).click();
    await band.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await clipboardText(page)).toBe(APPROVE_COMMAND);
    await page.screenshot({ path: `${PICTURES}gateway-approval-light.png` });
    expect(complaints).toEqual([]);
  });
});
