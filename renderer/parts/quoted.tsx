/**
 * Marks a text that is quoted word for word: what another program answered, or what stands in a file. It is mostly
 * English and nobody translates it, so that it can be looked for. Sentences of Gatehouse itself are no quotations.
 */
export const QUOTED = { lang: 'en', 'data-quoted': '' } as const;

/** A {@link QUOTED} text. */
export function Quoted({ value }: { value: string }) {
  return <span {...QUOTED}>{value}</span>;
}
