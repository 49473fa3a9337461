import { readFile } from 'node:fs/promises';
import { errorMessage } from '../../electron/core/platform/index.ts';
import type { VectorKind } from './kind.ts';

/** What became of one case. `problem` is null when it passed. */
export interface CaseResult {
  readonly name: string;
  readonly problem: string | null;
}

/** Runs every case of a file. A file that cannot be read, or is no list of cases, is one failed result. */
export async function runFile(file: string, kinds: readonly VectorKind[]): Promise<readonly CaseResult[]> {
  let cases: unknown;
  try {
    cases = JSON.parse(await readFile(file, 'utf8'));
  } catch (thrown) {
    return [{ name: '(file)', problem: `cannot be read: ${errorMessage(thrown)}` }];
  }
  const listed = casesOf(cases);
  if (listed === undefined)
    return [{ name: '(file)', problem: 'is not a JSON array of cases, nor an object that holds some' }];
  if (listed.length === 0) return [{ name: '(file)', problem: 'holds no cases' }];
  const results: CaseResult[] = [];
  for (const [index, testCase] of listed.entries()) {
    results.push({ name: caseName(testCase, index), problem: await runCase(testCase, kinds) });
  }
  return results;
}

/**
 * The cases of a file: the array that it is, or all lists in it that are called `cases` or `…_cases`, in order.
 * Undefined when it is neither.
 */
export function casesOf(content: unknown): readonly unknown[] | undefined {
  if (isList(content)) return content;
  if (typeof content !== 'object' || content === null) return undefined;
  const entries: readonly [string, unknown][] = Object.entries(content);
  const lists = entries.filter(([name]) => name === 'cases' || name.endsWith('_cases')).map(([, list]) => list);
  return lists.some(isList) ? lists.filter(isList).flat() : undefined;
}

/** Runs one case through the one kind that claims it. Resolves with null, or with why it failed. */
export async function runCase(testCase: unknown, kinds: readonly VectorKind[]): Promise<string | null> {
  try {
    const [kind, rival] = kinds.filter(candidate => candidate.matches(testCase));
    if (kind === undefined) return 'no known kind of case has this shape';
    if (rival !== undefined) return `both ${kind.name} and ${rival.name} claim this case`;
    return await kind.run(testCase);
  } catch (thrown) {
    return `threw ${errorMessage(thrown)}`;
  }
}

/** The case's own name or id, or its position (from 1) when it has none. */
export function caseName(testCase: unknown, index: number): string {
  const { name, id } = (typeof testCase === 'object' ? (testCase ?? {}) : {}) as { name?: unknown; id?: unknown };
  return [name, id].find((text): text is string => typeof text === 'string') ?? `(case ${index + 1})`;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
