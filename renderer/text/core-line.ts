/**
 * A sentence of the core and what a language says instead: `{1}` to `{9}` are the names and figures in it. The core's
 * words are the key, so that a sentence that is worded anew there is shown as it is, and not as something else.
 */
export type CoreLine = readonly [core: string, own: string];

/** A {@link CoreLine} that sentences can be held against. */
export interface CorePattern {
  readonly pattern: RegExp;
  /** What place of `own` each group of the pattern belongs to. */
  readonly places: readonly string[];
  readonly own: string;
}

/** The patterns of `lines`, in their order. */
export function corePatterns(lines: readonly CoreLine[]): readonly CorePattern[] {
  return lines.map(([core, own]) => {
    const pieces = core.split(/\{(\d)\}/);
    const pattern = pieces.map((piece, index) => (index % 2 === 1 ? '(.+?)' : escaped(piece))).join('');
    return { pattern: new RegExp(`^${pattern}$`, 's'), places: pieces.filter((_, index) => index % 2 === 1), own };
  });
}

/** `sentence` by the first of `patterns` that it is of; undefined when it is of none. `word` translates each value. */
export function saidAs(
  sentence: string,
  patterns: readonly CorePattern[],
  word: (value: string) => string = value => value,
): string | undefined {
  for (const { pattern, places, own } of patterns) {
    const match = pattern.exec(sentence);
    if (match === null) continue;
    return own.replaceAll(/\{(\d)\}/g, (_, place: string) => word(match[places.indexOf(place) + 1] ?? ''));
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
