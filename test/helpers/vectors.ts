import { readFileSync } from 'node:fs';

/** The shared vector files lie beside the checkout, not in it. */
const VECTORS = new URL('../../../shared/vectors/', import.meta.url);

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
