import type { Query, QueryName, QueryResult, StatusSnapshot } from '../../../contract/index.ts';
import type { SettingsDesk } from '../../config/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { ReceiptJournal } from '../../proof/index.ts';
import type { ActivityBook } from '../../status/index.ts';
import { activityDetail, activityPage } from './activity.ts';
import type { Diagnostics } from './diagnostics/index.ts';
import type { Histories } from './histories.ts';
import { receiptDetail, receiptsPage } from './receipts.ts';
import { subscriptionHistory } from './subscription-history.ts';

/** The parts that queries are answered from. */
export interface QueryParts {
  readonly desk: SettingsDesk;
  readonly book: ActivityBook;
  readonly journal: ReceiptJournal;
  readonly histories: Histories;
  readonly diagnostics: Diagnostics;
  readonly snapshot: () => StatusSnapshot;
  readonly clock: Clock;
}

/** Answers what is asked beyond the snapshot. Changes nothing. */
export class Queries {
  readonly #parts: QueryParts;

  constructor(parts: QueryParts) {
    this.#parts = parts;
  }

  /** The answer to a validated query. Throws what its part throws, and the signal's reason. */
  async answer(query: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> {
    signal.throwIfAborted();
    const { desk, book, histories, diagnostics, snapshot } = this.#parts;
    switch (query.name) {
      case 'settings.describe':
        return desk.describe();
      case 'settings.check':
        return desk.check(query.path, query.value);
      case 'activity.page':
        return activityPage(query, this.#parts);
      case 'activity.detail':
        return activityDetail(query.id, this.#parts, signal);
      case 'receipts.page':
        return receiptsPage(query, this.#parts, signal);
      case 'receipts.detail':
        return receiptDetail(query.id, this.#parts, signal);
      case 'history.gateway':
        return histories.gateway();
      case 'history.tee':
        return histories.tee();
      case 'history.subscription':
        return subscriptionHistory(query.subscription, snapshot().subscriptions, book);
      case 'diagnostics.checks':
        return diagnostics.report(signal);
      case 'diagnostics.bundle':
        return diagnostics.bundle(signal);
    }
  }
}
