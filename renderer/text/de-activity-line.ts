import type { DomainEvent, Told } from '../../electron/contract/index.ts';
import { toldSentence } from './de-told.ts';
import type { OwnLine, SentenceKit } from './sentences.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** One row per event, so that a new kind of event without one does not compile. Null: the core's own line is shown. */
export type GermanLines = {
  readonly [T in DomainEvent['type']]: (event: EventOf<T>, kit: SentenceKit) => OwnLine | null;
};

/** Why, by the code of the core's sentence; nothing for one that this version does not know. */
export function causeTold(told: Told | undefined, kit: SentenceKit): Pick<OwnLine, 'cause' | 'told'> {
  const cause = told === undefined ? undefined : toldSentence(told, kit);
  return cause === undefined ? {} : { cause, told };
}
