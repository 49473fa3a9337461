import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, windowLengthMs } from '../../../../electron/core/subscriptions/headroom/forecast.ts';
import type { HeadroomReading, HeadroomSample } from '../../../../electron/core/subscriptions/index.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const reading = (windows: Record<string, [pct: number | null, leftMs: number | null]>): HeadroomReading => ({
  fetchedAtMs: NOW_MS,
  source: 'probe',
  status: 'ok',
  httpStatus: 200,
  windows: Object.fromEntries(
    Object.entries(windows).map(([name, [utilizationPct, leftMs]]) => [
      name,
      { utilizationPct, resetsAtMs: leftMs === null ? null : NOW_MS + leftMs, status: 'allowed' },
    ]),
  ),
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
});

const sample = (hoursAgo: number, sevenDayPct: number): HeadroomSample => ({
  atMs: NOW_MS - hoursAgo * HOUR_MS,
  status: 'ok',
  fiveHourPct: null,
  sevenDayPct,
});

describe('the forecast of a window', () => {
  it('divides what is used by the elapsed part: 60 % after half a week is 120 %, met a day and a bit later', () => {
    const [week] = forecast(reading({ '7d': [60, 3.5 * DAY_MS] }), [], NOW_MS);
    expect(week).toMatchObject({ window: '7d', projectedPct: 120, resetsAtMs: NOW_MS + 3.5 * DAY_MS });
    expect(week?.wallAtMs).toBe(Math.round(NOW_MS - 3.5 * DAY_MS + (3.5 * DAY_MS * 100) / 60));
  });

  it('names no wall when the window resets first', () => {
    expect(forecast(reading({ '7d': [40, 3.5 * DAY_MS] }), [], NOW_MS)).toMatchObject([
      { projectedPct: 80, wallAtMs: null },
    ]);
  });

  it('has the wall now when all is used', () => {
    expect(forecast(reading({ '5h': [103, HOUR_MS] }), [], NOW_MS)[0]?.wallAtMs).toBe(NOW_MS);
  });

  it.each<[string, Record<string, [number | null, number | null]>]>([
    ['has no figure', { '5h': [null, HOUR_MS] }],
    ['has no reset', { '5h': [10, null] }],
    ['is over', { '5h': [10, -1] }],
    ['resets later than it is long', { '5h': [10, 6 * HOUR_MS] }],
    ['has no known length', { month: [10, HOUR_MS] }],
  ])('is none when the window %s', (_, windows) => {
    expect(forecast(reading(windows), [], NOW_MS)).toEqual([]);
  });

  it('is of low confidence early in the window', () => {
    expect(forecast(reading({ '7d': [5, 6.5 * DAY_MS] }), [], NOW_MS)[0]?.confidence).toBe('low');
  });

  it('is of medium confidence without history, and of high when the last hours went like the whole', () => {
    const week = reading({ '7d': [50, 3.5 * DAY_MS] });
    expect(forecast(week, [], NOW_MS)[0]?.confidence).toBe('medium');
    expect(forecast(week, [sample(24, 36), sample(0, 50)], NOW_MS)[0]?.confidence).toBe('high');
    expect(forecast(week, [sample(24, 49.9), sample(0, 50)], NOW_MS)[0]?.confidence).toBe('low');
  });

  it('knows the length of a window by its name', () => {
    expect(['5h', '7d_opus', '2w', '0d', 'soon'].map(windowLengthMs)).toEqual([
      5 * HOUR_MS,
      7 * DAY_MS,
      14 * DAY_MS,
      undefined,
      undefined,
    ]);
  });

  it('never puts the wall before what is known or after the reset', () => {
    const used = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(used, fc.integer({ min: 1, max: 5 * HOUR_MS - 1 }), (pct, leftMs) => {
        for (const { wallAtMs, resetsAtMs } of forecast(reading({ '5h': [pct, leftMs] }), [], NOW_MS)) {
          expect(wallAtMs === null || (wallAtMs >= NOW_MS && wallAtMs <= resetsAtMs)).toBe(true);
        }
      }),
    );
  });
});
