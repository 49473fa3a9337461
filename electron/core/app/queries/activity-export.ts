import type { ActivityDetail, ActivityFilter, ExportedText, ExportFormat } from '../../../contract/index.ts';
import type { Clock, SecretScrubber } from '../../platform/index.ts';
import type { ActivityBook } from '../../status/index.ts';

/** What an export of the activity comes from. */
export interface ActivityExportParts {
  readonly book: Pick<ActivityBook, 'matching'>;
  readonly scrubber: SecretScrubber;
  readonly clock: Pick<Clock, 'now'>;
}

/** Programs that read tables take the text for another encoding without it. */
const BYTE_ORDER_MARK = '\uFEFF';
const CSV_HEAD = ['time', 'gate', 'tone', 'code', 'sentence', 'cause', 'count', 'id'];

/**
 * All entries that the filter lets through, oldest first, without any known secret. JSON Lines: an object with all that is
 * known of the entry per line. CSV: as RFC 4180 has it, for programs that show tables.
 */
export function activityExport(
  { filter, format }: { readonly filter: ActivityFilter; readonly format: ExportFormat },
  { book, scrubber, clock }: ActivityExportParts,
): ExportedText {
  const records = book.matching(filter);
  const text = format === 'csv' ? csvOf(records) : records.map(record => `${jsonOf(record)}\n`).join('');
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  return { text: scrubber.redact(text), fileName: `gatehouse-activity-${day}.${format}`, count: records.length };
}

function jsonOf({ entry: { at, ...entry }, facts }: ActivityDetail): string {
  const known = Object.entries(facts).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify({
    time: timeOf(at),
    at,
    ...entry,
    ...(known.length === 0 ? {} : { facts: Object.fromEntries(known) }),
  });
}

function csvOf(records: readonly ActivityDetail[]): string {
  const rows = records.map(({ entry: { at, gate, tone, code, sentence, cause, count, id } }) => [
    ...[timeOf(at), gate, tone, code, sentence, cause ?? ''],
    ...[String(count), String(id)],
  ]);
  return `${BYTE_ORDER_MARK}${[CSV_HEAD, ...rows].map(row => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** Names in the sentences come from others: what a table would take for a formula is kept a text. */
function cellOf(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
