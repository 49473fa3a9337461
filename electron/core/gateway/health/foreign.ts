import { z } from 'zod';

/** Lists of a gateway are shown up to this many entries. */
export const MOST_ROWS = 50;
/** Entries beyond this are not even looked at. */
const MOST_LOOKED_AT = 500;
/** Line breaks, control characters and the marks that turn text around: none of them belongs into a name. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A name for people of at most `mostChars` characters, cut; null for anything that is none. */
export function name(mostChars = 80) {
  return z
    .string()
    .transform(text => clean(text, mostChars))
    .nullable()
    .catch(null);
}

/** `text` on one line, cut to `mostChars` characters; null when nothing is left. */
export function clean(text: string, mostChars: number): string | null {
  // Cut first: a text of megabytes is not worth a search.
  const line = text
    .slice(0, mostChars * 4)
    .replace(UNPRINTABLE, ' ')
    .trim();
  if (line === '') return null;
  return line.length > mostChars ? `${line.slice(0, mostChars - 1)}…` : line;
}

/** A short code such as `rate_limit`; null for prose, so that no prompt, path or error text comes along. */
export const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/)
  .nullable()
  .catch(null);

/** A finite number of at least 0; null for anything else. */
export const amount = z.number().nonnegative().nullable().catch(null);

/** Milliseconds since the epoch that a calendar has. */
export const instant = z.number().nonnegative().max(8.64e15);

/** {@link instant}; null for anything else. */
export const time = instant.nullable().catch(null);

/** Only `true` is true. */
export const flag = z
  .unknown()
  .optional()
  .transform(value => value === true);

/** The entries of a foreign list that fit `row`, at most {@link MOST_ROWS}; undefined when it is no list. */
export function rows<Row>(list: unknown, row: z.ZodType<Row>): Row[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const fitting: Row[] = [];
  for (const entry of list.slice(0, MOST_LOOKED_AT)) {
    const read = row.safeParse(entry);
    if (read.success) fitting.push(read.data);
    if (fitting.length === MOST_ROWS) break;
  }
  return fitting;
}
