import type { StatusSnapshot } from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import type { AppNotice } from './intent.ts';

/** The switches of `notifications.*`, one per category of notices. */
export type NoticeCategory = Exclude<
  keyof Settings['notifications'],
  'enabled' | 'byHand' | 'quietHours' | 'maxPerMinute'
>;

/** What a draft is written from when its time has come. */
export interface Occasion {
  readonly snapshot: StatusSnapshot;
  readonly nowMs: number;
  /** Where a chain of switches began; the draft's own `from` without one. */
  readonly from: string;
}

/** The words of a notice. */
export type NoticeText = Pick<AppNotice, 'title' | 'body' | 'actions' | 'click'>;

/** Something that may become a notice once it has lasted. */
export interface Draft {
  readonly category: NoticeCategory;
  /** Told once, until an {@link Ending} says that it is over or `repeatAfterMs` is. */
  readonly cause: string;
  /** An id of the outside (a run, a request) that is never told twice, whatever becomes of the cause. */
  readonly onceId?: string;
  readonly priority: AppNotice['priority'];
  /** How long it has to last before it is worth a notice, milliseconds. */
  readonly waitMs: number;
  /** A state is told late rather than never; what has merely happened lapses in quiet hours. */
  readonly isState: boolean;
  /** After this long the same cause is news again, milliseconds. Default: only an ending makes it so. */
  readonly repeatAfterMs?: number;
  /** A switch: those that follow each other quickly are one, from the first's `from` to the last's `to`. */
  readonly chain?: { readonly from: string; readonly to: string };
  /** Null when it is not true any more. */
  readonly write: (occasion: Occasion) => NoticeText | null;
}

/** A cause is over: a waiting draft lapses, a shown notice is taken back. */
export interface Ending {
  readonly ends: string;
}

/** What a rule makes of an event. */
export type Step = Draft | Ending;

/** What rules read beside the event. */
export interface RuleContext {
  readonly tellsByHand: boolean;
  /** Whether a cause was told and is not over. */
  readonly wasTold: (cause: string) => boolean;
}
