import type { HeadroomSample } from './history.ts';
import { FIVE_HOURS, type HeadroomReading, SEVEN_DAYS } from './reading.ts';

/** How a window will end if work goes on as in it so far. */
export interface Forecast {
  readonly window: string;
  /** Percent at the reset. */
  readonly projectedPct: number;
  /** When 100 % is met, milliseconds since the epoch; null when the window resets before. */
  readonly wallAtMs: number | null;
  readonly resetsAtMs: number;
  /** `low`: too early in the window, or the last hours went very differently; `high`: they agree with the whole. */
  readonly confidence: 'low' | 'medium' | 'high';
}

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  m: 30 * 86_400_000,
};
/** Below this part of the window, one busy hour decides the projection. */
const EARLY_PART = 0.1;
/** The recent past is this part of the window. */
const RECENT_PART = 0.25;
/** Recent and whole agree within this factor, differ beyond the other. */
const AGREEMENT = 1.5;
const CONTRADICTION = 3;

/** Length of a window by the provider's name (`5h`, `7d_opus`), milliseconds; undefined for a name without one. */
export function windowLengthMs(window: string): number | undefined {
  const [, count, unit] = /^(\d{1,3})([hdwm])(?:_|$)/.exec(window) ?? [];
  const unitMs = unit === undefined ? undefined : UNIT_MS[unit];
  return unitMs === undefined || Number(count) === 0 ? undefined : Number(count) * unitMs;
}

/**
 * Projects each window of a reading: used so far divided by the elapsed part, because windows are fixed and reset as a
 * whole. A window without figure, reset or known length, or one that is over, has no forecast.
 */
export function forecast(
  reading: HeadroomReading,
  samples: readonly HeadroomSample[],
  nowMs: number,
): readonly Forecast[] {
  const forecasts: Forecast[] = [];
  for (const [window, { utilizationPct, resetsAtMs }] of Object.entries(reading.windows)) {
    const lengthMs = windowLengthMs(window);
    if (utilizationPct === null || resetsAtMs === null || lengthMs === undefined || resetsAtMs <= nowMs) continue;
    const startMs = resetsAtMs - lengthMs;
    const elapsedMs = reading.fetchedAtMs - startMs;
    if (elapsedMs <= 0 || elapsedMs > lengthMs) continue;
    const pctPerMs = utilizationPct / elapsedMs;
    const metAtMs = utilizationPct >= 100 ? reading.fetchedAtMs : startMs + 100 / pctPerMs;
    const recent = recentPctPerMs(window, samples, Math.max(startMs, reading.fetchedAtMs - lengthMs * RECENT_PART));
    forecasts.push({
      window,
      projectedPct: Math.round(pctPerMs * lengthMs * 10) / 10,
      wallAtMs: metAtMs < resetsAtMs ? Math.round(metAtMs) : null,
      resetsAtMs,
      confidence: confidence(elapsedMs / lengthMs, pctPerMs, recent),
    });
  }
  return forecasts;
}

/** Use per millisecond since `sinceMs` by the history; undefined when it holds no two points of this window. */
function recentPctPerMs(window: string, samples: readonly HeadroomSample[], sinceMs: number): number | undefined {
  const points = samples
    .filter(({ atMs }) => atMs >= sinceMs)
    .map(sample => ({ atMs: sample.atMs, pct: pctOf(window, sample) }))
    .filter(({ pct }) => pct !== null);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  return Math.max(((last.pct ?? 0) - (first.pct ?? 0)) / (last.atMs - first.atMs), 0);
}

function pctOf(window: string, sample: HeadroomSample): number | null {
  if (window === FIVE_HOURS) return sample.fiveHourPct;
  return window === SEVEN_DAYS ? sample.sevenDayPct : null;
}

function confidence(elapsedPart: number, whole: number, recent: number | undefined): Forecast['confidence'] {
  if (elapsedPart < EARLY_PART) return 'low';
  if (recent === undefined) return 'medium';
  const [less, more] = whole < recent ? [whole, recent] : [recent, whole];
  if (more > less * CONTRADICTION) return 'low';
  return more <= less * AGREEMENT ? 'high' : 'medium';
}
