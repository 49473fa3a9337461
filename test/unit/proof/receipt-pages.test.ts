import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Receipt, ReceiptJournal } from '../../../electron/core/proof/index.ts';
import { receiptAt } from '../../helpers/receipt.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;

/** As long as a real one, so that a page of them is as long. */
function receipt(verifiedAt: number, changes: Partial<Receipt> = {}): Receipt {
  return receiptAt(verifiedAt, { signature: 'A'.repeat(1_000), ...changes });
}

async function journalOf(receipts: readonly Receipt[], options: { maxCount?: number } = {}) {
  const path = join(await tempHome(), 'receipts.jsonl');
  const journal = new ReceiptJournal({ path, clock: new VirtualClock(), logger: silentLogger, ...options });
  onTestFinished(() => journal.close());
  for (const one of receipts) await journal.append(one, signal);
  return { journal, path };
}

/** All pages of `limit`, as times. */
async function pagesOf(journal: ReceiptJournal, limit: number, search?: string): Promise<number[][]> {
  const pages: number[][] = [];
  let before: string | undefined;
  for (let turn = 0; turn < 100; turn += 1) {
    const page = await journal.page({ limit, before, search }, signal);
    pages.push(page.receipts.map(stored => stored.receipt.verifiedAt));
    if (page.nextBefore === null) return pages;
    before = page.nextBefore;
  }
  throw new Error('the pages never end');
}

describe('pages of receipts', () => {
  it('have every receipt of both files once, newest first, over chunks of any size', async () => {
    const times = Array.from({ length: 250 }, (_, index) => index + 1);
    const { journal } = await journalOf(
      times.map(at => receipt(at)),
      { maxCount: 300 },
    );
    const pages = await pagesOf(journal, 40);
    expect(pages.map(page => page.length)).toEqual([40, 40, 40, 40, 40, 40, 10]);
    expect(pages.flat()).toEqual([...times].reverse());
  });

  it('tell receipts of the same moment apart', async () => {
    const { journal } = await journalOf(['x', 'y', 'z'].map(model => receipt(7, { model })));
    const first = await journal.page({ limit: 2 }, signal);
    expect(first.receipts.map(({ receipt: { model } }) => model)).toEqual(['z', 'y']);
    const second = await journal.page({ limit: 2, before: first.nextBefore ?? '' }, signal);
    expect(second.receipts.map(({ receipt: { model } }) => model)).toEqual(['x']);
    expect(second.nextBefore).toBeNull();
  });

  it('do not shift when new ones are written meanwhile', async () => {
    const { journal } = await journalOf([1, 2, 3, 4].map(at => receipt(at)));
    const { nextBefore } = await journal.page({ limit: 2 }, signal);
    await journal.append(receipt(5), signal);
    const second = await journal.page({ limit: 2, before: nextBefore ?? '' }, signal);
    expect(second.receipts.map(stored => stored.receipt.verifiedAt)).toEqual([2, 1]);
  });

  it('go on at the same time when the receipt before was dropped', async () => {
    const { journal, path } = await journalOf([1, 2, 3].map(at => receipt(at)));
    const { nextBefore } = await journal.page({ limit: 1 }, signal);
    await journal.close();
    await rm(path);
    const later = new ReceiptJournal({ path, clock: new VirtualClock(), logger: silentLogger });
    onTestFinished(() => later.close());
    for (const at of [1, 2]) await later.append(receipt(at, { model: 'again' }), signal);
    const page = await later.page({ limit: 5, before: nextBefore ?? '' }, signal);
    expect(page.receipts.map(stored => stored.receipt.verifiedAt)).toEqual([2, 1]);
  });

  it('find by all words in model, id, endpoint and hashes', async () => {
    const { journal } = await journalOf([
      receipt(1, { model: 'openai/gpt-5' }),
      receipt(2, { model: 'openai/gpt-5', requestHash: 'd'.repeat(64) }),
      receipt(3),
    ]);
    expect(await pagesOf(journal, 1, 'GPT-5')).toEqual([[2], [1]]);
    expect(await pagesOf(journal, 5, 'gpt-5 dddd')).toEqual([[2]]);
    expect(await pagesOf(journal, 5, 'nothing')).toEqual([[]]);
  });

  it('pass over lines that are no receipts, and a last line that is being written', async () => {
    const { journal, path } = await journalOf([receipt(1)]);
    await appendFile(path, `garbage\n${JSON.stringify(receipt(2))}\n${'x'.repeat(200_000)}\n{"verifiedAt":9`);
    expect(await pagesOf(journal, 10)).toEqual([[2, 1]]);
  });

  it('are empty when nothing was ever stored', async () => {
    const { journal } = await journalOf([]);
    expect(await pagesOf(journal, 10)).toEqual([[]]);
    expect(await journal.countSince(0, signal)).toBe(0);
  });
});

describe('one stored receipt', () => {
  it('is found by its id, and no other one is', async () => {
    const { journal } = await journalOf([1, 2, 3].map(at => receipt(at)));
    const [, second] = (await journal.page({ limit: 3 }, signal)).receipts;
    expect((await journal.find(second?.id ?? '', signal))?.receipt.verifiedAt).toBe(2);
    expect(await journal.find('2-0123456789abcdef', signal)).toBeUndefined();
    expect(await journal.find('nonsense', signal)).toBeUndefined();
  });

  it('is found by the answer that it proves, the nearest in time', async () => {
    const { journal } = await journalOf([
      receipt(1_000),
      receipt(1_400),
      receipt(1_500, { model: 'other' }),
      receipt(9_000),
    ]);
    const teeId = `0x${'a'.repeat(64)}`;
    const found = await journal.findOf({ teeId, model: 'm', at: 1_350, withinMs: 1_000 }, signal);
    expect(found?.receipt.verifiedAt).toBe(1_400);
    expect(await journal.findOf({ teeId, model: 'm', at: 5_000, withinMs: 1_000 }, signal)).toBeUndefined();
  });

  it('is counted from a time on', async () => {
    const { journal } = await journalOf([1, 2, 3, 4].map(at => receipt(at)));
    expect(await journal.countSince(3, signal)).toBe(2);
  });
});
