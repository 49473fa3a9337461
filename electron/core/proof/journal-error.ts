import { GatehouseError } from '../platform/index.ts';

/** A receipt could not be written or the journal could not be read. The answers themselves are not affected. */
export class ReceiptJournalError extends GatehouseError {
  constructor(code: 'receipt_not_written' | 'receipts_unreadable', message: string, path: string, cause?: unknown) {
    super(code, message, {
      remedy: 'Check that the disk has room and that the folder belongs to you.',
      retryable: true,
      details: { path },
      cause,
    });
  }
}
