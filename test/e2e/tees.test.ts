import { describe, expect, it } from 'vitest';
import type { Query, StatusSnapshot } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { noAccount } from '../helpers/snapshots.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { brokenSnapshot, FIRST_TEE, fullId, SECOND_TEE, sandboxSnapshot, wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
const OUT = fullId('c0ffee', 'decade');
const FORMER = fullId('2be017', '90cc31');
const shown = showBeforeEach(listing(sandboxSnapshot(now)));

/** With a chain, two more TEEs that can be used, and no sandbox. */
function listing(snapshot: StatusSnapshot): StatusSnapshot {
  const { registry } = snapshot.tee;
  const [first] = registry.listed;
  const more = ['a0b4c0', 'a1b4c1'].map(start => ({
    ...first!,
    teeId: fullId(start, 'd3e0f1'),
    endpoint: `https://${start}.tee.example`,
  }));
  const listed = [...registry.listed, ...more];
  const changed = { ...registry, chainId: 10_740, listed, listedTotal: 6, usableTotal: 4 };
  return { ...snapshot, sandbox: null, tee: { ...snapshot.tee, registry: changed } };
}

async function open(query = ''): Promise<void> {
  const scripted = shown.dashboard.answerQuery;
  shown.dashboard.answerQuery = async (asked: Query) => (asked.name === 'history.tee' ? HISTORY : scripted(asked));
  await openView(shown.watched.page, 'tees', query);
}

const HISTORY = {
  since: now - 7_200_000,
  points: Array.from({ length: 200 }, (_, i) => ({
    at: now - (200 - i) * 20_000,
    latencyMs: 600 + 90 * Math.sin(i * 1.7) + (i % 17 === 5 ? 760 : 0),
    teeId: i < 120 ? FORMER : FIRST_TEE,
  })),
  switches: [
    { at: now - 4_000_000, from: null, to: FORMER, cause: 'first' },
    { at: now - 27 * 60_000, from: FORMER, to: FIRST_TEE, cause: 'keys-changed' },
  ],
} as const;

const region = (name: string) => shown.watched.page.getByRole('region', { name, exact: true });

