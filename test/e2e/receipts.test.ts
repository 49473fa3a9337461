import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Query, ReceiptDetail, ReceiptRow } from '../../electron/contract/index.ts';
import { GatehouseError } from '../../electron/core/platform/index.ts';
import { expectAccessible } from './axe.ts';
import { clipboardText } from './page.ts';
import { PICTURES, showBeforeEach } from './shown-dashboard.ts';
import { FIRST_TEE, gatewaySnapshot, SECOND_TEE } from './snapshots.ts';
import { openView } from './views.ts';

/** Noon, so that what happened an hour ago happened today. */
const now = Math.min(Date.now(), new Date().setHours(12, 0, 0, 0));
const LONG_MODEL = 'a-provider-with-a-long-name/instruct-2026-preview-with-everything-on';

const row = (number: number, changes: Partial<ReceiptRow> = {}): ReceiptRow => ({
  id: `receipt-${number}`,
  verifiedAt: now - number * 60_000,
  model: number % 5 === 3 ? LONG_MODEL : 'anthropic/claude-haiku-4-5',
  teeId: number % 3 === 0 ? FIRST_TEE : SECOND_TEE,
  endpoint: 'https://enclave-07.eu-central.tee.example',
  covers: number % 4 === 2 ? 'tool_calls' : 'content',
  stream: number % 2 === 0,
  mode: number % 7 === 4 ? 'progressive' : 'strict',
  sandbox: false,
  ...changes,
});
const ALL = Array.from({ length: 1_000 }, (_, index) => row(index + 1));

const detailOf = (found: ReceiptRow, changes: Partial<ReceiptDetail> = {}): ReceiptDetail => ({
  row: found,
  requestHash: 'a3'.repeat(32),
  outputHash: '9f'.repeat(32),
  signedAt: found.verifiedAt - 400,
  signature: `MEUC${'x9Kd'.repeat(80)}`,
  signingKeyDer: `MIIB${'Lm3P'.repeat(90)}`,
  verification: { ok: true, reason: null },
  exportText: `{\n  "id": "${found.id}"\n}\n`,
  exportName: 'gatehouse-receipt-2026-11-21T12-00-00-000Z.json',
  ...changes,
});

let receipts: readonly ReceiptRow[] = ALL;
let changes: Partial<ReceiptDetail> = {};
const today = { verified: 31, refused: 1 };

async function answer(query: Query): Promise<unknown> {
  if (query.name === 'receipts.page') {
    const { before, search = '', limit } = query;
    const from = before === undefined ? 0 : receipts.findIndex(({ id }) => id === before) + 1;
    const fitting = receipts.slice(from).filter(({ model, teeId }) => `${model} ${teeId}`.includes(search));
    const page = fitting.slice(0, limit);
    return { receipts: page, nextBefore: fitting.length > page.length ? (page.at(-1)?.id ?? null) : null, today };
  }
  if (query.name === 'receipts.detail') {
    const found = receipts.find(({ id }) => id === query.id);
    if (found !== undefined) return detailOf(found, changes);
    throw new GatehouseError('receipt_unknown', 'This receipt is not kept any more.', {
      remedy: 'Keep more of them with the settings receipts.maxCount and receipts.maxBytes.',
    });
  }
  throw new GatehouseError('query_unknown', `Nobody answers ${query.name} here.`);
}

const snapshot = gatewaySnapshot(now);
const shown = showBeforeEach(snapshot);
beforeEach(() => {
  receipts = ALL;
  changes = {};
  shown.dashboard.answerQuery = answer;
});

const rows = (page: Page) => page.getByRole('grid', { name: 'Receipts' }).locator('tbody tr');
const detail = (page: Page) => page.getByRole('complementary', { name: 'Details' });

