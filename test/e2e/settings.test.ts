import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { SettingsHost } from './settings-host.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { gatewaySnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const shown = showBeforeEach(gatewaySnapshot(now));
let host: SettingsHost;

beforeEach(() => {
  host = new SettingsHost({
    'proxy.port': 12_000,
    'tee.registry.rpcUrls': ['https://one.example.org', 'wss://two.example.org'],
  });
  host.lock('relay.url', 'https://relay.example.org', 'GATEHOUSE_RELAY_URL');
  host.serve(shown.dashboard);
});

/** Opens the view and waits until the settings are there. */
async function openSettings(query = ''): Promise<Page> {
  const { page } = shown.watched;
  await openView(page, 'settings', query);
  await page.locator('[id="setting-proxy.port"]').waitFor();
  return page;
}

const row = (page: Page, path: string) => page.locator(`[id="setting-${path}"]`);
const changes = () => shown.dashboard.commands.filter(({ name }) => name === 'setSetting' || name === 'resetSettings');

describe('the settings in a real browser', () => {
  it('show every leaf of the schema with a control of its own, in the order of the gates', async () => {
    const page = await openSettings();
    const settings = host.describe().sections.flatMap(section => section.settings);
    expect(await page.locator('.setting').count()).toBe(settings.length);
    for (const { path } of settings) {
      expect(await row(page, path).locator('input, select, a, button').count()).toBeGreaterThan(0);
    }
    const titles = await page.locator('.settings-section h2').allInnerTexts();
    expect(titles.slice(0, 6)).toEqual(['Account', 'Network', 'Gateway', 'TEE', 'Relay', 'Local endpoint']);
    expect(shown.watched.complaints).toEqual([]);
  });

  it('check a number while it is typed, say why not in words of the schema, and save nothing of it', async () => {
    const page = await openSettings();
    const port = page.getByRole('textbox', { name: 'Port' }).first();
    await port.fill('99999');
    await row(page, 'proxy.port').getByText('expected a whole number from 0 to 65535. Not saved.').waitFor();
    expect(await port.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Discard what was typed for Port' }).click();
    expect(await port.inputValue()).toBe('12000');
    expect(changes()).toEqual([]);
  });

  it('save on Enter once, say that it counts from the next start, and undo it', async () => {
    const page = await openSettings();
    const port = page.getByRole('textbox', { name: 'Port' }).first();
    await port.fill('13000');
    await port.press('Enter');
    const there = row(page, 'proxy.port');
    await there.getByText('Saved', { exact: true }).waitFor();
    await there.getByText('Saved. Counts from the next start of Gatehouse.').waitFor();
    await page.getByText('1 change counts from the next start.').waitFor();
    await page.getByRole('heading', { level: 1 }).focus();
    await page.screenshot({ path: `${PICTURES}settings-saved-light.png` });
    await page.getByRole('button', { name: 'Undo the change of Port' }).click();
    await there.getByText('Undone').waitFor();
    expect(changes()).toEqual([
      { name: 'setSetting', path: 'proxy.port', value: 13_000 },
      { name: 'setSetting', path: 'proxy.port', value: 12_000 },
    ]);
    expect(await port.inputValue()).toBe('12000');
    expect(shown.watched.complaints).toEqual([]);
  });

  it('restart Gatehouse at once where nothing is under way, and say what to type where nobody would start it', async () => {
    const page = await openSettings();
    const snapshot = gatewaySnapshot(now);
    shown.dashboard.show({ ...snapshot, revision: 9, proxy: { ...snapshot.proxy, inFlight: 0 } });
    await page.getByRole('textbox', { name: 'Port' }).first().fill('13000');
    await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'Restart Gatehouse' });
    const others = shown.dashboard.answer;
    shown.dashboard.answer = async command => {
      if (command.name !== 'restartHost') return others(command);
      throw new GatehouseError('restart_unsupported', 'Nobody would start this Gatehouse again.', {
        remedy: 'Stop it (Ctrl-C where it runs), then run: gatehouse run --port 0',
      });
    };
    await button.click();
    await page.getByText('then run: gatehouse run --port 0').waitFor();
    await expectAccessible(page);
    shown.dashboard.answer = async command =>
      command.name === 'restartHost' ? { changed: true, sentence: 'Gatehouse restarts.' } : others(command);
    await button.click();
    await page.getByRole('button', { name: 'Restarting…' }).waitFor();
    expect(shown.dashboard.commands.filter(({ name }) => name === 'restartHost')).toHaveLength(2);
  });

  it('say where the secrets are, and move them once it is agreed to', async () => {
    const page = await openSettings();
    const snapshot = gatewaySnapshot(now);
    shown.dashboard.show({ ...snapshot, revision: 9, app: { ...snapshot.app, secretsIn: 'encrypted-file' } });
    const secrets = page.getByRole('region', { name: 'Secrets' });
    const move = secrets.getByRole('button', { name: 'Move to the keychain…' });
    await move.waitFor();
    await secrets.getByRole('button', { name: 'Move to an encrypted file…' }).waitFor({ state: 'detached' });
    const others = shown.dashboard.answer;
    const moves = () => shown.dashboard.commands.filter(({ name }) => name === 'moveSecrets');
    await move.click();
    const dialog = page.getByRole('dialog', { name: 'Move all secrets?' });
    expect(await dialog.innerText()).toContain('The desktop application cannot read them there.');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(moves()).toEqual([]);
    shown.dashboard.answer = async command => {
      if (command.name !== 'moveSecrets') return others(command);
      throw new GatehouseError('secret_store_unavailable', 'The secrets stay where they are. There is no keychain.', {
        remedy: 'Choose another place for the secrets.',
      });
    };
    await move.click();
    await dialog.getByRole('button', { name: 'Move them' }).click();
    await secrets.getByText('There is no keychain. Choose another place').waitFor();
    shown.dashboard.answer = async command =>
      command.name === 'moveSecrets' ? { changed: true, sentence: 'Moved 3 secrets.' } : others(command);
    await move.click();
    await dialog.getByRole('button', { name: 'Move them' }).click();
    await secrets.getByText('The secrets were moved.').waitFor();
    expect(moves()).toEqual(Array.from({ length: 2 }, () => ({ name: 'moveSecrets', to: 'keychain' })));
  });

  it('ask before a restart that requests under way have to wait for', async () => {
    const page = await openSettings();
    const snapshot = gatewaySnapshot(now);
    shown.dashboard.show({ ...snapshot, revision: 9, proxy: { ...snapshot.proxy, inFlight: 2 } });
    await page.getByRole('textbox', { name: 'Port' }).first().fill('13000');
    await page.keyboard.press('Enter');
    const restarts = () => shown.dashboard.commands.filter(({ name }) => name === 'restartHost');
    await page.getByRole('button', { name: 'Restart Gatehouse' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restart Gatehouse?' });
    expect(await dialog.innerText()).toMatch(/2 requests are under way[\s\S]*new link/);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(restarts()).toEqual([]);
    await page.getByRole('button', { name: 'Restart Gatehouse' }).click();
    await dialog.getByRole('button', { name: 'Restart Gatehouse' }).click();
    await expect.poll(restarts).toEqual([{ name: 'restartHost' }]);
  });

  it('save a text when its field is left, and take it back with Escape before that', async () => {
    const page = await openSettings();
    const seed = page.getByRole('textbox', { name: 'Seed' });
    await seed.fill('first');
    await seed.press('Escape');
    expect(await seed.inputValue()).toBe('gatehouse');
    await seed.fill('second');
    await seed.press('Tab');
    await expect.poll(changes).toEqual([{ name: 'setSetting', path: 'sandbox.seed', value: 'second' }]);
  });

  it('switch notifications and choose a level at once', async () => {
    const page = await openSettings();
    await page.getByRole('switch', { name: 'Proof failed' }).uncheck();
    await row(page, 'notifications.proof').getByText('Saved').waitFor();
    await page.getByRole('combobox', { name: 'Least severity' }).selectOption('warn');
    await row(page, 'log.level').getByText('Saved').waitFor();
    expect(changes()).toEqual([
      { name: 'setSetting', path: 'notifications.proof', value: false },
      { name: 'setSetting', path: 'log.level', value: 'warn' },
    ]);
    // Both count at once.
    expect(await page.getByText('Restart Gatehouse').count()).toBe(0);
  });

  it('edit a list: add, move up, remove', async () => {
    const page = await openSettings();
    const list = page.getByRole('group', { name: 'RPC endpoints' });
    await list.getByRole('button', { name: 'Move entry 2 of RPC endpoints up' }).click();
    await expect.poll(() => changes().length).toBe(1);
    await list.getByRole('button', { name: 'Add to RPC endpoints' }).click();
    await list.getByLabel('RPC endpoints, entry 3').fill('ftp://three.example.org');
    await row(page, 'tee.registry.rpcUrls')
      .getByText(/entry 3: expected an http/)
      .waitFor();
    await list.getByLabel('RPC endpoints, entry 3').fill('https://three.example.org');
    await list.getByLabel('RPC endpoints, entry 3').press('Enter');
    await expect.poll(() => changes().length).toBe(2);
    await row(page, 'tee.registry.rpcUrls').getByText('Saved').first().waitFor();
    await list.getByRole('button', { name: 'Remove entry 1 of RPC endpoints' }).click();
    await expect
      .poll(() => changes().map(change => 'value' in change && change.value))
      .toEqual([
        ['wss://two.example.org', 'https://one.example.org'],
        ['wss://two.example.org', 'https://one.example.org', 'https://three.example.org'],
        ['https://one.example.org', 'https://three.example.org'],
      ]);
  });

  it('set the quiet hours by two times, and take them away', async () => {
    const page = await openSettings();
    const hours = page.getByRole('group', { name: 'Quiet hours' });
    await hours.getByLabel('Quiet hours, From').fill('22:00');
    await hours.getByLabel('Quiet hours, to').fill('07:00');
    await page.getByRole('switch', { name: 'Notifications', exact: true }).focus();
    await row(page, 'notifications.quietHours').getByText('Saved').waitFor();
    await hours.getByRole('button', { name: 'No quiet hours' }).click();
    await expect.poll(() => changes().map(change => 'value' in change && change.value)).toEqual(['22:00-07:00', null]);
  });

  it('explain what the environment decides, by the name of the variable, and let it be', async () => {
    const page = await openSettings();
    const there = row(page, 'relay.url');
    await there
      .getByText('Set by the environment variable GATEHOUSE_RELAY_URL, which wins over the settings file.')
      .waitFor();
    expect(await there.getByRole('textbox').isDisabled()).toBe(true);
  });

  it('reset one setting, or a whole section after asking, and undo that', async () => {
    const page = await openSettings();
    await page.getByRole('button', { name: 'Reset Port' }).click();
    await row(page, 'proxy.port').getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reset section TEE' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reset TEE?' });
    await dialog.getByText('These go back to their defaults: RPC endpoints.').waitFor();
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('The section was reset.').waitFor();
    await page.getByRole('button', { name: 'Undo the change of TEE' }).click();
    await expect.poll(changes).toEqual([
      { name: 'setSetting', path: 'proxy.port', value: null },
      { name: 'resetSettings', section: 'tee' },
      {
        name: 'setSetting',
        path: 'tee.registry.rpcUrls',
        value: ['https://one.example.org', 'wss://two.example.org'],
      },
    ]);
  });

  it('find settings by name, path and description, and say when there is none', async () => {
    const page = await openSettings();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('registry rpc');
    await page.getByText('3 found').or(page.getByText('2 found')).waitFor();
    expect(await row(page, 'tee.registry.rpcUrls').count()).toBe(1);
    expect(await row(page, 'proxy.port').count()).toBe(0);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('nothing like it');
    await page.getByText('No setting matches “nothing like it”.').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await row(page, 'proxy.port').waitFor();
  });

  it('go to the section and the setting that the address names', async () => {
    const page = await openSettings('section=log');
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toBe('Log');
    await openView(page, 'settings', 'setting=proxy.port');
    await expect.poll(() => page.evaluate<string>('document.activeElement.value')).toBe('12000');
  });

  it('tell of a file that cannot be used, and of what is ignored', async () => {
    host.given.set('proxy.port', { value: 'planted', source: 'file', name: host.file });
    host.warnings.push({ sentence: 'There is no setting called proxy.prot.' });
    const page = await openSettings();
    const band = page.getByRole('alert', { name: 'The settings file needs you' });
    expect(await band.innerText()).toContain('expected a whole number from 0 to 65535');
    await page.getByText('Ignored in file and environment (1)').click();
    await page.getByText('There is no setting called proxy.prot.').waitFor();
    await page.getByRole('button', { name: 'Copy the path' }).click();
    await expect.poll(() => clipboardText(page)).toBe(host.file);
  });

  it('keep what was typed when Gatehouse refuses to save it, with the reason', async () => {
    const page = await openSettings();
    shown.dashboard.answer = async () => {
      throw new Error('gone');
    };
    const seed = page.getByRole('textbox', { name: 'Seed' });
    await seed.fill('third');
    await seed.press('Enter');
    await row(page, 'sandbox.seed').getByText('Not saved.').waitFor();
    expect(await seed.inputValue()).toBe('third');
  });

  it.each([
    ['in light', {}, { width: 1040, height: 720 }],
    ['in the dark', { colorScheme: 'dark' as const }, { width: 840, height: 560 }],
    ['at 200 %', {}, { width: 520, height: 360 }],
  ])('have no fault that axe knows, %s', async (_name, media, size) => {
    const { page } = shown.watched;
    await page.emulateMedia(media);
    await page.setViewportSize(size);
    await openSettings();
    await page.getByRole('textbox', { name: 'Port' }).first().fill('99999');
    await page.getByText('Not saved.').waitFor();
    await expectAccessible(page);
    expect(
      await page.evaluate<number>(
        'document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth',
      ),
    ).toBe(0);
  });
});

describe('the settings in German', () => {
  const german = showBeforeEach(gatewaySnapshot(now), { locale: 'de-DE' });

  it('name, describe and refuse in German', async () => {
    const { page } = german.watched;
    new SettingsHost({ 'proxy.port': 12_000 }).serve(german.dashboard);
    await openView(page, 'settings');
    const there = row(page, 'proxy.port');
    await there.getByText('Port des lokalen Endpunkts. 0: irgendein freier.').waitFor();
    await there.getByRole('textbox').fill('x');
    await there.getByText('erwartet eine ganze Zahl von 0 bis 65535. Nicht gespeichert.').waitFor();
    await page.screenshot({ path: `${PICTURES}settings-german-light.png` });
    expect(await page.locator('.setting-about [lang=en]').count()).toBe(0);
  });
});
