import { describe, expect, it } from 'vitest';
import { untilBeat } from '../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

describe('untilBeat', () => {
  it.each([
    [0, 5_000],
    [1_200, 3_800],
    [2_500, 2_500],
    [2_501, 7_499],
    [4_999.7, 5_000.3],
    [5_000, 5_000],
    [5_700, 4_300],
  ])('is at %d ms so far away that the beat of five seconds is met, and never right away', (monotonicMs, expected) => {
    expect(untilBeat({ monotonicMs: () => monotonicMs }, 5_000)).toBeCloseTo(expected, 6);
  });

  it('brings those of one period, and of its multiples, together whenever they began', async () => {
    const clock = new VirtualClock();
    const fired: [string, number][] = [];
    const beat = (name: string, periodMs: number): void => {
      clock.schedule(untilBeat(clock, periodMs), () => {
        fired.push([name, clock.monotonicMs()]);
        beat(name, periodMs);
      });
    };
    beat('a', 5_000);
    await clock.advance(1_700);
    beat('b', 5_000);
    await clock.advance(600);
    beat('c', 15_000);
    await clock.advance(12_700);
    expect(fired).toEqual([
      ['a', 5_000],
      ['b', 5_000],
      ['a', 10_000],
      ['b', 10_000],
      ['c', 15_000],
      ['a', 15_000],
      ['b', 15_000],
    ]);
  });
});
