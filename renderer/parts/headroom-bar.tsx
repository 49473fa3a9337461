/** Below this part of a window the bar warns; the tick stands here. */
const LOW_PCT = 25;

/** What is left of a window, as a bar. Decorative: the number stands beside it. `leftPct` null: nobody knows. */
export function HeadroomBar({ leftPct }: { leftPct: number | null }) {
  const isOut = leftPct !== null && Math.round(leftPct) <= 0;
  const tone = leftPct === null ? 'unknown' : isOut ? 'out' : leftPct < LOW_PCT ? 'low' : 'enough';
  return (
    <svg className={`headroom ${tone}`} viewBox="0 0 100 7" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" width="100" height="7" />
      {leftPct !== null && <rect className="left" width={Math.min(Math.max(leftPct, 0), 100)} height="7" />}
      <rect className="tick" x={LOW_PCT} width="1" height="7" />
    </svg>
  );
}
