import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry, ActivityFacts, Query } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { FIRST_TEE, gatewaySnapshot, SECOND_TEE } from './snapshots.ts';
import { openView } from './views.ts';

/** Noon, so that what happened an hour ago happened today. */
const noon = new Date().setHours(12, 0, 0, 0);
const now = Math.min(Date.now(), noon);
const FIRST = '0x7f3a9c…e21b04';
const SECOND = '0x19c2d0…47aa9e';

const entry = (id: number, changes: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id,
  at: now - (1_000 - id) * 1_000,
  gate: 'tee',
  tone: 'info',
  code: 'registryRead',
  sentence: `The registry lists ${id} TEEs, 6 usable.`,
  cause: null,
  count: 1,
  ...changes,
});

const SWITCH = entry(1_000, {
  tone: 'well',
  code: 'teeSwitched',
  sentence: `${FIRST} replaced ${SECOND}, because its keys changed. Requests under way go on.`,
  cause: 'keys changed',
  event: { type: 'teeSwitched', at: now, from: SECOND_TEE, to: FIRST_TEE, cause: 'keys-changed' },
});
const QUARANTINE = entry(999, {
  tone: 'needs-you',
  code: 'teeQuarantined',
  sentence: `${SECOND} is quarantined for 2 h.`,
  cause: 'It could not open a request sealed to its registered key.',
  event: {
    type: 'teeQuarantined',
    at: now,
    teeId: SECOND_TEE,
    until: now + 7_200_000,
    reason: 'It could not open a request sealed to its registered key.',
    told: { code: 'suspect_stale_key' },
  },
});
const ANSWER = entry(998, {
  tone: 'well',
  code: 'answerVerified',
  sentence: 'An answer of sandbox/echo was verified in 612 ms.',
  cause: `signed by ${SECOND}`,
});
const RESTART = entry(997, {
  gate: 'gateway',
  tone: 'working',
  code: 'gatewayStateChanged',
  sentence: 'studio is restarting.',
  cause: 'restart announced',
});
const LONG = entry(996, {
  gate: 'subscriptions',
  tone: 'needs-you',
  code: 'tokenInvalid',
  sentence: `The token of ${'personal-max-account-with-a-very-long-name-'.repeat(4)} was refused.`,
  cause: 'HTTP 401',
  count: 3,
});
const TOP = [SWITCH, QUARANTINE, ANSWER, RESTART, LONG];
/** 1,000 lines, the older ones of the days before. */
const LOG = [
  ...TOP,
  ...Array.from({ length: 995 }, (_, index) => entry(995 - index, { at: now - (index + 1) * 600_000 })),
];

const FACTS: ActivityFacts = {
  subject: null,
  from: null,
  to: null,
  causeCode: null,
  inFlight: null,
  lost: null,
  lastedMs: null,
  until: null,
  teeId: null,
  model: null,
  receiptId: null,
  others: [],
};

function pageOf(query: Extract<Query, { name: 'activity.page' }>, log: readonly ActivityEntry[]): unknown {
  const { gate, problemsOnly, search = '', before = Number.POSITIVE_INFINITY, limit } = query;
  const fitting = log.filter(
    ({ id, tone, gate: of, sentence }) =>
      id < before &&
      (gate === undefined || of === gate) &&
      (problemsOnly !== true || tone === 'needs-you' || tone === 'broken') &&
      sentence.toLowerCase().includes(search.toLowerCase()),
  );
  const entries = fitting.slice(0, limit);
  const nextBefore = fitting.length > entries.length ? (entries.at(-1)?.id ?? null) : null;
  return { entries, nextBefore, keptSince: log.at(-1)?.at ?? null };
}

function detailOf(id: number): unknown {
  const found = LOG.find(one => one.id === id);
  if (found === undefined) {
    throw new GatehouseError('activity_unknown', 'This entry is not kept any more.', {
      remedy: 'The log file of Gatehouse may still have it.',
    });
  }
  if (found === SWITCH) {
    const facts = { subject: FIRST_TEE, from: SECOND_TEE, to: FIRST_TEE, causeCode: 'keys-changed', teeId: FIRST_TEE };
    const steps = [
      {
        code: 'registryRead',
        sentence: 'The registry lists 7 TEEs, 6 usable.',
        event: { type: 'registryRead', at: now, listed: 7, usable: 6, skipped: 0 },
        offsetMs: 0,
      },
      { code: 'teeQuarantined', sentence: QUARANTINE.sentence, offsetMs: 41 },
      { code: 'teeSwitched', sentence: SWITCH.sentence, offsetMs: 1_900 },
    ];
    return { entry: found, facts: { ...FACTS, ...facts, inFlight: 3, lost: 0 }, steps };
  }
  if (found === ANSWER) {
    const facts = { teeId: SECOND_TEE, model: 'sandbox/echo', lastedMs: 612, receiptId: 'r-1' };
    return { entry: found, facts: { ...FACTS, ...facts }, steps: [] };
  }
  return { entry: found, facts: { ...FACTS, others: [{ name: 'usable', value: '6' }] }, steps: [] };
}

