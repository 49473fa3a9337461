import type { CurrentTee } from '../../../electron/contract/index.ts';
import { sparkline } from '../../format/sparkline.ts';
import { usePage } from '../../state/page-context.ts';

const WIDTH = 204;
const HEIGHT = 56;

/** The last latencies as one line over zero, the 95th percentile dashed, the values as text. */
export function LatencyChart({ current, now }: { current: CurrentTee; now: number }) {
  const { text, formats } = usePage();
  const { latencyMs, recentLatenciesMs } = current;
  if (latencyMs === null || recentLatenciesMs.length === 0) {
    return (
      <>
        <div className="chart-line">
          <span>{text.tee.latency}</span>
        </div>
        <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <path className="zero" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
        </svg>
        <p className="caption">{text.tee.noLatency}</p>
      </>
    );
  }
  const { path, last, levelY } = sparkline(recentLatenciesMs, latencyMs.p95, WIDTH, HEIGHT);
  const values = formats.latencies(latencyMs.p50, latencyMs.p95);
  return (
    <>
      <div className="chart-line">
        <span>{text.tee.latency}</span>
        <b>{values}</b>
      </div>
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={text.tee.latencyAlt(values, formats.number(recentLatenciesMs.length))}
      >
        <path className="zero" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
        <path className="level" d={`M0 ${levelY}H${WIDTH}`} />
        <path className="values" d={path} />
        <circle className="last" cx={last.x} cy={last.y} r="2" />
      </svg>
      <div className="chart-line">
        <span>{text.tee.selectedAt(formats.time(current.selectedAt, now), text.teeCause[current.cause])}</span>
        <span>{text.tee.requests(current.requestsServed, formats.number(current.requestsServed))}</span>
      </div>
    </>
  );
}
