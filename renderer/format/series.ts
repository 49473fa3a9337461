import type { GatewayHistory } from '../../electron/contract/index.ts';

/** Points of a chart; null is a gap. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The round trips of a history from `from` on, with a gap wherever no gateway could be used, or nobody watched. */
export function roundTrips(
  { points, outages, gaps: unwatched = [] }: Pick<GatewayHistory, 'points' | 'outages'> & Partial<GatewayHistory>,
  from: number,
): Series {
  const gaps = [...outages, ...unwatched].map(gap => ({ at: gap.from, value: null }));
  const all = [...points.map(({ at, roundTripMs }) => ({ at, value: roundTripMs })), ...gaps]
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at);
  return { times: all.map(({ at }) => at), values: all.map(({ value }) => value) };
}

/** How many latencies each percentile is taken from. */
const WINDOW = 20;

/** The median and the 95th percentile of the last twenty values at each of them. */
export function percentiles(values: readonly number[]): { readonly p50: number[]; readonly p95: number[] } {
  const at = (index: number, share: number): number => {
    const sorted = values.slice(Math.max(0, index - WINDOW + 1), index + 1).sort((a, b) => a - b);
    return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  };
  return { p50: values.map((_, index) => at(index, 0.5)), p95: values.map((_, index) => at(index, 0.95)) };
}
