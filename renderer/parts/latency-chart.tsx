import { useMemo } from 'react';
import type { CurrentTee } from '../../electron/contract/index.ts';
import { percentiles } from '../format/series.ts';
import { usePage } from '../state/page-context.ts';
import { Chart } from './chart.tsx';

/** The latencies of the current TEE: the median as a line, the 95th percentile dashed, the values as text. */
export function LatencyChart({
  current,
  now,
  height = 56,
  isNarrow = false,
}: {
  current: CurrentTee;
  now: number;
  height?: number;
  isNarrow?: boolean;
}) {
  const { text, formats } = usePage();
  const { latencyMs, recentLatenciesMs, selectedAt, cause, requestsServed } = current;
  const drawn = useMemo(() => {
    const { p50, p95 } = percentiles(recentLatenciesMs);
    const times = recentLatenciesMs.map((_, index) => index);
    return { times, lines: [{ values: p50 }, { values: p95, isDashed: true }] };
  }, [recentLatenciesMs]);
  const values = latencyMs === null ? null : formats.latencies(latencyMs.p50, latencyMs.p95);
  const since = text.tee.selectedAt(formats.time(selectedAt, now), text.teeCause[cause]);
  return (
    <>
      <div className="chart-line">
        <span>{isNarrow ? text.tee.latencyShort : text.tee.latency}</span>
        <b>{values}</b>
      </div>
      {values === null ? (
        <p className="chart-floor caption" style={{ height }}>
          {text.tee.noLatency}
        </p>
      ) : (
        <Chart
          {...drawn}
          height={height}
          label={text.tee.latencyAlt(values, formats.number(recentLatenciesMs.length))}
        />
      )}
      <div className="chart-line">
        <span className="cut" title={since}>
          {since}
        </span>
        <span>{text.tee.requests(requestsServed, formats.number(requestsServed))}</span>
      </div>
    </>
  );
}
