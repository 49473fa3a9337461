import { describe, expect, it } from 'vitest';
import { fuzzGateway } from '../../fuzz/fuzzer.ts';

describe('hostile frames', () => {
  it('neither break the client, nor leave it stuck, nor stay in memory', async () => {
    const report = await fuzzGateway({ frames: 20_000, seed: 1 });
    expect(report.frames).toBeGreaterThanOrEqual(20_000);
    expect(report.recoveries).toBe(report.batches);
    expect(report.hostileHellos).toBeGreaterThan(100);
    for (const state of [
      'connecting',
      'awaiting-challenge',
      'authenticating',
      'ready',
      'waiting',
      'pairing',
      'stopped',
    ]) {
      expect(report.states[state], state).toBeGreaterThan(0);
    }
  });

  it('are the same for the same seed', async () => {
    const [first, second] = [
      await fuzzGateway({ frames: 2_000, seed: 7 }),
      await fuzzGateway({ frames: 2_000, seed: 7 }),
    ];
    expect(second.frames).toBe(first.frames);
  });

  it('are watched closely: an application that throws is noticed, with the seed', async () => {
    const onEvent = (): void => {
      throw new Error('planted');
    };
    await expect(fuzzGateway({ frames: 2_000, seed: 1, onEvent })).rejects.toThrow('--seed 1');
  });

  it('are watched closely: memory that grows is noticed', async () => {
    const kept: unknown[] = [];
    const onEvent = (): void => void kept.push(new Array(1_000).fill(kept.length));
    await expect(fuzzGateway({ frames: 20_000, seed: 1, onEvent })).rejects.toThrow('memory grew');
  });
});
