import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../electron/core/tee/retry.ts';
import { firstRandom } from '../../helpers/first-random.ts';

describe('retryDelayMs', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [6, 32_000],
    [7, 60_000],
    [1_000, 60_000],
  ])('is at least the doubling up to its cap after %i failures', (failures, delayMs) => {
    expect(retryDelayMs(failures, firstRandom)).toBe(delayMs);
  });

  it('spreads upward by a quarter at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(), (failures, draw) => {
        const leastMs = retryDelayMs(failures, firstRandom);
        const delayMs = retryDelayMs(failures, { ...firstRandom, below: max => draw % max });
        expect(delayMs).toBeGreaterThanOrEqual(leastMs);
        expect(delayMs).toBeLessThanOrEqual(leastMs * 1.25);
      }),
    );
  });
});
