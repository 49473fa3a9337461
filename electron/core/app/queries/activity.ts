import type { ActivityDetail, ActivityPage, Query } from '../../../contract/index.ts';
import { GatehouseError } from '../../platform/index.ts';
import type { ReceiptJournal } from '../../proof/index.ts';
import type { ActivityBook } from '../../status/index.ts';

/** What the answers about activity come from. */
export interface ActivityParts {
  readonly book: ActivityBook;
  readonly journal: Pick<ReceiptJournal, 'findOf'>;
}

/** An answer's event and its receipt are written within the same moment. */
const SAME_MOMENT_MS = 1_000;

/** A page of the log. */
export function activityPage(filter: Extract<Query, { name: 'activity.page' }>, { book }: ActivityParts): ActivityPage {
  const { entries, hasMore } = book.page(filter);
  return { entries, nextBefore: hasMore ? (entries.at(-1)?.id ?? null) : null, keptSince: book.keptSince };
}

/** One entry with its proof, if one is stored. Throws `activity_unknown`. */
export async function activityDetail(
  id: number,
  { book, journal }: ActivityParts,
  signal: AbortSignal,
): Promise<ActivityDetail> {
  const detail = book.detail(id);
  if (detail === undefined) {
    throw new GatehouseError('activity_unknown', 'This entry is not kept any more.', {
      remedy: 'The log file of Gatehouse may still have it.',
    });
  }
  const { entry, facts } = detail;
  const { teeId, model } = facts;
  if (entry.code !== 'answerVerified' || teeId === null || model === null) return detail;
  const receipt = await journal
    .findOf({ teeId, model, at: entry.at, withinMs: SAME_MOMENT_MS }, signal)
    .catch(() => undefined);
  signal.throwIfAborted();
  return { ...detail, facts: { ...facts, receiptId: receipt?.id ?? null } };
}
