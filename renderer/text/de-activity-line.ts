import type { DomainEvent } from '../../electron/contract/index.ts';
import type { OwnLine, SentenceKit } from './sentences.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

/** One row per event, so that a new kind of event without one does not compile. Null: the core's own line is shown. */
export type GermanLines = {
  readonly [T in DomainEvent['type']]: (event: EventOf<T>, kit: SentenceKit) => OwnLine | null;
};
