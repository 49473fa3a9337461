import type { Query, ReceiptDetail, ReceiptRow, ReceiptsPage } from '../../../contract/index.ts';
import { type Clock, GatehouseError } from '../../platform/index.ts';
import { type Receipt, type ReceiptJournal, type StoredReceipt, verifyReceipt } from '../../proof/index.ts';
import type { ActivityBook } from '../../status/index.ts';

/** What the answers about receipts come from. */
export interface ReceiptParts {
  readonly journal: Pick<ReceiptJournal, 'page' | 'find' | 'countSince'>;
  readonly book: Pick<ActivityBook, 'withCode'>;
  readonly clock: Clock;
}

/** A page of what is stored, and today's figures. Throws `receipts_unreadable`. */
export async function receiptsPage(
  { before, limit, search }: Omit<Extract<Query, { name: 'receipts.page' }>, 'name'>,
  { journal, book, clock }: ReceiptParts,
  signal: AbortSignal,
): Promise<ReceiptsPage> {
  const { receipts, nextBefore } = await journal.page({ limit, before, search }, signal);
  const midnight = new Date(clock.now()).setHours(0, 0, 0, 0);
  const verified = await journal.countSince(midnight, signal);
  const refused = book
    .withCode('answerRefused')
    .filter(({ entry }) => entry.at >= midnight)
    .reduce((sum, { entry }) => sum + entry.count, 0);
  return { receipts: receipts.map(rowOf), nextBefore, today: { verified, refused } };
}

/** One receipt, checked again. Throws `receipt_unknown`, `receipts_unreadable`. */
export async function receiptDetail(
  id: string,
  { journal }: ReceiptParts,
  signal: AbortSignal,
): Promise<ReceiptDetail> {
  const stored = await journal.find(id, signal);
  if (stored === undefined) {
    throw new GatehouseError('receipt_unknown', 'This receipt is not kept any more.', {
      remedy: 'Keep more of them with the settings receipts.maxCount and receipts.maxBytes.',
    });
  }
  const { receipt } = stored;
  const verdict = verifyReceipt(receipt);
  return {
    row: rowOf(stored),
    requestHash: receipt.requestHash,
    outputHash: receipt.outputHash,
    signedAt: signedAt(receipt),
    signature: receipt.signature,
    signingKeyDer: receipt.signingKeyDer,
    verification: verdict.ok ? { ok: true, reason: null } : verdict,
    exportText: `${JSON.stringify(receipt, null, 2)}\n`,
    exportName: `gatehouse-receipt-${new Date(receipt.verifiedAt).toISOString().replaceAll(/[:.]/g, '-')}.json`,
  };
}

function rowOf({ id, receipt }: StoredReceipt): ReceiptRow {
  const { verifiedAt, model, teeId, endpoint, covers, stream, mode, sandbox, unsigned } = receipt;
  const tokens =
    unsigned === undefined ? {} : { tokens: { prompt: unsigned.promptTokens, completion: unsigned.completionTokens } };
  return { id, verifiedAt, model, teeId, endpoint, covers, stream, mode, sandbox, ...tokens };
}

function signedAt({ timestamp }: Receipt): number | null {
  const ms = Number(timestamp) * 1_000;
  return Number.isNaN(new Date(ms).getTime()) ? null : ms;
}
