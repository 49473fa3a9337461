import type { DomainEvent } from '../../contract/index.ts';

const MAX_TEXT_LENGTH = 200;
const MAX_LIST = 12;

/** The event as it is kept with its line: every text redacted and cut, lists shortened, nothing shared with the emitter. */
export function toldEvent(event: DomainEvent, redact: (text: string) => string): DomainEvent {
  return copy(event, redact) as DomainEvent;
}

function copy(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return cut(redact(value));
  if (Array.isArray(value)) return value.slice(0, MAX_LIST).map(part => copy(part, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // The line has the sentence already.
    Object.entries(value).flatMap(([name, part]) => (name === 'sentence' ? [] : [[name, copy(part, redact)]])),
  );
}

function cut(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}
