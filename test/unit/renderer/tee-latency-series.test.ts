import { describe, expect, it } from 'vitest';
import { chartStart, latencySeries } from '../../../renderer/views/tees/latency-series.ts';

const point = (at: number, latencyMs: number, teeId = 'a') => ({ at, latencyMs, teeId });

describe('the latencies of the TEEs as a chart', () => {
  it('breaks the line where another TEE takes over, and lets each start afresh', () => {
    const series = latencySeries(
      {
        since: 0,
        points: [point(10, 900), point(20, 900), point(30, 100, 'b')],
        switches: [
          { at: 1, from: null, to: 'a', cause: 'first' },
          { at: 25, from: 'a', to: 'b', cause: 'keys-changed' },
        ],
      },
      0,
    );
    expect(series.times).toEqual([10, 20, 30, 30]);
    expect(series.p50).toEqual([900, 900, null, 100]);
    expect(series.p95).toEqual([900, 900, null, 100]);
    expect(series.marks).toEqual([25]);
    expect(series.highest).toBe(900);
  });

  it('leaves out what is older than its beginning', () => {
    const switches = [{ at: 5, from: 'b', to: 'a', cause: null }];
    const series = latencySeries({ since: 0, points: [point(10, 1), point(20, 2)], switches }, 15);
    expect([series.times, series.p50, series.marks]).toEqual([[20], [2], []]);
    expect(latencySeries({ since: 0, points: [], switches: [] }, 0).highest).toBe(0);
  });

  it('begins with the first thing that it shows, a minute ago at the latest', () => {
    const history = { since: 0, points: [point(400_000, 1)], switches: [] };
    expect(chartStart(history, 1_000_000, 900_000)).toBe(400_000);
    expect(chartStart(history, 1_000_000, 500_000)).toBe(940_000);
    expect(chartStart({ ...history, points: [] }, 1_000_000, 900_000)).toBe(940_000);
  });
});
