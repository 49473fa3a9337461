import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Formats } from '../format/formats.ts';

/** What sentences are made with. `now`: milliseconds since the epoch. */
export interface SentenceKit {
  readonly formats: Formats;
  readonly now: number;
}

/**
 * Sentences that a language makes itself from the fields of the snapshot. The core's own are English; where a language
 * has no sentence for a state it answers undefined, and the core's is shown as what it is.
 */
export interface Sentences {
  headline(snapshot: StatusSnapshot, kit: SentenceKit): string | undefined;
  gateway(gateway: NonNullable<StatusSnapshot['gateway']>, kit: SentenceKit): string | undefined;
  tee(tee: StatusSnapshot['tee'], kit: SentenceKit): string | undefined;
  subscriptions(subscriptions: StatusSnapshot['subscriptions'], kit: SentenceKit): string | undefined;
  subscription(one: StatusSnapshot['subscriptions']['subscriptions'][number], kit: SentenceKit): string | undefined;
  account(account: StatusSnapshot['account'], kit: SentenceKit): string | undefined;
  proxy(proxy: StatusSnapshot['proxy'], kit: SentenceKit): string | undefined;
  /** A cause in the activity. */
  cause(cause: string): string | undefined;
  /** The sentence of an entry of the activity, or of a step to one; `code` is the type of its event. */
  activity(code: string, sentence: string): string | undefined;
  /** The cause of such an entry, where `cause` has no word for it. */
  activityCause(code: string, cause: string): string | undefined;
}
