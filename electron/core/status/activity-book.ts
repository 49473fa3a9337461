import {
  type ActivityDetail,
  type ActivityEntry,
  type ActivityFilter,
  ActivityDetail as Detail,
  type Query,
} from '../../contract/index.ts';

/** Where finished lines go; each ends with a line break. Must not throw. */
export interface ActivitySink {
  write(line: string): void;
}

/** What the window of a language shows of an entry; undefined where that is what the core says. Must not throw. */
export type ShownLine = (entry: ActivityEntry, language: string) => readonly string[] | undefined;

/** What of {@link ActivityBook.page} is asked. */
export type ActivityPageFilter = Omit<Extract<Query, { name: 'activity.page' }>, 'name'>;

/** Entries remembered; the oldest go first. Some days of an ordinary host. */
const MAX_ENTRIES = 5_000;
const PROBLEMS: ReadonlySet<ActivityEntry['tone']> = new Set(['needs-you', 'broken']);

/**
 * All activity that is kept, with what is known of each entry, also of earlier runs. Writes each entry to its sink; one
 * that repeats is written again as its count doubles, and once more when the next one comes. The last line of an id counts.
 */
export class ActivityBook {
  readonly #sink: ActivitySink;
  readonly #shown: ShownLine;
  /** Oldest first. */
  #records: ActivityDetail[] = [];
  #isLastUnwritten = false;

  constructor(sink: ActivitySink = { write: () => undefined }, shown: ShownLine = () => undefined) {
    this.#sink = sink;
    this.#shown = shown;
  }

  /** Takes up what an earlier run wrote; what is no entry is passed over. Before anything else. */
  load(text: string): void {
    const byId = new Map<number, ActivityDetail>();
    for (const line of text.split('\n')) {
      const record = parseLine(line);
      if (record !== undefined) byId.set(record.entry.id, record);
    }
    this.#records = [...byId.values()].sort((a, b) => a.entry.id - b.entry.id).slice(-MAX_ENTRIES);
  }

  /** The id for the next new entry. */
  get nextId(): number {
    return (this.#records.at(-1)?.entry.id ?? 0) + 1;
  }

  /** Newest first, at most `limit`. */
  newest(limit: number): ActivityEntry[] {
    return this.#records
      .slice(-limit)
      .reverse()
      .map(({ entry }) => entry);
  }

  /** Takes a new entry, or the last one again with a higher count. */
  take(record: ActivityDetail): void {
    const last = this.#records.at(-1);
    if (last?.entry.id === record.entry.id) {
      this.#records[this.#records.length - 1] = { ...last, entry: record.entry };
      const isDouble = Number.isInteger(Math.log2(record.entry.count));
      if (isDouble) this.#write(record.entry.id);
      this.#isLastUnwritten = !isDouble;
      return;
    }
    this.flush();
    this.#records.push(record);
    if (this.#records.length > MAX_ENTRIES * 1.2) this.#records = this.#records.slice(-MAX_ENTRIES);
    this.#write(record.entry.id);
  }

  /** Writes the count of the last entry, if it is not written yet. */
  flush(): void {
    const last = this.#records.at(-1);
    if (this.#isLastUnwritten && last !== undefined) this.#write(last.entry.id);
    this.#isLastUnwritten = false;
  }

  /** Newest first. `hasMore`: there are older ones that fit. */
  page({ before = Number.POSITIVE_INFINITY, limit, ...filter }: ActivityPageFilter): {
    entries: ActivityEntry[];
    hasMore: boolean;
  } {
    const fits = fitting(filter, this.#shown);
    const entries: ActivityEntry[] = [];
    for (let at = this.#records.length - 1; at >= 0; at -= 1) {
      const record = this.#records[at];
      if (record === undefined || record.entry.id >= before) continue;
      if (!fits(record)) continue;
      if (entries.length >= limit) return { entries, hasMore: true };
      entries.push(record.entry);
    }
    return { entries, hasMore: false };
  }

  /** All records that fit, oldest first. */
  matching(filter: ActivityFilter): readonly ActivityDetail[] {
    return this.#records.filter(fitting(filter, this.#shown));
  }

  /** Undefined when it is not kept any more. */
  detail(id: number): ActivityDetail | undefined {
    return this.#records.find(({ entry }) => entry.id === id);
  }

  /** All records with that code, oldest first. */
  withCode(code: string): readonly ActivityDetail[] {
    return this.#records.filter(({ entry }) => entry.code === code);
  }

  get keptSince(): number | null {
    return this.#records[0]?.entry.at ?? null;
  }

  #write(id: number): void {
    const record = this.#records.at(-1);
    if (record?.entry.id === id) this.#sink.write(`${JSON.stringify(record)}\n`);
  }
}

function fitting(
  { gate, problemsOnly = false, search = '', language = 'en' }: ActivityFilter,
  shown: ShownLine,
): (record: ActivityDetail) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return record =>
    (gate === undefined || record.entry.gate === gate) &&
    (!problemsOnly || PROBLEMS.has(record.entry.tone)) &&
    (words.length === 0 || hasAll(record, shown(record.entry, language), words));
}

function hasAll(
  { entry, facts }: ActivityDetail,
  shown: readonly string[] | undefined,
  words: readonly string[],
): boolean {
  const names = [facts.subject, facts.from, facts.to, facts.teeId, facts.model, facts.causeCode];
  const text = [...(shown ?? [entry.sentence, entry.cause]), entry.code, ...names].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}

function parseLine(line: string): ActivityDetail | undefined {
  if (line === '') return undefined;
  try {
    return Detail.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