describe('the view of the TEEs', () => {
  it('says whole which TEE requests go to, since when and why, with its latencies and the switches', async () => {
    const { page, complaints } = shown.watched;
    await open();
    const current = region('Current TEE');
    await current.getByRole('img', { name: /1 switch/ }).waitFor();
    const text = await current.innerText();
    for (const fact of [FIRST_TEE, 'enclave-07.eu-central.tee.example', 'pinned', 'keys changed', '0.6 / 1.4 s']) {
      expect(text).toContain(fact);
    }
    expect(text).toContain('0x2be017…90cc31');
    expect(text).toContain('128 requests, 2 under way');
    await current.getByRole('button', { name: 'Copy TEE id' }).click();
    await expect.poll(() => clipboardText(page)).toBe(FIRST_TEE);
    const registry = await region('Registry').innerText();
    for (const fact of ['10740', '127.0.0.1:34567', 'chain reachable', 'changes are asked for']) {
      expect(registry).toContain(fact);
    }
    expect(complaints).toEqual([]);
  });

  it('lists the current one, the standby, those that finish and those that are free, and finds them by host', async () => {
    const { page } = shown.watched;
    await open();
    const table = page.getByRole('grid', { name: 'Listed TEEs' });
    const states = () => table.locator('tbody tr .state').allInnerTexts();
    expect(await states()).toEqual(['Current', 'Standby', 'Finishing', 'Available', 'Available']);
    await page.keyboard.press('Control+F');
    await page.keyboard.type('us-east');
    await expect.poll(states).toEqual(['Standby']);
    await page.getByRole('searchbox').fill('nowhere');
    await page.getByText('No TEE matches “nowhere”.').waitFor();
  });

  it('checks the registry, and says which endpoints agree', async () => {
    const { page } = shown.watched;
    const { tee, ...rest } = listing(sandboxSnapshot(now));
    const endpoints = [
      { host: 'one.example', state: 'agrees', reason: null },
      { host: 'two.example', state: 'disagrees', reason: 'It lists other keys.' },
    ] as const;
    const registry = { ...tee.registry, endpoints: [...endpoints] };
    shown.dashboard.show({ ...rest, tee: { ...tee, registry }, revision: 2 });
    await open();
    await page.getByText('two.example disagrees: It lists other keys.').waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'checkRegistry' }]);
  });

  it('says what releasing means before it releases, and how it went', async () => {
    const { page } = shown.watched;
    await open();
    shown.dashboard.answer = async () => ({ changed: true, sentence: 'It may be used again, on probation.' });
    const held = region('Held back');
    expect(
      await held
        .getByRole('row', { name: /On probation/ })
        .getByRole('button')
        .count(),
    ).toBe(0);
    await held.getByRole('button', { name: 'Release 0xc0ffee…decade…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Release this TEE?' });
    expect(await dialog.innerText()).toContain('It failed 3 times');
    expect(await dialog.innerText()).toContain('one more failure keeps it out for longer');
    await page.keyboard.press('Escape');
    expect(shown.dashboard.commands).toEqual([]);
    await held.getByRole('button', { name: /^Release/ }).click();
    await dialog.getByRole('button', { name: 'Release', exact: true }).click();
    await held.getByText('It may be used again, on probation.').waitFor();
    expect(shown.dashboard.commands).toEqual([{ name: 'releaseQuarantine', teeId: OUT }]);
  });

  it('marks and opens the TEE that the address names, also beside the window and by keys', async () => {
    const { page } = shown.watched;
    await open(`id=${OUT.toUpperCase().replace('0X', '')}`);
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByText('Quarantined').waitFor();
    expect(await detail.innerText()).toContain(OUT);
    const row = page.locator('tr[aria-selected=true]');
    expect(await row.innerText()).toContain('0xc0ffee…decade');
    const isInSight = async (): Promise<boolean> => {
      const box = await row.boundingBox();
      return box !== null && box.y > 0 && box.y + box.height <= 720;
    };
    await expect.poll(isInSight).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => detail.count()).toBe(0);

    const rows = page.getByRole('grid', { name: 'Listed TEEs' }).locator('tbody tr');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+C');
    await expect.poll(() => clipboardText(page)).toBe(SECOND_TEE);
    await page.keyboard.press('Enter');
    await detail.getByText('Standby').waitFor();
    await openView(page, 'tees', `id=${fullId('dead', 'beef')}`);
    await detail.getByText('This TEE is not known any more.').waitFor();
  });

  it('says why none is usable, with the remedy first and one filled button', async () => {
    const { page } = shown.watched;
    const broken = brokenSnapshot(now);
    shown.dashboard.show({ ...broken, revision: 9 });
    await open();
    const band = region('No TEE');
    expect(await band.innerText()).toContain('2 × It has no TLS certificate.');
    expect(await page.locator('main .button.primary').allInnerTexts()).toEqual(['Check registry']);
    expect(await region('Current TEE').innerText()).toContain('No TEE is chosen.');
    await band.getByRole('button', { name: 'Check registry' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'checkRegistry' }]);
  });

  it('says that somebody has to sign in, and that it is paused', async () => {
    const { page } = shown.watched;
    const well = wellSnapshot(now);
    const account = noAccount({ state: 'signed-out', sentence: 'The sign-in has ended.' });
    shown.dashboard.show({ ...well, account, health: 'needs-you', revision: 2 });
    await open();
    await region('Signed out').getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'login', show: true }]);
    shown.dashboard.show({ ...well, health: 'paused', paused: { since: now, until: null }, revision: 3 });
    await region('Paused').getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => shown.dashboard.commands.at(-1)).toEqual({ name: 'resume' });
    expect(await page.getByText('Paused until resumed.').isVisible()).toBe(true);
  });

  it('says at its place that the history cannot be read, and the rest stays of use', async () => {
    const { page } = shown.watched;
    shown.dashboard.answerQuery = async () => {
      throw new GatehouseError('broken', 'The history is away.', { remedy: 'Try later.' });
    };
    await openView(page, 'tees');
    await page.getByRole('alert').getByText('The history is away.').waitFor();
    expect(await page.getByRole('button', { name: 'Rotate TEE' }).isEnabled()).toBe(true);
  });

  it('keeps 200 long names within its width', async () => {
    const { page } = shown.watched;
    const { tee, ...rest } = listing(sandboxSnapshot(now));
    const [first] = tee.registry.listed;
    const listed = Array.from({ length: 200 }, (_, i) => ({
      ...first!,
      teeId: fullId(String(100_000 + i), 'ab'),
      endpoint: `https://enclave-${i}.with-a-name-that-goes-on-and-on-and-on-and-on.ap-southeast.tee.example:8443`,
    }));
    const registry = { ...tee.registry, listed, listedTotal: 1_000, usableTotal: 1_000 };
    shown.dashboard.show({ ...rest, tee: { ...tee, registry }, revision: 2 });
    await page.setViewportSize({ width: 520, height: 360 });
    await open();
    await page.getByText('200 of 1,000 are shown').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.getByRole('grid', { name: 'Listed TEEs' }).locator('tbody tr').first().focus();
    await page.keyboard.press('End');
    const name = await page.evaluate<string>('document.activeElement.innerText');
    expect(name).toContain('0x100199');
  });

  it.each(['light', 'dark'] as const)(
    'has no fault that axe knows of, in %s, at 100 % and at 200 %',
    async colorScheme => {
      const { page, complaints } = shown.watched;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(`id=${OUT}`);
      await page.getByRole('img', { name: /1 switch/ }).waitFor();
      await expectAccessible(page);
      await openView(page, 'tees');
      await page.screenshot({ path: `${PICTURES}tees-well-${colorScheme}.png` });
      await page.setViewportSize({ width: 520, height: 360 });
      await expectAccessible(page);
      expect(complaints).toEqual([]);
    },
  );
});
