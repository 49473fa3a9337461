import type { ActivityDetail, DomainEvent } from '../../../electron/contract/index.ts';
import { activityFacts } from '../../../electron/core/status/activity-facts.ts';
import { activityLine } from '../../../electron/core/status/activity-table.ts';
import { everyEvent } from '../../helpers/every-event.ts';

/** Beyond the ids of the entries in the pictures. */
const FIRST_ID = 9_000;

/** One event of each kind, and those that say something else in another case. */
function events(at: number): readonly DomainEvent[] {
  const all = everyEvent(at);
  const switched = all.find(({ type }) => type === 'subscriptionSwitched');
  const ended = all.find(({ type }) => type === 'endedUnexpectedly');
  return [
    ...all,
    ...(switched === undefined ? [] : [{ ...switched, result: 'failed: HTTP 503' } as DomainEvent]),
    ...(ended === undefined ? [] : [{ ...ended, how: 'vanished', reason: null } as DomainEvent]),
  ];
}

/** What the core has of each of them, as the page is told when it opens one. By id. */
export function eventDetails(at: number): ReadonlyMap<number, ActivityDetail> {
  const details = events(at).flatMap((event, index): ActivityDetail[] => {
    const line = activityLine(event);
    if (line === null) return [];
    const entry = { ...line, id: FIRST_ID + index, at, code: event.type, count: 1, event };
    return [{ entry, facts: activityFacts(event, text => text), steps: [] }];
  });
  return new Map(details.map(detail => [detail.entry.id, detail]));
}
