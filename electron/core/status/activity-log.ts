import type { ActivityEntry, DomainEvent } from '../../contract/index.ts';
import { activityLine } from './activity-table.ts';
import { toldEvent } from './told-event.ts';

/** How many entries are remembered; the oldest go first. */
const MAX_ENTRIES = 500;
/** A sentence comes from our own table, a cause may quote the outside world. */
const MAX_TEXT_LENGTH = 500;

/** The state of the activity log. Immutable; {@link recordActivity} makes the next one. */
export interface ActivityLog {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  readonly nextId: number;
  /** Whether the next verified answer is news: the first one after a start, a switch or a failure. */
  readonly answerIsNews: boolean;
  /** What the last reading of the registry said; null when the next one is news whatever it says. */
  readonly lastReading: string | null;
}

/** The log before anything happened. */
export const EMPTY_ACTIVITY: ActivityLog = { entries: [], nextId: 1, answerIsNews: true, lastReading: null };

const MAKES_ANSWERS_NEWS: ReadonlySet<DomainEvent['type']> = new Set([
  'appStarted',
  'teeSelected',
  'teeSwitched',
  'teeSelectionFailed',
  'answerRefused',
  'requestFailed',
]);

/**
 * The log after `event`. `redact` goes over every text, because causes may quote what a network answered. What repeats
 * without news in between is counted on its line; answers and registry readings that say nothing new get no line.
 */
export function recordActivity(log: ActivityLog, event: DomainEvent, redact: (text: string) => string): ActivityLog {
  const described = isNews(log, event) ? activityLine(event) : null;
  const next = remember(log, event);
  if (described === null) return next;

  const sentence = clean(described.sentence, redact);
  const cause = described.cause === null ? null : clean(described.cause, redact);
  const [newest, ...older] = log.entries;
  if (newest?.code === event.type && newest.sentence === sentence && newest.cause === cause) {
    return { ...next, entries: [{ ...newest, at: event.at, count: newest.count + 1 }, ...older] };
  }
  const entry: ActivityEntry = {
    ...described,
    sentence,
    cause,
    id: log.nextId,
    at: event.at,
    code: event.type,
    count: 1,
    event: toldEvent(event, redact),
  };
  return { ...next, nextId: log.nextId + 1, entries: [entry, ...log.entries].slice(0, MAX_ENTRIES) };
}

function isNews(log: ActivityLog, event: DomainEvent): boolean {
  if (event.type === 'answerVerified') return log.answerIsNews;
  if (event.type === 'registryRead') return log.lastReading !== readingOf(event);
  return true;
}

function remember(log: ActivityLog, event: DomainEvent): ActivityLog {
  if (event.type === 'answerVerified') return log.answerIsNews ? { ...log, answerIsNews: false } : log;
  if (event.type === 'registryRead') return { ...log, lastReading: readingOf(event) };
  if (event.type === 'registryFailed' || event.type === 'registryEmpty') return { ...log, lastReading: null };
  return MAKES_ANSWERS_NEWS.has(event.type) ? { ...log, answerIsNews: true } : log;
}

function readingOf({ listed, usable, skipped }: Extract<DomainEvent, { type: 'registryRead' }>): string {
  return `${listed}/${usable}/${skipped}`;
}

function clean(text: string, redact: (text: string) => string): string {
  const redacted = redact(text);
  return redacted.length <= MAX_TEXT_LENGTH ? redacted : `${redacted.slice(0, MAX_TEXT_LENGTH)}…`;
}
