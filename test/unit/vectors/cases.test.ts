import { describe, expect, it } from 'vitest';
import { loadVectors } from '../../helpers/vectors.ts';
import { loadKinds } from '../../vectors/kinds.ts';
import { caseName, runCase } from '../../vectors/run-cases.ts';

const kinds = await loadKinds();

describe.each(['canonical-request', 'number-tokens', 'ohttp', 'signed-response', 'registry'])('%s vectors', file => {
  const cases = loadVectors(file).map((testCase, index) => ({ name: caseName(testCase, index), testCase }));

  it.each(cases)('$name', async ({ testCase }) => {
    expect(await runCase(testCase, kinds)).toBeNull();
  });
});
