import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../vectors/kinds.ts';
import { caseName, casesOf, runCase } from '../../vectors/run-cases.ts';

describe.each([
  'canonical-request',
  'failure-classifier',
  'number-tokens',
  'ohttp',
  'signed-response',
  'signing-keys',
  'registry',
])('%s vectors', file => {
  const content: unknown = JSON.parse(
    readFileSync(new URL(`../../vectors/data/${file}.json`, import.meta.url), 'utf8'),
  );
  const cases = (casesOf(content) ?? []).map((testCase, index) => ({ name: caseName(testCase, index), testCase }));

  it.each(cases)('$name', async ({ testCase }) => {
    expect(await runCase(testCase, KINDS)).toBeNull();
  });
});
