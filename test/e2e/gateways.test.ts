import { describe, expect, it } from 'vitest';
import type { Command, StatusSnapshot, UsedGateway } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { gatewaySummary } from '../helpers/snapshots.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import {
  APPROVE_COMMAND,
  approvalSnapshot,
  gatewayDetails,
  gatewaySnapshot,
  subscriptionsSnapshot,
  wellSnapshot,
} from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const STUDIO = gatewaySummary({ host: 'gw.studio.example:18789', since: now - 27 * 60_000 });
const ATTIC = gatewaySummary({ id: 'attic', name: 'attic', priority: 2, isActive: false, sentence: 'Standing by.' });
const GATEWAYS = [STUDIO, ATTIC];
const shown = showBeforeEach(withGateway({}));

/** Three gates and two gateways, the one in use as `changes` say. */
function withGateway(changes: Partial<UsedGateway>): StatusSnapshot {
  const details = gatewayDetails(now);
  const { gateway } = gatewaySnapshot(now, { host: STUDIO.host, details, ...changes });
  const { health = 'well' } = changes;
  return { ...subscriptionsSnapshot(now), health, gateway, gateways: GATEWAYS, revision: 2 };
}

const DOWN = { connectedAt: null, roundTripMs: null, server: null } as const;
const REFUSED = withGateway({
  ...DOWN,
  state: 'refused',
  health: 'needs-you',
  reason: 'token-mismatch',
  sentence: 'studio refused the token. Gatehouse does not repeat it.',
  remedy: {
    text: 'Change the token. Store it with this command, then reconnect.',
    command: 'reconnectGateway',
    shellCommand: 'gatehouse secret set gateway.studio.token',
    secret: 'gateway.studio.token',
  },
});

const ATTIC_PROFILE = {
  id: 'attic',
  name: 'attic',
  url: 'ws://127.0.0.1:18789',
  tlsFingerprint: null,
  scopes: ['operator.read'],
  place: 2,
  placesTotal: 2,
  secrets: { token: 'gateway.attic.token', password: 'gateway.attic.password' },
};

async function open(snapshot?: StatusSnapshot): Promise<void> {
  if (snapshot !== undefined) shown.dashboard.show({ ...snapshot, revision: 5 });
  await openView(shown.watched.page, 'gateways');
}

const region = (name: string) => shown.watched.page.getByRole('region', { name, exact: true });
const commands = (): readonly Command[] => shown.dashboard.commands;