const snapshot = { ...gatewaySnapshot(now), activity: LOG.slice(0, 50) };
const shown = showBeforeEach(snapshot);

let log: readonly ActivityEntry[] = LOG;
beforeEach(() => {
  log = LOG;
  shown.dashboard.answerQuery = async query => {
    if (query.name === 'activity.page') return pageOf(query, log);
    if (query.name === 'activity.detail') return detailOf(query.id);
    if (query.name === 'receipts.page') return { receipts: [], nextBefore: null, today: { verified: 0, refused: 0 } };
    throw new GatehouseError('query_unknown', `Nobody answers ${query.name} here.`);
  };
});

const lines = (page: Page) => page.locator('a.line');
const pages = (): Query[] => shown.dashboard.queries.filter(({ name }) => name === 'activity.page');
const detail = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const scrollTo = (page: Page, top: number): Promise<void> =>
  page.evaluate<void>(`document.querySelector('.split-list').scrollTo(0, ${top})`);
const scrollTop = (page: Page): Promise<number> =>
  page.evaluate<number>("document.querySelector('.split-list').scrollTop");

/** Shows the log with `count` entries that are newer. */
function grow(count: number): void {
  const newer = Array.from({ length: count }, (_, index) =>
    entry(1_000 + count - index, { at: now, sentence: `News ${count - index}` }),
  );
  log = [...newer, ...LOG];
  shown.dashboard.show({ ...snapshot, revision: 1 + count, activity: log.slice(0, 50) });
}

