import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { receiptDetail, receiptsPage } from '../../../../electron/core/app/queries/receipts.ts';
import { type Receipt, ReceiptJournal } from '../../../../electron/core/proof/index.ts';
import { NO_FACTS } from '../../../../electron/core/status/activity-facts.ts';
import { ActivityBook } from '../../../../electron/core/status/index.ts';
import { receiptAt } from '../../../helpers/receipt.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;
const NOON = new Date(2026, 5, 15, 12).getTime();
const MIDNIGHT = new Date(2026, 5, 15).getTime();

async function partsWith(
  receipts: readonly Receipt[],
  refused: readonly (readonly [at: number, count: number])[] = [],
) {
  const clock = new VirtualClock(NOON);
  const journal = new ReceiptJournal({ path: join(await tempHome(), 'receipts.jsonl'), clock, logger: silentLogger });
  onTestFinished(() => journal.close());
  for (const one of receipts) await journal.append(one, signal);
  const book = new ActivityBook();
  for (const [index, [at, count]] of refused.entries()) {
    const entry = {
      id: index + 1,
      at,
      gate: 'tee',
      tone: 'broken',
      code: 'answerRefused',
      sentence: '',
      cause: null,
    } as const;
    book.take({ entry: { ...entry, count }, facts: NO_FACTS, steps: [] });
  }
  return { clock, journal, book };
}

describe('the page of receipts', () => {
  it('counts what was verified and refused since midnight here, repeated refusals each', async () => {
    const parts = await partsWith(
      [MIDNIGHT - 1, MIDNIGHT, NOON].map(at => receiptAt(at)),
      [
        [MIDNIGHT - 1, 5],
        [MIDNIGHT + 1, 2],
        [NOON, 1],
      ],
    );
    const page = await receiptsPage({ limit: 2 }, parts, signal);
    expect(page.today).toEqual({ verified: 2, refused: 3 });
    expect(page.receipts.map(({ verifiedAt }) => verifiedAt)).toEqual([NOON, MIDNIGHT]);
    const next = await receiptsPage({ limit: 2, before: page.nextBefore ?? '' }, parts, signal);
    expect(next).toMatchObject({ receipts: [{ verifiedAt: MIDNIGHT - 1 }], nextBefore: null });
  });
});

describe('the detail of a receipt', () => {
  it('says why one does not hold, and still gives it away for others to check', async () => {
    const parts = await partsWith([receiptAt(NOON)]);
    const [row] = (await receiptsPage({ limit: 1 }, parts, signal)).receipts;
    const detail = await receiptDetail(row?.id ?? '', parts, signal);
    expect(detail.verification).toEqual({
      ok: false,
      reason: 'The signing key is not an RSA public key.',
      told: { code: 'receipt_key' },
    });
    expect(detail.signedAt).toBe(1_750_000_000_000);
    expect(JSON.parse(detail.exportText)).toEqual(receiptAt(NOON));
    expect(detail.exportName).toMatch(/^gatehouse-receipt-2026-06-1[456]T[\d-]+Z\.json$/);
  });

  it('has no date for a time that is none', async () => {
    const parts = await partsWith([{ ...receiptAt(NOON), timestamp: '99999999999999999999' }]);
    const [row] = (await receiptsPage({ limit: 1 }, parts, signal)).receipts;
    expect((await receiptDetail(row?.id ?? '', parts, signal)).signedAt).toBeNull();
  });

  it('is an error with a remedy when it is not kept any more', async () => {
    const parts = await partsWith([]);
    await expect(receiptDetail('abc-0123456789abcdef', parts, signal)).rejects.toMatchObject({
      code: 'receipt_unknown',
      remedy: expect.stringContaining('receipts.maxCount'),
    });
  });
});
