import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StatusSnapshot, UpdatesStatus } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { updatesStatus } from '../helpers/snapshots.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { SettingsHost } from './settings-host.ts';
import { PICTURES, type ShownDashboard, showBeforeEach } from './shown-dashboard.ts';
import { wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const READY = { state: 'ready', version: '0.2.0', notes: 'Faster rotation.\nFewer words.' } as const;
const BUSY = { requests: 2, jobs: 0, rotations: 0, isSigningIn: false, isSettingUp: false };
const WAITING = { state: 'waiting', version: '0.2.0', busy: BUSY } as const;

function withUpdates(changes: Partial<UpdatesStatus>, inFlight = 0): StatusSnapshot {
  const well = wellSnapshot(now);
  const updates = updatesStatus({ lastCheckedAt: now - 60_000, ...changes });
  return { ...well, revision: 10 + revisions++, proxy: { ...well.proxy, inFlight }, updates };
}
let revisions = 0;

/** Opens the settings and gives the section of the updates, which shows `changes`. */
async function openUpdates(
  { dashboard, watched: { page } }: ShownDashboard,
  changes: Partial<UpdatesStatus>,
  inFlight = 0,
): Promise<Locator> {
  new SettingsHost().serve(dashboard);
  dashboard.show(withUpdates(changes, inFlight));
  await openView(page, 'settings', 'section=updates');
  const part = page.getByRole('region', { name: 'Updates' });
  await part.waitFor();
  return part;
}

const button = (place: Locator | Page, name: string) => place.getByRole('button', { name, exact: true });

describe('the updates in the settings', () => {
  const shown = showBeforeEach(wellSnapshot(now));
  const last = () => shown.dashboard.commands.at(-1);

  it('say that all is new and when that was looked for, and look again', async () => {
    const lastUpdate = { from: '0.0.9', to: '0.1.0', at: now - 600_000 };
    const part = await openUpdates(shown, { lastUpdate, nextCheckAt: now + 3_600_000 });
    await part.getByText('Gatehouse 0.1.0 is the newest version.').waitFor();
    const facts = await part.locator('dl').first().innerText();
    expect(facts).toMatch(/Version\s+0\.1\.0/);
    expect(facts).toMatch(/Last check\s+\d\d:\d\d\s+next \d\d:\d\d/);
    expect(facts).toContain('from 0.0.9 to 0.1.0');
    await button(part, 'Check now').click();
    await expect.poll(last).toEqual({ name: 'checkForUpdates' });
    shown.dashboard.show(withUpdates({ update: { state: 'checking' }, sentence: 'Looking for a newer version.' }));
    expect(await button(part, 'Checking…').isDisabled()).toBe(true);
    expect(shown.watched.complaints).toEqual([]);
  });

  it('offer a version with its size and notes, download it, and show how far it is', async () => {
    const available = {
      state: 'available',
      version: '0.2.0',
      notes: READY.notes,
      sizeBytes: 92_340_000,
      isHeldBack: false,
    } as const;
    const sentence = 'Gatehouse 0.2.0 is available; 0.1.0 is running.';
    const part = await openUpdates(shown, { update: available, sentence, remedy: { text: 'Download it.' } });
    await part.getByText(sentence).waitFor();
    await part.getByText('92.3 MB to download').waitFor();
    await part.getByText('What is new in 0.2.0').click();
    await part.getByText('Fewer words.').waitFor();
    await button(part, 'Download').click();
    await expect.poll(last).toEqual({ name: 'downloadUpdate' });
    const downloading = {
      state: 'downloading',
      version: '0.2.0',
      percent: 41.7,
      transferredBytes: 38_500_000,
    } as const;
    shown.dashboard.show(withUpdates({ update: downloading }));
    const bar = part.getByRole('progressbar', { name: 'Download of Gatehouse 0.2.0' });
    expect(await bar.getAttribute('value')).toBe('41');
    await part.getByText('41%, 38.5 MB').waitFor();
    expect(await button(part, 'Check now').count()).toBe(0);
    await shown.watched.page.screenshot({ path: `${PICTURES}settings-updates-light.png` });
  });

  it('restart at once when nothing runs', async () => {
    const part = await openUpdates(shown, { update: READY });
    await button(part, 'Restart and update').click();
    await expect.poll(last).toEqual({ name: 'installUpdate' });
  });

  it('ask before they wait for what runs, and again before they end it', async () => {
    const { page } = shown.watched;
    const part = await openUpdates(shown, { update: READY }, 2);
    await button(part, 'Restart and update').click();
    const dialog = page.getByRole('dialog', { name: 'Update to 0.2.0 now?' });
    expect(await dialog.innerText()).toContain('Under way: 2 requests.');
    await button(dialog, 'Cancel').click();
    expect(shown.dashboard.commands).toEqual([]);
    await button(part, 'Restart and update').click();
    await button(dialog, 'Restart when done').click();
    await expect.poll(last).toEqual({ name: 'installUpdate' });

    shown.dashboard.show(withUpdates({ update: WAITING }, 2));
    await button(part, 'Restart now…').click();
    const second = page.getByRole('dialog', { name: 'Restart now?' });
    expect(await second.innerText()).toContain('cut off');
    await button(second, 'Restart now').click();
    await expect.poll(last).toEqual({ name: 'installUpdate', now: true });
    await button(part, 'Later').click();
    await expect.poll(last).toEqual({ name: 'postponeUpdate' });
  });

  it('name the command where a package manager brings new versions, and offer no button', async () => {
    const shellCommand = 'npm install --global gatehouse@latest';
    const part = await openUpdates(shown, {
      package: 'npm',
      canInstall: false,
      update: { state: 'unsupported' },
      sentence: 'This copy was installed with npm, which updates it too.',
      remedy: { text: 'Update it, then restart it:', shellCommand },
      lastCheckedAt: null,
    });
    await button(part, 'Copy the command').click();
    await expect.poll(() => clipboardText(shown.watched.page)).toBe(shellCommand);
    expect(await button(part, 'Check now').count()).toBe(0);
    expect(await part.getByText('Last check').count()).toBe(0);
  });

  it('tell what failed once, by the state, and what else went wrong beneath the buttons', async () => {
    const sentence = 'The server of the updates cannot be reached, or broke off. Gatehouse 0.1.0 goes on running.';
    const failed = {
      state: 'failed',
      step: 'check',
      code: 'update_unreachable',
      version: null,
      retryAt: null,
    } as const;
    const part = await openUpdates(shown, { update: failed, sentence, remedy: { text: 'Check the connection.' } });
    shown.dashboard.answer = () => {
      throw new GatehouseError('update_unreachable', 'The server of the updates cannot be reached, or broke off.');
    };
    await button(part, 'Check now').click();
    await expect.poll(last).toEqual({ name: 'checkForUpdates' });
    expect(await part.getByText('cannot be reached').count()).toBe(1);
    shown.dashboard.answer = () => {
      throw new GatehouseError('stopping', 'Gatehouse is shutting down.');
    };
    await button(part, 'Check now').click();
    await part.getByText('Gatehouse is shutting down.').waitFor();
  });

  it.each(['light', 'dark'] as const)('are accessible in each state (%s)', async colorScheme => {
    const { page } = shown.watched;
    await page.emulateMedia({ colorScheme });
    await openUpdates(shown, { update: READY, remedy: { text: 'Restart to update now.' } });
    await expectAccessible(page);
    const downloading = { state: 'downloading', version: '0.2.0', percent: null, transferredBytes: 1_000 } as const;
    shown.dashboard.show(withUpdates({ update: downloading }));
    await page.getByRole('progressbar').waitFor();
    await expectAccessible(page);
    shown.dashboard.show(withUpdates({ update: WAITING }, 2));
    await button(page, 'Restart now…').click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await page.screenshot({ path: `${PICTURES}settings-updates-${colorScheme}-dialog.png` });
  });
});

describe('the updates in the settings in German', () => {
  const shown = showBeforeEach(wellSnapshot(now), { locale: 'de-DE' });
  let part: Locator;
  beforeEach(async () => {
    part = await openUpdates(shown, { update: WAITING }, 2);
  });

  it('speak of the state, of what runs and of what can be done', async () => {
    await part
      .getByText('Gatehouse startet neu und aktualisiert auf 0.2.0, sobald nichts mehr läuft. Jetzt: 2 Anfragen.')
      .waitFor();
    await button(part, 'Jetzt neu starten …').click();
    await shown.watched.page.getByRole('dialog', { name: 'Jetzt neu starten?' }).waitFor();
  });

  it('say what failed, and leave no English sentence', async () => {
    const failed = {
      state: 'failed',
      step: 'download',
      code: 'update_disk_full',
      version: '0.2.0',
      retryAt: null,
    } as const;
    shown.dashboard.show(withUpdates({ update: failed, remedy: { text: 'Make room on the disk.' } }));
    await part.getByText('Für das Update ist kein Platz. Gatehouse 0.1.0 läuft weiter.').waitFor();
    await part.getByText('Platz schaffen und noch einmal versuchen.').waitFor();
    expect(await part.locator('.updates [lang=en]').count()).toBe(0);
  });
});
