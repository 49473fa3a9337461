/** Below this part of a window the bar warns; the tick stands here. */
const LOW_PCT = 25;

/** What is left of a window, as a bar. Decorative: the number stands beside it. `leftPct` null: nobody knows. */
export function HeadroomBar({ leftPct }: { leftPct: number | null }) {
  const isOut = leftPct !== null && Math.round(leftPct) <= 0;
  const tone = leftPct === null ? 'unknown' : isOut ? 'out' : leftPct < LOW_PCT ? 'low' : 'enough';
  return (
    <span className={`headroom ${tone}`} aria-hidden="true">
      {leftPct !== null && !isOut && <i style={{ width: `${Math.min(leftPct, 100)}%` }} />}
      <u />
    </span>
  );
}
