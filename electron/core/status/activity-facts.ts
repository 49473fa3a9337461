import type { ActivityFacts, DomainEvent } from '../../contract/index.ts';

const MAX_OTHERS = 12;
const MAX_TEXT_LENGTH = 200;

/** Fields that the entry itself or a fact of its own shows. */
const SHOWN = new Set([
  'type',
  'at',
  'sentence',
  'from',
  'to',
  'until',
  'earliestResetAt',
  'teeId',
  'model',
  'cause',
  'isStandby',
  'afterMs',
  'host',
  'shown',
  'latencyMs',
  'since',
]);
/** Whom an event is about, the first that it has. */
const SUBJECTS = ['agent', 'profile', 'subscription', 'account', 'key', 'teeId', 'to', 'endpoint', 'file'] as const;

/** What nothing is known of. */
export const NO_FACTS: ActivityFacts = {
  subject: null,
  from: null,
  to: null,
  causeCode: null,
  inFlight: null,
  lost: null,
  lastedMs: null,
  until: null,
  teeId: null,
  model: null,
  receiptId: null,
  others: [],
};

/** What `event` says, field by field; `redact` goes over every text. */
export function activityFacts(event: DomainEvent, redact: (text: string) => string): ActivityFacts {
  const fields: Readonly<Record<string, unknown>> = { ...event };
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? clean(value, redact) : null;
  };
  const time = (name: string): number | null => (typeof fields[name] === 'number' ? fields[name] : null);
  const subjectName = SUBJECTS.find(name => typeof fields[name] === 'string');
  return {
    ...NO_FACTS,
    subject: subjectName === undefined ? null : text(subjectName),
    from: text('from'),
    to: text('to'),
    causeCode: causeCode(event),
    lost: event.type === 'gatewayGap' ? Math.max(0, event.received - event.expected) : null,
    lastedMs: lastedMs(event),
    until: time('until') ?? time('earliestResetAt'),
    teeId: text('teeId') ?? (event.type === 'teeSwitched' ? text('to') : null),
    model: text('model'),
    others: others(fields, subjectName, redact),
  };
}

function causeCode(event: DomainEvent): string | null {
  switch (event.type) {
    case 'gatewayStateChanged':
      return event.reason;
    case 'answerRefused':
      return event.check;
    case 'requestFailed':
    case 'teeSelectionFailed':
      return event.code;
    default:
      return 'cause' in event ? event.cause : null;
  }
}

function lastedMs(event: DomainEvent): number | null {
  switch (event.type) {
    case 'gatewayStateChanged':
      return event.afterMs;
    case 'answerVerified':
      return Math.round(event.latencyMs);
    case 'registryRecovered':
    case 'computerOnline':
      return Math.max(0, event.at - event.since);
    default:
      return null;
  }
}

function others(
  fields: Readonly<Record<string, unknown>>,
  subjectName: string | undefined,
  redact: (text: string) => string,
): ActivityFacts['others'] {
  return Object.entries(fields)
    .filter(([name, value]) => !SHOWN.has(name) && name !== subjectName && isPlain(value))
    .slice(0, MAX_OTHERS)
    .map(([name, value]) => ({
      name,
      value: clean(Array.isArray(value) ? value.slice(0, 10).join(', ') : String(value), redact),
    }));
}

/** What can be shown in a line; deeper things have sentences of their own. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(part => typeof part === 'string');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function clean(text: string, redact: (text: string) => string): string {
  const redacted = redact(text);
  return redacted.length <= MAX_TEXT_LENGTH ? redacted : `${redacted.slice(0, MAX_TEXT_LENGTH)}…`;
}
