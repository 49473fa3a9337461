import { expect, it } from 'vitest';
import { fuzzGateway } from '../fuzz/fuzzer.ts';

it('survives a million hostile frames: no crash, no dead end, no growth', { timeout: 1_800_000 }, async () => {
  const report = await fuzzGateway({ frames: 1_000_000, seed: 1_000 });
  expect(report.frames).toBeGreaterThanOrEqual(1_000_000);
  expect(report.recoveries).toBe(report.batches);
});
