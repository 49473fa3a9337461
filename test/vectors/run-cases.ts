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
  if (!Array.isArray(cases)) return [{ name: '(file)', problem: 'is not a JSON array of cases' }];
  if (cases.length === 0) return [{ name: '(file)', problem: 'holds no cases' }];
  const results: CaseResult[] = [];
  for (const [index, testCase] of cases.entries()) {
    results.push({ name: caseName(testCase, index), problem: await runCase(testCase, kinds) });
  }
  return results;
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

/** The case's own name, or its position (from 1) when it has none. */
export function caseName(testCase: unknown, index: number): string {
  const name: unknown = typeof testCase === 'object' && testCase !== null && 'name' in testCase ? testCase.name : null;
  return typeof name === 'string' ? name : `(case ${index + 1})`;
}