describe('the activity', () => {
  it('lists what happened by day, with time, state, gate, sentence and cause', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'activity');
    await lines(page).nth(99).waitFor();

    expect(await page.locator('.lines h2').allInnerTexts()).toContain('Yesterday');
    expect(await lines(page).first().locator('.gate-name').innerText()).toBe('TEE');
    expect(await lines(page).nth(1).locator('.hidden').first().textContent()).toBe('Needs you');
    expect(await lines(page).nth(1).locator('.cause').innerText()).toBe(QUARANTINE.cause);
    expect(await lines(page).nth(4).innerText()).toContain('3 times');
    expect(await lines(page).nth(5).locator('.cause').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('asks for one gate, for problems and for words, and shows everything again', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity');
    await page.getByRole('button', { name: 'Subscriptions', exact: true }).click();
    await expect.poll(() => lines(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Problems' }).click();
    await expect.poll(() => lines(page).count()).toBe(2);

    await page.keyboard.press('Control+f');
    await page.keyboard.type('nowhere');
    await page.getByText('Nothing in the log matches “nowhere”.').waitFor();
    expect(pages().at(-1)).toEqual({ name: 'activity.page', problemsOnly: true, search: 'nowhere', limit: 100 });
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => lines(page).count()).toBeGreaterThan(90);
    expect(await page.getByRole('button', { name: 'All', exact: true }).getAttribute('aria-pressed')).toBe('true');
  });

  it('exports all that the filter lets through as the browser saves it, with progress when it takes long', async () => {
    const { page, complaints } = shown.watched;
    const others = shown.dashboard.answerQuery;
    let finish = (): void => undefined;
    const asked = new Promise<void>(resolve => {
      finish = resolve;
    });
    shown.dashboard.answerQuery = async query => {
      if (query.name !== 'activity.export') return others(query);
      await asked;
      return { text: 'time\r\n', fileName: 'gatehouse-activity-2026-11-21.csv', count: 1 };
    };
    await openView(page, 'activity');
    await page.getByRole('button', { name: 'Problems' }).click();
    await page.getByRole('searchbox').fill('refused');
    await expect.poll(() => lines(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export the activity' });
    expect(await dialog.innerText()).toContain('not shown yet: Problems, “refused”.');
    await expectAccessible(page);
    await dialog.getByLabel('Format').selectOption('csv');
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('Writing the file…').waitFor();
    finish();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('gatehouse-activity-2026-11-21.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe('time\r\n');
    await page.getByText('Saved by the browser as gatehouse-activity-2026-11-21.csv.').waitFor();
    expect(shown.dashboard.queries.filter(({ name }) => name === 'activity.export')).toEqual([
      { name: 'activity.export', filter: { problemsOnly: true, search: 'refused' }, format: 'csv' },
    ]);
    expect(complaints).toEqual([]);
  });

  it('is exported by the host on the desktop, and says why it could not be', async () => {
    const { page } = shown.watched;
    const snapshot = gatewaySnapshot(now);
    shown.dashboard.show({ ...snapshot, revision: 9, app: { ...snapshot.app, host: 'electron' } });
    await page.getByText('Desktop application').waitFor();
    shown.dashboard.answer = async () => {
      throw new GatehouseError('save_unwritable', 'The disk is full.', { remedy: 'Choose another folder.' });
    };
    await openView(page, 'activity');
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('The disk is full. Choose another folder.').waitFor();
    expect(shown.dashboard.commands).toEqual([{ name: 'exportActivity', filter: {}, format: 'jsonl' }]);
    await expectAccessible(page);
  });

  it('reads on while one scrolls, to the end of the log', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity');
    await lines(page).nth(99).waitFor();
    for (let count = 200; count <= 1_000; count += 100) {
      await expect
        .poll(async () => {
          await scrollTo(page, 1_000_000);
          return lines(page).count();
        })
        .toBeGreaterThanOrEqual(count);
    }
    await scrollTo(page, 1_000_000);
    await page.getByText(/^Oldest entry that is kept: /).waitFor();
    expect(await lines(page).count()).toBe(1_000);
    const asked = pages().flatMap(query => ('before' in query && query.before !== undefined ? [query.before] : []));
    expect(asked).toEqual([901, 801, 701, 601, 501, 401, 301, 201, 101]);
  });

  it('says why it could not read on, and tries again', async () => {
    const { page } = shown.watched;
    const answer = shown.dashboard.answerQuery;
    let isAway = true;
    shown.dashboard.answerQuery = async query => {
      if (isAway && 'before' in query) {
        throw new GatehouseError('activity_unreadable', 'The log cannot be read.', { remedy: 'Look at the disk.' });
      }
      return answer(query);
    };
    await openView(page, 'activity');
    await scrollTo(page, 1_000_000);
    const band = page.getByRole('alert', { name: 'Older entries could not be read' });
    await band.waitFor();
    expect(await band.innerText()).toContain('Look at the disk.');
    isAway = false;
    await band.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => lines(page).count()).toBeGreaterThanOrEqual(200);
  });

  it('takes what happens at the top while one reads there, and holds it back while one reads further down', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity');
    await lines(page).nth(99).waitFor();
    grow(1);
    await expect.poll(() => lines(page).first().innerText()).toContain('News 1');

    await scrollTo(page, 300);
    const reading = await lines(page).nth(10).boundingBox();
    grow(4);
    const newer = page.getByRole('button', { name: '3 newer' });
    await newer.waitFor();
    expect(await lines(page).nth(10).boundingBox()).toEqual(reading);
    expect(await scrollTop(page)).toBe(300);
    await newer.click();
    await expect.poll(() => lines(page).first().innerText()).toContain('News 4');
    expect(await scrollTop(page)).toBe(0);
    expect(await newer.count()).toBe(0);
  });

  it('counts what repeats at its place', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity');
    await lines(page).nth(99).waitFor();
    const again = { ...SWITCH, count: 12 };
    shown.dashboard.show({ ...snapshot, revision: 2, activity: [again, ...LOG.slice(1, 50)] });
    await expect.poll(() => lines(page).first().innerText()).toContain('12 times');
    expect(await lines(page).count()).toBe(100);
  });

  it('is walked with the keys, opens a detail with Enter, closes it with Escape, and copies an id', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity');
    await lines(page).nth(99).waitFor();
    await lines(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboardText(page)).toBe('999');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await detail(page).waitFor();
    expect(new URL(page.url()).hash).toBe('#activity?id=1000');
    expect(await lines(page).first().getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('Escape');
    await detail(page).waitFor({ state: 'detached' });
    expect(await page.evaluate<string>('document.activeElement.dataset.id')).toBe('1000');
    await page.keyboard.press('End');
    expect(Number(await page.evaluate<string>('document.activeElement.dataset.id'))).toBeLessThanOrEqual(901);
    // One stop of the Tab key, not a thousand.
    expect(await page.locator('a.line[tabindex="0"]').count()).toBe(1);
  });

  it('tells in the detail why, from where to where, what it cost, and how it came about', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity', 'id=1000');
    const pane = detail(page);
    await pane.getByText('What happened').waitFor();
    const told = await pane.innerText();
    for (const words of ['Today', 'keys changed', '3, finished where they began', 'Lost', 'none', '41 ms', '1.9 s']) {
      expect(told).toContain(words);
    }
    await pane.getByRole('button', { name: 'Copy TEE id' }).first().click();
    await expect.poll(() => clipboardText(page)).toBe(SECOND_TEE);
    await pane.getByRole('button', { name: 'Copy details' }).click();
    await expect.poll(() => clipboardText(page)).toContain('+41 ms');
    expect(await pane.getByRole('link', { name: 'Show TEE' }).getAttribute('href')).toBe(`#tees?id=${FIRST_TEE}`);
    await page.screenshot({ path: `${PICTURES}activity-detail-light.png` });
  });

  it('leads from a verified answer to its receipt', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity', 'id=998');
    await detail(page).getByRole('link', { name: 'Show receipt' }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#receipts?id=r-1');
  });

  it('says what has become of an entry that is not kept, and of an address that names none', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity', 'id=4000');
    const band = detail(page).getByRole('alert', { name: 'This entry could not be read' });
    await band.waitFor();
    expect(await band.innerText()).toContain('The log file of Gatehouse may still have it.');
    await openView(page, 'activity', 'id=nonsense');
    await detail(page).getByText('The address names no entry of the log.').waitFor();
    await detail(page).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#activity');
  });

  it('names what will stand here while nothing has happened', async () => {
    const { page } = shown.watched;
    log = [];
    shown.dashboard.show({ ...snapshot, revision: 2, activity: [] });
    await openView(page, 'activity');
    await page.getByText('Nothing has happened yet.').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Rotate TEE' }).click();
    await expect.poll(() => shown.dashboard.commands).toEqual([{ name: 'rotateTee' }]);
  });

  it('says why it cannot be read at all', async () => {
    const { page } = shown.watched;
    shown.dashboard.answerQuery = async () => {
      throw new GatehouseError('activity_unreadable', 'The log cannot be read.', { remedy: 'Look at the disk.' });
    };
    await openView(page, 'activity');
    const band = page.getByRole('alert', { name: 'This could not be loaded' });
    await band.waitFor();
    expect(await band.innerText()).toContain('Look at the disk.');
  });

  it('has no barrier, in light and in dark, with and without a detail', async () => {
    const { page } = shown.watched;
    await openView(page, 'activity', 'id=1000');
    await detail(page).getByText('What happened').waitFor();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await page.screenshot({ path: `${PICTURES}activity-detail-dark.png` });
    await openView(page, 'activity');
    await expectAccessible(page);
    await page.screenshot({ path: `${PICTURES}activity-dark.png` });
  });

  describe('in German', () => {
    const german = showBeforeEach(snapshot, { locale: 'de-DE' });

    it('says what happened in German, and marks as English what it cannot say', async () => {
      const { page } = german.watched;
      german.dashboard.answerQuery = async query => {
        if (query.name === 'activity.page') return pageOf(query, LOG);
        if (query.name === 'activity.detail') return detailOf(query.id);
        throw new GatehouseError('query_unknown', 'x');
      };
      await openView(page, 'activity', 'id=1000');
      await lines(page).nth(99).waitFor();
      expect(await page.locator('.lines h2').first().innerText()).toBe('Heute');
      expect(await lines(page).first().innerText()).toContain('weil ihre Schlüssel gewechselt haben');
      expect(await lines(page).nth(1).innerText()).toContain('ist für 2 h in Quarantäne.');
      expect(await lines(page).nth(1).locator('.cause').innerText()).toContain('Sie konnte eine Anfrage nicht öffnen');
      expect(await lines(page).nth(2).locator('[lang=en]').first().innerText()).toBe(ANSWER.sentence);
      await page.getByText('Was geschah').waitFor();
      expect(await page.locator('.detail').innerText()).toContain('Die Registry führt 7 TEEs, 6 nutzbar.');
      await expectAccessible(page);
    });
  });

  describe('at 200 %', () => {
    const zoomed = showBeforeEach(snapshot, { viewport: { width: 520, height: 360 }, deviceScaleFactor: 2 });

    it('shows the detail as a page of its own, and comes back to the row', async () => {
      const { page } = zoomed.watched;
      zoomed.dashboard.answerQuery = async query => {
        if (query.name === 'activity.page') return pageOf(query, LOG);
        if (query.name === 'activity.detail') return detailOf(query.id);
        throw new GatehouseError('query_unknown', 'x');
      };
      await openView(page, 'activity');
      await lines(page).nth(99).waitFor();
      await expectAccessible(page);
      const isWider = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      expect(isWider).toBe(false);
      await lines(page).nth(4).focus();
      await page.keyboard.press('Enter');
      await detail(page).getByText('HTTP 401').waitFor();
      expect(await lines(page).first().isVisible()).toBe(false);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Back' }).click();
      await expect.poll(() => page.evaluate<string>('document.activeElement.dataset.id')).toBe('996');
    });
  });
});
