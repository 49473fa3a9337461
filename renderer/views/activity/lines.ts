import type { ActivityEntry } from '../../../electron/contract/index.ts';
import type { OwnLine } from '../../text/sentences.ts';

/** What is shown of the log. */
export const LINE_FILTERS = ['all', 'gateway', 'tee', 'subscriptions', 'app', 'problems'] as const;
export type LineFilter = (typeof LINE_FILTERS)[number];

const PROBLEMS: ReadonlySet<ActivityEntry['tone']> = new Set(['needs-you', 'broken']);

/** The filter as the query of a page takes it. */
export function filterFields(filter: LineFilter): {
  readonly gate?: ActivityEntry['gate'];
  readonly problemsOnly?: boolean;
} {
  if (filter === 'all') return {};
  return filter === 'problems' ? { problemsOnly: true } : { gate: filter };
}

/**
 * Whether a new entry belongs into the list. The host looks for the words in more than an entry carries; what it finds
 * there comes with its answer. `own`: the line in the page's language, where it has one.
 */
export function fits(entry: ActivityEntry, filter: LineFilter, search: string, own?: OwnLine): boolean {
  if (filter === 'problems' ? !PROBLEMS.has(entry.tone) : filter !== 'all' && entry.gate !== filter) return false;
  const shown =
    own === undefined ? [entry.sentence, entry.cause] : [own.sentence, own.cause ?? entry.cause, own.reason];
  const text = [...shown, entry.code].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

/** `known` with the newest entries, which came by themselves; newest first. An entry may come again with another count. */
export function withLive(known: readonly ActivityEntry[], live: readonly ActivityEntry[]): readonly ActivityEntry[] {
  if (live.length === 0) return known;
  const byId = new Map(known.map(entry => [entry.id, entry]));
  for (const entry of live) byId.set(entry.id, entry);
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

/** Entries of one day, newest first. */
export interface Day {
  /** When its first entry in the list happened, milliseconds since the epoch. */
  readonly at: number;
  readonly entries: readonly ActivityEntry[];
}

/** The entries by the day that `dayOf` says they are of, in their order. */
export function byDay(entries: readonly ActivityEntry[], dayOf: (at: number) => string): readonly Day[] {
  const days: { at: number; name: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const name = dayOf(entry.at);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ at: entry.at, name, entries: [entry] });
  }
  return days;
}
