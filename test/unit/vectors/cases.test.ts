import { describe, expect, it } from 'vitest';
import { loadVectors } from '../../helpers/vectors.ts';
import { KINDS } from '../../vectors/kinds.ts';
import { caseName, runCase } from '../../vectors/run-cases.ts';

describe.each(['canonical-request', 'number-tokens', 'ohttp', 'signed-response', 'signing-keys', 'registry'])(
  '%s vectors',
  file => {
    const cases = loadVectors(file).map((testCase, index) => ({ name: caseName(testCase, index), testCase }));

    it.each(cases)('$name', async ({ testCase }) => {
      expect(await runCase(testCase, KINDS)).toBeNull();
    });
  },
);