describe('the receipts', () => {
  it('say how many were verified and refused today, and list each with time, model, TEE and proof', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'receipts');
    await rows(page).nth(99).waitFor();
    expect(await page.locator('.view-head').innerText()).toContain('31 verified and 1 refused today');
    const cells = await rows(page).nth(1).locator('td').allInnerTexts();
    expect(cells.slice(1)).toEqual([
      'anthropic/claude-haiku-4-5',
      expect.stringContaining('0x19c2d0…47aa9e'),
      'tool calls signed',
      '',
      'streamed',
    ]);
    expect(complaints).toEqual([]);
  });

  it('read on while one scrolls, to the oldest', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts');
    for (let count = 200; count <= 1_000; count += 100) {
      await page.evaluate<void>("document.querySelector('.split-list').scrollTo(0, 1e6)");
      await expect.poll(() => rows(page).count()).toBeGreaterThanOrEqual(count);
    }
    await page.getByText('There are no older receipts.').waitFor();
    expect(await rows(page).count()).toBe(1_000);
  });

  it('are found by model or TEE', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('preview');
    await expect.poll(() => rows(page).first().innerText()).toContain(LONG_MODEL);
    await page.keyboard.type('-nowhere');
    await page.getByText('No receipt matches “preview-nowhere”.').waitFor();
    await page.getByRole('button', { name: 'Show all receipts' }).click();
    await expect.poll(() => rows(page).count()).toBe(100);
  });

  it('take a new one at the top as soon as an answer was verified', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts');
    await rows(page).nth(99).waitFor();
    receipts = [row(0, { id: 'receipt-new', model: 'brand/new' }), ...ALL];
    const { proxy } = snapshot;
    const answersVerified = proxy.answersVerified + 1;
    shown.dashboard.show({ ...snapshot, revision: 2, proxy: { ...proxy, answersVerified } });
    await expect.poll(() => rows(page).first().innerText()).toContain('brand/new');
    expect(await rows(page).count()).toBe(101);
  });

  it('open with Enter, are copied whole, and close with Escape', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts');
    await rows(page).nth(99).waitFor();
    await rows(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboardText(page)).toBe('receipt-2');
    await page.keyboard.press('Enter');
    const pane = detail(page);
    await pane.getByText('The signature holds').waitFor();
    for (const [name, value] of [
      ['Copy: Request', 'a3'.repeat(32)],
      ['Copy: Answer', '9f'.repeat(32)],
      ['Copy: Signature', `MEUC${'x9Kd'.repeat(80)}`],
      ['Copy: Key', `MIIB${'Lm3P'.repeat(90)}`],
      ['Copy TEE id', SECOND_TEE],
      ['Copy command', 'gatehouse receipts verify gatehouse-receipt-2026-11-21T12-00-00-000Z.json'],
      ['Copy JSON', '{\n  "id": "receipt-2"\n}\n'],
    ] as const) {
      await pane.getByRole('button', { name, exact: true }).click();
      await expect.poll(() => clipboardText(page)).toBe(value);
    }
    await page.screenshot({ path: `${PICTURES}receipts-detail-light.png` });
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
  });

  it('are saved as a file that says what the host says', async () => {
    const { page, complaints } = shown.watched;
    await openView(page, 'receipts', 'id=receipt-5');
    const saving = page.waitForEvent('download');
    await detail(page).getByRole('button', { name: 'Save as file' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('gatehouse-receipt-2026-11-21T12-00-00-000Z.json');
    expect(await readFile(await download.path(), 'utf8')).toBe('{\n  "id": "receipt-5"\n}\n');
    expect(complaints).toEqual([]);
  });

  it('are saved by the host on the desktop, which says where they went, or why they did not', async () => {
    const { page } = shown.watched;
    shown.dashboard.show({ ...snapshot, revision: 2, app: { ...snapshot.app, host: 'electron' } });
    await page.getByText('Desktop application').waitFor();
    await openView(page, 'receipts', 'id=receipt-5');
    const save = detail(page).getByRole('button', { name: 'Save as file' });
    shown.dashboard.answer = async () => ({ changed: true, sentence: 'Saved.', file: '/home/me/receipt.json' });
    await save.click();
    await detail(page).getByText('Saved to /home/me/receipt.json').waitFor();
    shown.dashboard.answer = async () => ({ changed: false, sentence: 'Nothing was saved.' });
    await save.click();
    await detail(page).getByText('Nothing was saved.').waitFor();
    shown.dashboard.answer = async () => {
      throw new GatehouseError('save_unwritable', 'The disk is full.', { remedy: 'Choose another folder.' });
    };
    await save.click();
    await detail(page).getByText('The disk is full. Choose another folder.').waitFor();
    expect(shown.dashboard.commands).toEqual(
      Array.from({ length: 3 }, () => ({ name: 'saveReceipt', id: 'receipt-5' })),
    );
    await expectAccessible(page);
  });

  it('are checked again at a click, and say why one does not hold', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts', 'id=receipt-5');
    const pane = detail(page);
    await pane.getByText('The signature holds').waitFor();
    changes = { verification: { ok: false, reason: 'The signature does not match the hashes.' } };
    await pane.getByRole('button', { name: 'Check again' }).click();
    await pane.getByText('The signature does not hold').waitFor();
    expect(await pane.innerText()).toContain('The signature does not match the hashes.');
    await expectAccessible(page);
  });

  it('say what has become of one that is not kept', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts', `id=${'x'.repeat(300)}`);
    const band = detail(page).getByRole('alert', { name: 'This receipt could not be read' });
    await band.waitFor();
    expect(await band.innerText()).toContain('receipts.maxCount');
  });

  it('name what will stand here, and give the command that brings the first one', async () => {
    const { page } = shown.watched;
    receipts = [];
    await openView(page, 'receipts');
    await page.getByText(/^A receipt will stand here for each answer/).waitFor();
    await page.getByRole('button', { name: 'Copy test command' }).click();
    await expect.poll(() => clipboardText(page)).toContain(`${snapshot.proxy.endpoint}/chat/completions`);
    await expectAccessible(page);
    await page.screenshot({ path: `${PICTURES}receipts-empty-light.png` });
    shown.dashboard.show({ ...snapshot, revision: 2, proxy: { ...snapshot.proxy, endpoint: null } });
    await page.getByText('The local endpoint is not open yet.').waitFor();
  });

  it('mark those of the sandbox, which prove nothing about a real network', async () => {
    const { page } = shown.watched;
    receipts = [row(1, { sandbox: true })];
    await openView(page, 'receipts', 'id=receipt-1');
    expect(await rows(page).first().locator('.pin').innerText()).toBe('sandbox');
    await detail(page).getByText('it proves nothing about a real network').waitFor();
  });

  it('have no barrier, in light and in dark', async () => {
    const { page } = shown.watched;
    await openView(page, 'receipts', 'id=receipt-3');
    await detail(page).getByText('The signature holds').waitFor();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await openView(page, 'receipts');
    await expectAccessible(page);
    await page.screenshot({ path: `${PICTURES}receipts-dark.png` });
  });

  describe('in German at 200 %', () => {
    const narrow = showBeforeEach(snapshot, {
      locale: 'de-DE',
      viewport: { width: 520, height: 360 },
      deviceScaleFactor: 2,
    });

    it('fit, and show one receipt as a page of its own', async () => {
      const { page } = narrow.watched;
      narrow.dashboard.answerQuery = answer;
      await openView(page, 'receipts');
      await page.getByText('Heute 31 geprüft und 1 abgelehnt').waitFor();
      expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      expect(
        await page.evaluate<boolean>(
          "(list => list.scrollWidth > list.clientWidth)(document.querySelector('.split-list'))",
        ),
      ).toBe(false);
      await expectAccessible(page);
      await page.locator('tbody tr').nth(2).click();
      await page.getByText('Die Signatur ist gültig').waitFor();
      await expectAccessible(page);
    });
  });
});
