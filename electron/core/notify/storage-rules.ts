import type { Step } from './draft.ts';
import { noticeOf } from './words.ts';

const STORAGE = 'storage';
/** A disk that is full for a moment, because something big is being copied and fails, is nobody's work. */
const LASTING_MS = 20_000;
const OPEN_OVERVIEW = { kind: 'open', view: 'overview' } as const;

/** What is kept cannot be written: once per outage, when it lasts. */
export function storageFailedRule(): readonly Step[] {
  return [
    {
      category: 'application',
      cause: STORAGE,
      priority: 'normal',
      waitMs: LASTING_MS,
      isState: true,
      write: ({ snapshot: { storage }, texts }) =>
        storage === undefined
          ? null
          : noticeOf(texts.storage(storage), OPEN_OVERVIEW, [{ label: texts.actions.open, intent: OPEN_OVERVIEW }]),
    },
  ];
}

export function storageRecoveredRule(): readonly Step[] {
  return [{ ends: STORAGE }];
}
