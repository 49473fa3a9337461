import { readFileSync } from 'node:fs';

/** The vector files, made by running the reference implementation; `npm test` fails when the shared originals differ. */
const VECTORS = new URL('../vectors/data/', import.meta.url);

/** One case of a vector file; which fields `input` and `expected` have depends on the file and the kind. */
export interface VectorCase {
  readonly name: string;
  readonly kind?: string;
  readonly category?: string;
  readonly layout?: string;
  readonly accept?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** All cases of `name`.json. Throws when the file is missing: a run without vectors is no run. */
export function loadVectors(name: string): readonly VectorCase[] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, VECTORS), 'utf8')) as VectorCase[];
}
