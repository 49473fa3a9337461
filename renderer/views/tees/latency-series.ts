import type { TeeHistory } from '../../../electron/contract/index.ts';
import { percentiles } from '../../format/series.ts';

/** What the chart of the latencies draws. Times are milliseconds since the epoch. */
export interface LatencySeries {
  readonly times: readonly number[];
  /** Over the last twenty answers of the same TEE; null between two TEEs. */
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  /** When another TEE took over; the first choice is no switch. */
  readonly marks: readonly number[];
  /** Milliseconds; 0 without points. */
  readonly highest: number;
}

/**
 * The latencies of a history from `from` on. Each TEE starts afresh: what its predecessor took says nothing about it, so
 * the line breaks where they change.
 */
export function latencySeries({ points, switches }: TeeHistory, from: number): LatencySeries {
  const times: number[] = [];
  const p50: (number | null)[] = [];
  const p95: (number | null)[] = [];
  const shown = points.filter(({ at }) => at >= from);
  for (const run of runsOf(shown)) {
    const [first] = run;
    if (first === undefined) continue;
    if (times.length > 0) {
      times.push(first.at);
      p50.push(null);
      p95.push(null);
    }
    const values = percentiles(run.map(({ latencyMs }) => latencyMs));
    times.push(...run.map(({ at }) => at));
    p50.push(...values.p50);
    p95.push(...values.p95);
  }
  return {
    times,
    p50,
    p95,
    marks: switches.filter(({ at, from: former }) => former !== null && at >= from).map(({ at }) => at),
    highest: Math.max(...p95.filter(value => value !== null), 0),
  };
}

/** When the chart begins: with the first thing that it shows, so that it is not mostly empty; at most `spanMs` before `to`. */
export function chartStart({ points, switches }: TeeHistory, to: number, spanMs: number): number {
  const least = to - spanMs;
  const known = [...points, ...switches].map(({ at }) => at).filter(at => at >= least);
  return Math.min(...known, to - MIN_SPAN_MS);
}

/** A single answer still has some time around it. */
const MIN_SPAN_MS = 60_000;

/** Points in a row of one TEE. */
function runsOf(points: TeeHistory['points']): TeeHistory['points'][] {
  const runs: TeeHistory['points'][] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last !== undefined && last[0]?.teeId === point.teeId) last.push(point);
    else runs.push([point]);
  }
  return runs;
}
