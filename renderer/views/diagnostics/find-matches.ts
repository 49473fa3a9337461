/** Matches that are marked at most. */
const MOST = 500;

/** Where `search` stands in `text`, case aside; at most 500 places. */
export function findMatches(text: string, search: string): readonly number[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  const places: number[] = [];
  // Lower case can be longer than what it is made from, e.g. İ: then places would not fit the text.
  const lower = text.toLowerCase();
  const hay = lower.length === text.length ? lower : text;
  for (let at = hay.indexOf(wanted); at >= 0 && places.length < MOST; at = hay.indexOf(wanted, at + wanted.length)) {
    places.push(at);
  }
  return places;
}
