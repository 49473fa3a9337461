import type { DomainEvent, StatusSnapshot, Told } from '../../electron/contract/index.ts';
import type { Formats } from '../format/formats.ts';

/** What sentences are made with. `now`: milliseconds since the epoch. */
export interface SentenceKit {
  readonly formats: Formats;
  readonly now: number;
}

/** An entry of the activity in a language of its own. Without `cause` the core's second line stands. */
export interface OwnLine {
  readonly sentence: string;
  readonly cause?: string;
  /** What its field `reason` says, where that is more than sentence and cause. */
  readonly reason?: string;
  /** What `cause` was made of. */
  readonly told?: Told | undefined;
  /** The second line is what another program said, word for word. */
  readonly isQuoted?: true;
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
  storage(storage: NonNullable<StatusSnapshot['storage']>, kit: SentenceKit): string | undefined;
  updates(updates: StatusSnapshot['updates'], kit: SentenceKit): string | undefined;
  /** What can be done about where an update stands. */
  updatesRemedy(updates: StatusSnapshot['updates'], kit: SentenceKit): string | undefined;
  /** A cause in the activity. */
  cause(cause: string): string | undefined;
  /** The line of an event of the activity; null where the core's own is shown. */
  activity(event: DomainEvent, kit: SentenceKit): OwnLine | null;
  /** What an error says, by its code; undefined where only the core's words are known. */
  error(code: string): string | undefined;
  /** What can be done about an error, in the same way. */
  errorRemedy(code: string): string | undefined;
  /** A sentence of the core, by its code; undefined for one that this version does not know. */
  told(told: Told, kit: SentenceKit): string | undefined;
  /** A remedy, by its code. */
  remedy(code: string): string | undefined;
}
