import type { ActivityEntry } from '../../contract/index.ts';

/** What the activity log writes about one event. */
export type ActivityLine = Pick<ActivityEntry, 'gate' | 'tone' | 'sentence' | 'cause'>;
