import type { Step } from './draft.ts';
import { activityAt } from './places.ts';
import { noticeOf } from './words.ts';

const OFFLINE = 'computer-offline';
/** A change of networks, a tunnel, a lift: most of it is over by then. */
const OFFLINE_WAIT_MS = 300_000;

/** This computer has been offline for long enough that a person may not know. Once, until it is back. */
export function offlineRule(): readonly Step[] {
  return [
    {
      category: 'application',
      cause: OFFLINE,
      priority: 'low',
      waitMs: OFFLINE_WAIT_MS,
      isState: true,
      write: ({ snapshot, texts }) =>
        snapshot.offline === undefined ? null : noticeOf(texts.offline(), activityAt(snapshot, ['computerOffline'])),
    },
  ];
}

export function onlineRule(): readonly Step[] {
  return [{ ends: OFFLINE }];
}
