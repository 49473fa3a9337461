/** Some items, newest first, and what to ask for the next older ones with; null: there are none. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  readonly next: Cursor | null;
}

/**
 * `known` after the newest page was read again. What is in both is taken from the new one. When nothing is in both, too
 * much has come in between to say what lies there: then only the new page is known.
 */
export function withNewest<Item, Cursor>(
  known: Page<Item, Cursor>,
  newest: Page<Item, Cursor>,
  keyOf: (item: Item) => string,
): Page<Item, Cursor> {
  const keys = new Set(newest.items.map(keyOf));
  const older = known.items.filter(item => !keys.has(keyOf(item)));
  const overlaps = older.length < known.items.length;
  return overlaps ? { items: [...newest.items, ...older], next: known.next } : newest;
}

/** `known` with the page that follows it. */
export function withOlder<Item, Cursor>(
  known: Page<Item, Cursor>,
  older: Page<Item, Cursor>,
  keyOf: (item: Item) => string,
): Page<Item, Cursor> {
  const keys = new Set(known.items.map(keyOf));
  return { items: [...known.items, ...older.items.filter(item => !keys.has(keyOf(item)))], next: older.next };
}