describe('the view of the gateways', () => {
  it('begins with state and round trip of the one in use, its outages in words, and what it is', async () => {
    const { page, complaints } = shown.watched;
    const scripted = shown.dashboard.answerQuery;
    const points = Array.from({ length: 60 }, (_, i) => ({
      at: now - (60 - i) * 25_000,
      roundTripMs: 18,
      profile: 'studio',
    }));
    const outages = [{ from: now - 900_000, to: now - 720_000, sentence: 'studio is restarting.' }];
    shown.dashboard.answerQuery = async asked =>
      asked.name === 'history.gateway' ? { since: now - 3_600_000, points, outages } : scripted(asked);
    await open();
    await page.getByRole('img', { name: /Round trip over 30 min/ }).waitFor();
    await region('studio').getByText('studio is restarting.').waitFor();
    expect(await region('studio').innerText()).toContain('lasted 3 min');
    const facts = await region('Connection').innerText();
    for (const fact of ['gw.studio.example:18789', '2026.9.1, up 4 h', 'operator.read', '3 channels, 12 sessions']) {
      expect(facts).toContain(fact);
    }
    expect(await region('The three gates').innerText()).toContain('requests are answered');
    expect(complaints).toEqual([]);
  });

  it('says step by step how this computer is approved, copies the command, and asks at once', async () => {
    const { page } = shown.watched;
    await open({ ...approvalSnapshot(now), gateways: GATEWAYS });
    await page.getByRole('heading', { level: 1, name: 'The gateway waits for your approval' }).waitFor();
    const band = region('Approve this computer');
    expect(await band.getByRole('listitem').count()).toBe(3);
    await band.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => clipboardText(page)).toBe(APPROVE_COMMAND);
    const request = await region('The request').innerText();
    for (const fact of [APPROVE_COMMAND.split(' ').at(-1) ?? '', 'operator.read', 'not paired', '3 times since']) {
      expect(request).toContain(fact);
    }
    await page.screenshot({ path: `${PICTURES}gateways-approval-light.png` });
    await page.getByRole('button', { name: 'Ask now' }).click();
    await expect.poll(commands).toEqual([{ name: 'reconnectGateway' }]);
  });

  it('takes another token, stores it under the name that the core reads, connects, and forgets it', async () => {
    const { page } = shown.watched;
    await open(REFUSED);
    const band = region('Sign-in refused');
    expect(await page.locator('main .button.primary').allInnerTexts()).toEqual(['Change token…']);
    expect(await band.innerText()).toContain('gatehouse secret set gateway.studio.token');
    await band.getByRole('button', { name: 'Change token…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the token of studio' });
    const field = dialog.getByLabel('Token');
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('correct horse');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(commands()).toEqual([
      { name: 'setSecret', secret: 'gateway.studio.token', value: 'correct horse' },
      { name: 'reconnectGateway' },
    ]);
    await band.getByRole('button', { name: 'Change token…' }).click();
    expect(await field.inputValue()).toBe('');
  });

  it('asks for the access that is missing, and then shows what has to be approved', async () => {
    const { page } = shown.watched;
    const scopes = { requested: ['operator.read'], granted: ['operator.talk'], missing: ['operator.read'] };
    const limited = { state: 'limited', health: 'needs-you', reason: 'limited', scopes } as const;
    const remedy = { text: 'Run “gatehouse gateway access”.' };
    await open(withGateway({ ...limited, remedy }));
    await region('Limited').getByRole('button', { name: 'Ask for access' }).click();
    await expect.poll(commands).toEqual([{ name: 'upgradeGatewayScopes', scopes: ['operator.read'] }]);
    const approval = { reason: 'scope-upgrade', requestId: 'r-1', command: 'openclaw devices approve r-1' };
    shown.dashboard.show({ ...withGateway({ ...limited, remedy, approval }), revision: 6 });
    await region('Approve the wider access').getByText('openclaw devices approve r-1').waitFor();
    expect(await page.getByRole('button', { name: 'Ask now' }).count()).toBe(0);
  });

  it('offers to try now and to switch while the gateway cannot be reached', async () => {
    const remedy = { text: 'Check that the gateway runs.', command: 'reconnectGateway' } as const;
    await open(
      withGateway({ ...DOWN, state: 'unreachable', health: 'broken', reason: 'no-answer', attempt: 14, remedy }),
    );
    const band = region('Unreachable');
    await band.getByRole('button', { name: 'Try now' }).click();
    await band.getByRole('button', { name: 'Switch to attic' }).click();
    await expect.poll(commands).toEqual([{ name: 'reconnectGateway' }, { name: 'selectGateway', profile: 'attic' }]);
  });

  it('says that another one stands in, and for whom', async () => {
    const away = { ...STUDIO, isActive: false, state: 'unreachable', health: 'broken' } as const;
    const gateways = [away, { ...ATTIC, isActive: true }];
    await open({ ...withGateway({ profile: 'attic' }), gateways });
    await region('On failover').getByText('studio is unreachable, attic carries everything.').waitFor();
  });

  it('lists the profiles in order of preference, uses another one, and goes back to the best one', async () => {
    const { page } = shown.watched;
    await open({ ...withGateway({}), gateways: [{ ...STUDIO, isPinned: true }, ATTIC] });
    const profiles = region('Profiles');
    await profiles.getByText('number 1, in use by hand').waitFor();
    await profiles.getByRole('button', { name: 'Use this: attic' }).click();
    await profiles.getByRole('button', { name: 'Best one' }).click();
    await expect.poll(commands).toEqual([
      { name: 'selectGateway', profile: 'attic' },
      { name: 'selectGateway', profile: null },
    ]);
    await page.getByRole('grid', { name: 'Profiles' }).locator('tbody tr').first().focus();
    await page.keyboard.press('Control+C');
    await expect.poll(() => clipboardText(page)).toBe('studio');
  });

  it('marks a gateway that was found, and offers no removal of what it did not add', async () => {
    const found = gatewaySummary({ id: 'discovered', name: 'OpenClaw', source: 'discovered' });
    await open({ ...withGateway({ profile: 'OpenClaw' }), gateways: [found] });
    await region('Profiles').getByText('found on this computer').waitFor();
    expect(
      await region('Profiles')
        .getByRole('button', { name: /^Remove/ })
        .count(),
    ).toBe(0);
  });

  it('removes a gateway only after it said what that means', async () => {
    const { page } = shown.watched;
    await open();
    await region('Profiles').getByRole('button', { name: 'Remove studio…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove studio?' });
    expect(await dialog.innerText()).toContain('the next one that can be reached takes over');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(commands).toEqual([{ name: 'removeGateway', profile: 'studio' }]);
  });

  it('brings back what was removed, on a click', async () => {
    const { page } = shown.watched;
    await open();
    await region('Profiles').getByRole('button', { name: 'Remove attic…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await region('attic was removed').getByRole('button', { name: 'Undo' }).click();
    await region('attic was removed').waitFor({ state: 'detached' });
    expect(commands()).toEqual([
      { name: 'removeGateway', profile: 'attic' },
      { name: 'restoreGateway', profile: 'attic' },
    ]);
  });

  it('stops asking a gateway that waits, and says so until the person connects again', async () => {
    const { page } = shown.watched;
    await open({ ...approvalSnapshot(now), gateways: GATEWAYS });
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect.poll(commands).toEqual([{ name: 'disconnectGateway' }]);
    const disconnected = { state: 'disconnected', health: 'needs-you', reason: 'disconnected-by-hand' } as const;
    const sentence = 'studio is disconnected, as you asked. Nothing is tried until you connect to it again.';
    const remedy = { text: 'Connect to it again.', command: 'reconnectGateway' } as const;
    shown.dashboard.show({
      ...withGateway({ ...DOWN, ...disconnected, sentence, remedy }),
      gateways: [
        { ...STUDIO, state: 'disconnected' },
        { ...ATTIC, state: 'unreachable', health: 'broken' },
      ],
      revision: 9,
    });
    await page.getByRole('heading', { level: 1, name: 'The gateway is disconnected' }).waitFor();
    expect(await page.locator('main .button.primary').allInnerTexts()).toEqual(['Connect']);
    await region('Profiles').getByRole('button', { name: 'Disconnect attic' }).click();
    await region('Disconnected').getByRole('button', { name: 'Connect' }).click();
    await expect
      .poll(() => commands().slice(1))
      .toEqual([{ name: 'disconnectGateway', profile: 'attic' }, { name: 'reconnectGateway' }]);
  });

  it('changes a profile with the keyboard, checked while it is typed, and never takes a token in the address', async () => {
    const { page } = shown.watched;
    const scripted = shown.dashboard.answerQuery;
    shown.dashboard.answerQuery = async asked => {
      if (asked.name === 'gateway.profile') return ATTIC_PROFILE;
      if (asked.name !== 'gateway.check' || !asked.url.startsWith('ws://gateway.')) return scripted(asked);
      return { ok: false, code: 'gateway_plaintext_refused', problem: 'It is a public host.', remedy: 'Use wss://.' };
    };
    await open();
    await region('Profiles').getByRole('button', { name: 'Edit attic…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Edit attic' });
    const save = dialog.getByRole('button', { name: 'Save' });
    await save.waitFor();
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel('Address').fill('wss://attic.example?token=correct-horse');
    await dialog.getByText('the secret has a field of its own').waitFor();
    await dialog.getByLabel('Address').fill('ws://gateway.example');
    await dialog.getByText('This host is public').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel('Address').fill('wss://attic.example');
    await dialog.getByText('shown to the new address').waitFor();
    await dialog.getByLabel('Name').fill('Loft');
    await dialog.getByLabel('Asks to').selectOption('restart');
    await dialog.getByLabel('Preference').selectOption('1');
    await dialog.getByLabel('Secret').selectOption('token');
    await page.screenshot({ path: `${PICTURES}gateways-edit-light.png` });
    await dialog.getByLabel('Token', { exact: true }).fill('correct horse');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.count()).toBe(0);
    const scopes = ['operator.read', 'operator.admin'];
    expect(commands()).toEqual([
      { name: 'setSecret', secret: 'gateway.attic.token', value: 'correct horse' },
      {
        name: 'editGateway',
        profile: 'attic',
        change: { name: 'Loft', url: 'wss://attic.example', scopes, place: 1 },
      },
      { name: 'reconnectGateway', profile: 'loft' },
    ]);
    expect(JSON.stringify(shown.dashboard.queries)).not.toContain('correct-horse');
  });

  it('asks when to restart the gateway, and says how it went', async () => {
    const { page } = shown.watched;
    shown.dashboard.answer = async () => ({ changed: true, sentence: 'studio restarts once 2 runs have ended.' });
    const granted = ['operator.admin'];
    await open(withGateway({ scopes: { requested: granted, granted, missing: [] } }));
    await page.getByRole('button', { name: 'Restart gateway…' }).click();
    await page.getByRole('button', { name: 'Once its runs have ended' }).click();
    await page.getByText('studio restarts once 2 runs have ended.').waitFor();
    expect(commands()).toEqual([{ name: 'restartGateway', force: false }]);
  });

  it('asks for the right to restart where the gateway has not given it', async () => {
    const { page } = shown.watched;
    await open();
    await page.getByRole('button', { name: 'Restart gateway…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restart studio' });
    expect(await dialog.innerText()).toContain('without operator.admin');
    await dialog.getByRole('button', { name: 'Ask for access' }).click();
    await expect.poll(commands).toEqual([{ name: 'upgradeGatewayScopes', scopes: ['operator.admin'] }]);
  });

  it('checks a new gateway while it is typed, stores its token first, and takes that back when it is refused', async () => {
    const { page } = shown.watched;
    await open({ ...wellSnapshot(now), gateways: [ATTIC] });
    await region('Profiles').getByRole('button', { name: 'Add gateway…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a gateway' });
    const add = dialog.getByRole('button', { name: 'Add gateway' });
    await dialog.getByLabel('Name').fill('Attic');
    await dialog.getByText('There is a gateway of this name already.').waitFor();
    await dialog.getByLabel('Name').fill('Küche');
    await dialog.getByLabel('Address').fill('wss://me:pw@kitchen.example');
    await dialog.getByText('Without user name and password').waitFor();
    await dialog.getByLabel('Address').fill('ws://10.0.0.7:18789');
    await dialog.getByText('others on the network can read along').waitFor();
    expect(await add.isDisabled()).toBe(true);
    await dialog.getByLabel('Address').fill('wss://kitchen.example');
    await dialog.getByLabel('Certificate fingerprint').fill('abc');
    await dialog.getByText('Give 64 hex digits').waitFor();
    await dialog.getByLabel('Certificate fingerprint').fill('');
    await dialog.getByLabel('Token', { exact: true }).fill('correct horse');
    shown.dashboard.answer = async command => {
      if (command.name !== 'addGateway') return { changed: true, sentence: 'Done.' };
      throw new GatehouseError('gateway_invalid', 'Nothing was added.', { remedy: 'Remove a gateway first.' });
    };
    await add.click();
    await dialog.getByText('Nothing was added. Remove a gateway first.').waitFor();
    const stored = { name: 'setSecret', secret: 'gateway.kuche.token', value: 'correct horse' };
    const added = { name: 'addGateway', gateway: { name: 'Küche', url: 'wss://kitchen.example' } };
    expect(commands()).toEqual([stored, added, { name: 'deleteSecret', secret: 'gateway.kuche.token' }]);

    shown.dashboard.answer = async () => ({ changed: true, sentence: 'Added Küche, number 2 of 2 by priority.' });
    await dialog.getByLabel('Token', { exact: true }).press('Enter');
    await page.getByText('Added Küche, number 2 of 2 by priority.').waitFor();
    expect(await dialog.count()).toBe(0);
    await page.getByRole('button', { name: 'Restart gateway…' }).waitFor({ state: 'detached' });
    expect(await page.getByText('Added Küche, number 2 of 2 by priority.').isVisible()).toBe(true);
    expect(commands().slice(3)).toEqual([stored, added]);
  });

  it('says what will stand here while no gateway is set up', async () => {
    const { page } = shown.watched;
    await open({ ...wellSnapshot(now), gateways: [] });
    await region('Profiles').getByText('Each one will show here in order of preference.').waitFor();
    expect(await page.locator('main .button.primary').allInnerTexts()).toEqual(['Add gateway…']);
  });

  it('shows what the gateway tells of itself, folds it away by keys, and keeps it as it was', async () => {
    const { page, complaints } = shown.watched;
    const details = gatewayDetails(now);
    shown.dashboard.show({ ...gatewaySnapshot(now, { details }), revision: 2 });
    await openView(page, 'gateways');
    const row = page.getByRole('region', { name: 'Gateway', exact: true });
    const summary = row.locator('summary');
    await summary.getByText('1 part is not shown').waitFor();
    await summary.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => row.getByText('WhatsApp is disconnected.').isVisible()).toBe(false);
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
      '2026.9.3 is available (stable)',
      'Gatehouse on desk, ui, linux, 0.1.0 (2)',
      'It needs operator.approvals.',
    ]) {
      expect(told).toContain(fact);
    }

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

  it.each(['light', 'dark'] as const)(
    'has no fault that axe knows of, in %s, at 100 % and at 200 %',
    async colorScheme => {
      const { page, complaints } = shown.watched;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open();
      await expectAccessible(page);
      await page.screenshot({ path: `${PICTURES}gateways-well-${colorScheme}.png` });
      await page.getByRole('button', { name: 'Add gateway…' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill('nonsense');
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 520, height: 360 });
      for (const snapshot of [REFUSED, { ...approvalSnapshot(now), gateways: GATEWAYS }]) {
        shown.dashboard.show({ ...snapshot, revision: 7 });
        await page.locator('.band').first().waitFor();
        await expectAccessible(page);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      }
      expect(complaints).toEqual([]);
    },
  );
});
