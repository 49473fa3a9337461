import { useMemo } from 'react';
import type { CurrentTee } from '../../electron/contract/index.ts';
import { percentiles } from '../format/series.ts';
import { usePage } from '../state/page-context.ts';
import { Chart } from './chart.tsx';

/** The latencies of the current TEE: the median as a line, the 95th percentile dashed, the values as text. */
export function LatencyChart({ current, now, height = 56 }: { current: CurrentTee; now: number; height?: number }) {
  const { text, formats } = usePage();
  const { latencyMs, recentLatenciesMs, selectedAt, cause, requestsServed } = current;
  const drawn = useMemo(() => {
    const { p50, p95 } = percentiles(recentLatenciesMs);
    return {
      times: recentLatenciesMs.map((_, index) => index),
      lines: [{ values: p50 }, { values: p95, isDashed: true }],
    };
  }, [recentLatenciesMs]);
  if (latencyMs === null || recentLatenciesMs.length === 0) {
    return (
      <>
        <div className="chart-line">
          <span>{text.tee.latency}</span>
        </div>
        <div className="chart-floor" style={{ height }} />
        <p className="caption">{text.tee.noLatency}</p>
      </>
    );
  }
  const values = formats.latencies(latencyMs.p50, latencyMs.p95);
  return (
    <>
      <div className="chart-line">
        <span>{text.tee.latency}</span>
        <b>{values}</b>
      </div>
      <Chart {...drawn} height={height} label={text.tee.latencyAlt(values, formats.number(recentLatenciesMs.length))} />
      <div className="chart-line">
        <span className="cut">{text.tee.selectedAt(formats.time(selectedAt, now), text.teeCause[cause])}</span>
        <span>{text.tee.requests(requestsServed, formats.number(requestsServed))}</span>
      </div>
    </>
  );
}
