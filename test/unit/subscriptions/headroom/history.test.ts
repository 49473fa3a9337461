import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withSample } from '../../../../electron/core/subscriptions/headroom/history.ts';
import type { HeadroomReading, HeadroomSample } from '../../../../electron/core/subscriptions/index.ts';

const START_MS = Date.UTC(2026, 10, 1);
const MINUTE_MS = 60_000;

const reading = (minute: number, pct: number, more: Partial<HeadroomReading> = {}): HeadroomReading => ({
  fetchedAtMs: START_MS + minute * MINUTE_MS,
  source: 'traffic',
  status: 'ok',
  httpStatus: 200,
  windows: { '5h': { utilizationPct: pct, resetsAtMs: null, status: null } },
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
  ...more,
});
const fold = (...readings: HeadroomReading[]) => readings.reduce<readonly HeadroomSample[]>(withSample, []);
const minutes = (samples: readonly HeadroomSample[]) => samples.map(({ atMs }) => (atMs - START_MS) / MINUTE_MS);

describe('the history of a subscription', () => {
  it('keeps a changed figure every 5 minutes at most', () => {
    expect(minutes(fold(reading(0, 1), reading(4.9, 2), reading(5, 3)))).toEqual([0, 5]);
  });

  it('keeps an unchanged figure so often that with a look every 15 minutes no hour passes without a point', () => {
    const looks = Array.from({ length: 40 }, (_, index) => reading(index * 15.5, 1));
    const kept = minutes(fold(...looks));
    const gaps = kept.slice(1).map((minute, index) => minute - (kept[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45);
  });

  it('keeps a change of status at once, and tells an answer without windows from none', () => {
    const silent = { status: 'error', httpStatus: 200, windows: {} } as const;
    const dead = { status: 'error', httpStatus: null, windows: {} } as const;
    const samples = fold(reading(0, 1), reading(1, 0, silent), reading(2, 0, dead));
    expect(samples.map(({ status }) => status)).toEqual(['ok', 'no_windows', 'error']);
  });

  it('drops what is older than 7 days, and what a clock that was set back left ahead', () => {
    expect(minutes(fold(reading(0, 1), reading(7 * 1440 + 1, 2)))).toEqual([7 * 1440 + 1]);
    expect(minutes(fold(reading(100, 1), reading(10, 2)))).toEqual([10]);
  });

  it('stays in order and bounded, whatever comes', () => {
    const any = fc.tuple(fc.nat(20_000), fc.nat(100), fc.boolean());
    fc.assert(
      fc.property(fc.array(any, { maxLength: 300 }), steps => {
        const samples = fold(
          ...steps.map(([minute, pct, isLimited]) => reading(minute, pct, isLimited ? { status: 'rate_limited' } : {})),
        );
        const times = minutes(samples);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
    const flapping = Array.from({ length: 2_200 }, (_, index) =>
      reading(index, 1, index % 2 ? { status: 'rate_limited' } : {}),
    );
    expect(fold(...flapping)).toHaveLength(2_100);
  });
});
