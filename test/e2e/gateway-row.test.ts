import { describe, expect, it } from 'vitest';
import { gatewaySummary } from '../helpers/snapshots.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { APPROVE_COMMAND, approvalSnapshot, gatewayDetails, gatewaySnapshot, wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

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
    expect(await page.locator('.gate h2').allInnerTexts()).toEqual(['Gateway', 'TEE']);
    await page.screenshot({ path: `${PICTURES}gateway-light.png` });
    expect(complaints).toEqual([]);
  });

  it('shows what the gateway tells of itself when asked by mouse or keys, and keeps it open', async () => {
    const { page, complaints } = shown.watched;
    const details = gatewayDetails(now);
    shown.dashboard.show({ ...gatewaySnapshot(now, { details }), revision: 2 });
    await page.getByText('3 channels, 12 sessions, 2 running', { exact: true }).waitFor();
    await openView(page, 'gateways');
    const row = page.getByRole('region', { name: 'Gateway', exact: true });
    const summary = row.locator('summary');
    await summary.getByText('1 part is not shown').waitFor();
    expect(await row.getByText('WhatsApp is disconnected.').isVisible()).toBe(false);

    await summary.focus();
    await page.keyboard.press('Enter');
    const told = await row.innerText();
    for (const fact of [
      'WhatsApp is disconnected. To do: Link it again.',
      'WhatsApp (the number of the shop downstairs) disconnected, attempt 4',
      'Slack (team) connected',
      'Anthropic (Max), 5h 62% left until',
      'openai/gpt-5, cooling down until',
      'anthropic/claude-opus, default',
      '3 agents, 13 plugins',
      '2026.9.3 is there (stable)',
      'Gatehouse on desk, ui, linux, 0.1.0 (2)',
      'It needs operator.approvals.',
    ]) {
      expect(told).toContain(fact);
    }
    await page.screenshot({ path: `${PICTURES}gateway-details-light.png` });

    const down = {
      state: 'restarting',
      health: 'working',
      connectedAt: null,
      roundTripMs: null,
      server: null,
    } as const;
    shown.dashboard.show({ ...gatewaySnapshot(now, { ...down, details }), revision: 3 });
    await row.getByText('as of').waitFor();
    expect(await row.getByText('Slack (team) connected').isVisible()).toBe(true);
    expect(await row.getByText('WhatsApp is disconnected.').count()).toBe(0);
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

  it('is absent when no gateway is configured, and its keys do nothing then', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({ ...wellSnapshot(now), revision: 2 });
    await page.getByRole('heading', { level: 1, name: /The TEE gate is open/ }).waitFor();

    expect(await page.locator('.gate h2').allInnerTexts()).toEqual(['TEE']);
    await page.keyboard.press('Control+Shift+G');
    await page.keyboard.press('Control+Shift+E');
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'rotateTee' }]);
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

  it('lists several gateways, uses another one by button, and goes back to automatic', async () => {
    const { page, complaints } = shown.watched;
    const list = page.getByRole('region', { name: 'Gateways' });
    expect(await list.count()).toBe(0);
    const studio = gatewaySummary({ isPinned: true });
    const sentence = 'No answer from office.example. No connection for 2 min.';
    const office = { id: 'office', name: 'Office', host: 'office.example', priority: 2, isActive: false, sentence };
    const gateways = [studio, gatewaySummary({ ...office, state: 'unreachable', health: 'broken' })];
    shown.dashboard.show({ ...gatewaySnapshot(now), gateways, revision: 2 });
    await openView(page, 'gateways');
    await list.waitFor();

    const texts = await list.innerText();
    for (const fact of ['1 of 2 ready', 'in use by hand', 'Office', 'Unreachable', sentence]) {
      expect(texts).toContain(fact);
    }
    await page.screenshot({ path: `${PICTURES}gateways-light.png` });
    shown.dashboard.answer = async () => ({ changed: true, sentence: 'Office is used until you choose otherwise.' });
    await list.getByRole('button', { name: 'Use Office' }).click();
    await page.getByRole('status').filter({ hasText: 'Office is used' }).waitFor();
    await list.getByRole('button', { name: 'Choose automatically' }).click();
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([
        { name: 'selectGateway', profile: 'office' },
        { name: 'selectGateway', profile: null },
      ]);
    expect(complaints).toEqual([]);
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
