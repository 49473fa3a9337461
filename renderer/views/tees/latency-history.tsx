import { useMemo } from 'react';
import type { TeeHistory, TeeStatus } from '../../../electron/contract/index.ts';
import { Chart } from '../../parts/chart.tsx';
import { usePage } from '../../state/page-context.ts';
import { chartStart, latencySeries } from './latency-series.ts';

const SPAN_MS = 6 * 3_600_000;
/** The chart moves on by so much at a time: a shift of a fraction of a pixel is no news. */
const STEP_MS = 10_000;
const HEIGHT_PX = 88;
const EMPTY: TeeHistory = { since: 0, points: [], switches: [] };

/** The latencies of verified answers over the last hours, with a dotted upright where another TEE took over. */
export function LatencyHistory({
  current,
  history = EMPTY,
  now,
}: {
  current: TeeStatus['current'];
  history: TeeHistory | undefined;
  now: number;
}) {
  const { text, formats } = usePage();
  const words = text.views.tees;
  const to = Math.ceil(now / STEP_MS) * STEP_MS;
  const from = chartStart(history, to, SPAN_MS);
  const drawn = useMemo(() => {
    const { times, p50, p95, marks, highest } = latencySeries(history, from);
    const span: readonly [number, number] = [from, to];
    return { times, lines: [{ values: p50 }, { values: p95, isDashed: true }], marks, span, highest };
  }, [history, from, to]);
  const { highest, ...chart } = drawn;
  const latency = current?.latencyMs ?? null;
  const values = latency === null ? text.gateway.unknown : formats.latencies(latency.p50, latency.p95);
  const span = formats.duration(to - from);
  const top = formats.latency(highest);
  const switches = words.switchCount(chart.marks.length, formats.number(chart.marks.length));
  return (
    <div className="latency-chart">
      <div className="chart-line">
        <span>{text.tee.latency}</span>
        <b>{values}</b>
      </div>
      {chart.times.length === 0 ? (
        <p className="chart-floor caption" style={{ height: HEIGHT_PX }}>
          {text.tee.noLatency}
        </p>
      ) : (
        <>
          <Chart {...chart} height={HEIGHT_PX} label={words.latencyAlt(span, values, top, switches)} />
          <div className="chart-line">
            <span>{words.span(span)}</span>
            <span className="legend">{words.legend}</span>
            <span>{words.highest(top)}</span>
          </div>
        </>
      )}
    </div>
  );
}
