import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { DiagnosticsHost, LOG_FILE } from './diagnostics-host.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { gatewaySnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const shown = showBeforeEach(gatewaySnapshot(now));
let host: DiagnosticsHost;

beforeEach(() => {
  host = new DiagnosticsHost();
  host.serve(shown.dashboard);
});

async function openDiagnostics(): Promise<Page> {
  const { page } = shown.watched;
  await openView(page, 'diagnostics');
  await page.getByRole('row', { name: /Way to the relay/ }).waitFor();
  return page;
}

describe('the diagnostics in a real browser', () => {
  it('show the licence of each part, and find one by a word of its text', async () => {
    const page = await openDiagnostics();
    await page.getByRole('button', { name: 'Licences of its parts' }).click();
    const licences = page.getByRole('region', { name: 'Licences of its parts' });
    await licences.getByText('2 of 2 packages').waitFor();
    await licences.getByText('react 19.3.1').click();
    await licences.getByText('Copyright (c) Meta Platforms').waitFor();
    await licences.getByText('/opt/Gatehouse/LICENSES.chromium.html').waitFor();
    await licences.getByRole('searchbox', { name: 'Search in the licences' }).fill('meta platforms');
    await licences.getByText('1 of 2 packages').waitFor();
    expect(await licences.getByText('@redis/client').count()).toBe(0);
    await expectAccessible(page);
    expect(shown.watched.complaints).toEqual([]);
  });

  it('give one verdict per gate and the result of each check with its remedy and duration', async () => {
    const page = await openDiagnostics();
    const gates = page.getByRole('region', { name: 'Gates' });
    expect(await gates.getByRole('listitem').count()).toBe(3);
    await page.getByText('2 of 12 need attention').waitFor();
    const relay = await page.getByRole('row', { name: /Way to the relay/ }).innerText();
    for (const part of ['Broken', 'cannot be reached: ECONNREFUSED', 'Check the network of this computer', '41 ms']) {
      expect(relay).toContain(part);
    }
    await page.screenshot({ path: `${PICTURES}diagnostics-light.png` });
    expect(shown.watched.complaints).toEqual([]);
  });

  it('run again check by check, so that a slow one holds up no other', async () => {
    const page = await openDiagnostics();
    await page.getByText('2 of 12 need attention').waitFor();
    host.hold('chain-rpc');
    await page.getByRole('button', { name: 'Check again', exact: true }).click();
    await page.getByText('11 of 12 checked').waitFor();
    const row = page.getByRole('row', { name: /RPC of the chain/ });
    expect(await row.innerText()).toContain('Checking…');
    // The last result stays to be read meanwhile.
    expect(await row.innerText()).toContain('answers for chain 10740');
    host.release();
    await page.getByText('2 of 12 need attention').waitFor();
    expect(new Set(host.runs.values())).toEqual(new Set([2]));
    await page.getByRole('button', { name: 'Check again: Registry of TEEs' }).click();
    await expect.poll(() => host.runs.get('registry')).toBe(3);
    expect(host.runs.get('relay')).toBe(2);
  });

  it('copy the status, the path of the log and the bundle', async () => {
    const page = await openDiagnostics();
    await page.getByRole('button', { name: 'Copy status' }).click();
    await expect.poll(() => clipboardText(page)).toContain('Gateway: ');
    await page.getByRole('button', { name: 'Copy the path' }).first().click();
    await expect.poll(() => clipboardText(page)).toBe(LOG_FILE);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => clipboardText(page)).toBe(host.bundle.text);
    // A browser may be on another computer: there is no folder to show.
    expect(await page.getByRole('button', { name: 'Show log' }).count()).toBe(0);
  });

  it('preview the bundle and search in it', async () => {
    const page = await openDiagnostics();
    await page.getByText('tokens, passwords and other secrets').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('"LINE":5');
    await page.getByText('1 of 11').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 of 11').waitFor();
    expect(await page.locator('mark.current').innerText()).toBe('"line":5');
    await page.screenshot({ path: `${PICTURES}diagnostics-preview-light.png` });
    await page.getByRole('button', { name: 'Hide preview' }).click();
    expect(await page.locator('.preview').count()).toBe(0);
  });

  it('hand the bundle to the browser as a file', async () => {
    const page = await openDiagnostics();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save…' }).click();
    expect((await coming).suggestedFilename()).toBe(host.bundle.fileName);
    await page.getByText(`Saved by the browser as ${host.bundle.fileName}.`).waitFor();
    expect(shown.watched.complaints).toEqual([]);
  });

  it('say why there is no bundle, and leave the rest usable', async () => {
    const page = await openDiagnostics();
    host.bundleFails = true;
    await page.getByRole('button', { name: 'Preview' }).click();
    const band = page.getByRole('alert', { name: 'The bundle could not be made' });
    expect(await band.innerText()).toContain('Make room on this disk.');
    expect(await page.getByRole('button', { name: 'Check again', exact: true }).isEnabled()).toBe(true);
  });

  it('lead to the log and save through the system where the host has a desktop', async () => {
    const snapshot = gatewaySnapshot(now);
    shown.dashboard.show({ ...snapshot, revision: 9, app: { ...snapshot.app, host: 'electron' } });
    const page = await openDiagnostics();
    await page.getByRole('button', { name: 'Show log' }).click();
    await page.getByRole('button', { name: 'Save…' }).click();
    await expect
      .poll(() => shown.dashboard.commands)
      .toEqual([{ name: 'showFile', which: 'log' }, { name: 'saveDiagnostics' }]);
  });

  it.each([
    ['in light', {}, { width: 1040, height: 720 }],
    ['in the dark', { colorScheme: 'dark' as const }, { width: 840, height: 560 }],
    ['at 200 %', {}, { width: 520, height: 360 }],
  ])('have no fault that axe knows, %s', async (_name, media, size) => {
    const { page } = shown.watched;
    await page.emulateMedia(media);
    await page.setViewportSize(size);
    await openDiagnostics();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.preview').waitFor();
    await expectAccessible(page);
  });
});

describe('the diagnostics in German', () => {
  const german = showBeforeEach(gatewaySnapshot(now), { locale: 'de-DE', colorScheme: 'dark' });

  it('name and say everything in German', async () => {
    const { page } = german.watched;
    new DiagnosticsHost().serve(german.dashboard);
    await openView(page, 'diagnostics');
    await page.getByText('Bei 2 von 12 stimmt etwas nicht').waitFor();
    await page.getByText('relay.example.org ist nicht erreichbar: ECONNREFUSED').waitFor();
    expect(await page.locator('.table [lang=en]').count()).toBe(0);
    await page.screenshot({ path: `${PICTURES}diagnostics-german-dark.png` });
  });
});
