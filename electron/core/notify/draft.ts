import type { StatusSnapshot } from '../../contract/index.ts';
import type { Settings } from '../config/index.ts';
import type { AppNotice } from './intent.ts';
import type { MoveReason, NoticeTexts } from './text-shapes.ts';

/** The switches of `notifications.*`, one per category of notices. */
export type NoticeCategory = Exclude<
  keyof Settings['notifications'],
  'enabled' | 'byHand' | 'quietHours' | 'maxPerMinute'
>;

/** One agent that changed its subscription. */
export interface Move {
  readonly agent: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason: MoveReason;
  /** `hot_reloaded`, `success`, `not_running`, `failed: …`. */
  readonly result: string;
}

/** What a draft is written from when its time has come. */
export interface Occasion {
  readonly snapshot: StatusSnapshot;
  readonly texts: NoticeTexts;
  readonly nowMs: number;
  /** Where a chain of switches began; the draft's own `from` without one. */
  readonly from: string;
  /** What was gathered, by agent; empty for all other drafts. */
  readonly moves: readonly Move[];
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
  /** Told in quiet hours, too. `critical` always is. Default false. */
  readonly piercesQuiet?: boolean;
  /** How long it has to last before it is worth a notice, milliseconds. */
  readonly waitMs: number;
  /** A state is told late rather than never; what has merely happened lapses in quiet hours. */
  readonly isState: boolean;
  /** When the trouble began, milliseconds since the epoch, for the notice that it is over. */
  readonly since?: number;
  /** After this long the same cause is news again, milliseconds. Default: only an ending makes it so. */
  readonly repeatAfterMs?: number;
  /** A switch: those that follow each other quickly are one, from the first's `from` to the last's `to`. */
  readonly chain?: { readonly from: string; readonly to: string };
  /** One of many that come together: all with this key are one notice, which waits until no more come. */
  readonly gather?: { readonly key: string; readonly move: Move | null };
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
  /** When a trouble that was told and is not over began, milliseconds since the epoch; undefined otherwise. */
  readonly toldSince: (cause: string) => number | undefined;
}
