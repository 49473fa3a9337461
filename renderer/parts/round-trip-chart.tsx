import { useMemo } from 'react';
import type { GatewayHistory } from '../../electron/contract/index.ts';
import { roundTrips } from '../format/series.ts';
import { usePage } from '../state/page-context.ts';
import { Chart } from './chart.tsx';

const SPAN_MS = 30 * 60_000;
/** The chart moves on by so much at a time: a shift of a fraction of a pixel is no news. */
const STEP_MS = 10_000;

/** The round trips to the gateway in the last half hour, outages hatched, the values as text. */
export function RoundTripChart({
  history,
  roundTripMs,
  now,
  height = 56,
}: {
  history: GatewayHistory | undefined;
  roundTripMs: number | null;
  now: number;
  height?: number;
}) {
  const { text, formats } = usePage();
  const to = Math.ceil(now / STEP_MS) * STEP_MS;
  const from = Math.max(to - SPAN_MS, Math.min(history?.since ?? 0, to - 60_000));
  const drawn = useMemo(() => {
    const { times, values } = history === undefined ? { times: [], values: [] } : roundTrips(history, from);
    const known = values.filter(value => value !== null);
    const span: readonly [number, number] = [from, to];
    return {
      times,
      lines: [{ values }],
      span,
      outages: history?.outages ?? [],
      highest: Math.max(...known, 0),
      count: known.length,
    };
  }, [history, from, to]);
  const { highest, count, ...chart } = drawn;
  const last = roundTripMs === null ? text.gateway.unknown : text.gateway.milliseconds(formats.number(roundTripMs));
  const span = formats.duration(to - from);
  const high = text.gateway.milliseconds(formats.number(highest));
  return (
    <>
      <div className="chart-line">
        <span>{text.gateway.roundTrip}</span>
        <b>{last}</b>
      </div>
      <Chart {...chart} height={height} label={text.gateway.roundTripAlt(span, last, high)} />
      <div className="chart-line">
        <span>{text.gateway.ago(span)}</span>
        <span>{count > 0 && text.gateway.highest(high)}</span>
      </div>
    </>
  );
}
