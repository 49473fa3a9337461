/** Reading values that came off the wire: each answers undefined for anything that is not what was asked for. */

/** Objects only: neither null nor a list. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Text of 1 to `mostChars` characters. */
export function asText(value: unknown, mostChars = 512): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= mostChars ? value : undefined;
}

/** Whole numbers from 0 to 2^53 − 1. */
export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The texts in a list, at most `most` of them; an empty list for anything else. */
export function asTexts(value: unknown, most = 1_024): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).filter((entry): entry is string => asText(entry) !== undefined);
}
