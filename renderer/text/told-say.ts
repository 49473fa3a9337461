import type { Told } from '../../electron/contract/index.ts';
import type { SentenceKit } from './sentences.ts';

/** The names and figures of a sentence, with an empty one for each that is missing. */
export interface ToldValues extends Omit<Told, 'code' | 'of'> {
  readonly name: string;
  readonly other: string;
  readonly names: readonly string[];
  readonly why: string;
  readonly count: number;
  readonly total: number;
  readonly ms: number;
  readonly pct: number;
  /** The sentence that this one quotes, in this language; `fallback` where it has none of it. */
  readonly quoted: (fallback: string) => string;
}

/** Makes the sentence of one code. Undefined: the core's own words say more. */
export type Say = (values: ToldValues, kit: SentenceKit) => string | undefined;
