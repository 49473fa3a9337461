import { z } from 'zod';
import { type Forecast, windowLengthMs } from './forecast.ts';
import { ageMs, concerns, type HeadroomReading, isFresh, SEVEN_DAYS, USABLE_MS } from './reading.ts';

/** At which percentages something happens; null is off. */
export interface HeadroomLimits {
  /** First alert; default 75. */
  readonly warnPct: number | null;
  /** Second alert, at least as high as the first; default 90. */
  readonly critPct: number | null;
  /** Where agents should be moved before they meet the wall; default 95. */
  readonly wallPct: number | null;
}

export const DEFAULT_LIMITS: HeadroomLimits = { warnPct: 75, critPct: 90, wallPct: 95 };

export type AlertTier = 'warn' | 'crit' | 'wall';

/** A limit that a window has passed. */
export interface HeadroomAlert {
  /** The same for the same cause: a later tier updates the earlier one. */
  readonly id: string;
  readonly subscriptionId: string;
  readonly window: string;
  readonly tier: AlertTier;
  readonly utilizationPct: number;
  /** Milliseconds since the epoch; null when the provider did not say. */
  readonly resetsAtMs: number | null;
  /** `high` from the second tier on, or when the window will be full before it resets. */
  readonly priority: 'high' | 'low';
}

/** That a tier has been told of for a window; kept until that window is over. */
export const firedSchema = z.object({
  subscriptionId: z.string(),
  window: z.string(),
  tier: z.enum(['warn', 'crit', 'wall', 'fleet']),
  /** End of the window, milliseconds since the epoch. */
  endsAtMs: z.number(),
});

export type FiredAlert = z.infer<typeof firedSchema>;

const TIERS: readonly AlertTier[] = ['warn', 'crit', 'wall'];
/** The provider rounds a reset differently from answer to answer. */
const SAME_RESET_MS = 3_600_000;

/** The alerts that a reading makes due, each once per window and tier, and what to remember of them. */
export function dueAlerts(
  subscriptionId: string,
  reading: HeadroomReading,
  forecasts: readonly Forecast[],
  fired: readonly FiredAlert[],
  limits: HeadroomLimits,
  nowMs: number,
): { readonly alerts: readonly HeadroomAlert[]; readonly fired: readonly FiredAlert[] } {
  const alerts: HeadroomAlert[] = [];
  const remembered = fired.filter(({ endsAtMs }) => endsAtMs > nowMs);
  for (const [window, { utilizationPct, resetsAtMs }] of Object.entries(reading.windows)) {
    if (utilizationPct === null || (resetsAtMs !== null && resetsAtMs <= nowMs)) continue;
    const endsAtMs = resetsAtMs ?? nowMs + (windowLengthMs(window) ?? 0);
    const isFull = forecasts.some(each => each.window === window && each.projectedPct >= 100);
    for (const tier of TIERS) {
      if (utilizationPct < (limitOf(tier, window, limits) ?? Number.POSITIVE_INFINITY)) continue;
      const isKnown = remembered.some(
        known =>
          known.subscriptionId === subscriptionId &&
          known.window === window &&
          known.tier === tier &&
          (resetsAtMs === null || Math.abs(known.endsAtMs - resetsAtMs) < SAME_RESET_MS),
      );
      if (isKnown) continue;
      remembered.push({ subscriptionId, window, tier, endsAtMs });
      const id = `sub-headroom-${subscriptionId}-${window}-${new Date(endsAtMs).toISOString().slice(0, 10)}`;
      const priority = tier !== 'warn' || isFull ? 'high' : 'low';
      alerts.push({ id, subscriptionId, window, tier, utilizationPct, resetsAtMs, priority });
    }
  }
  return { alerts: onlyLatest(alerts), fired: remembered };
}

/** Whether a fresh reading is at or past the percentage in one of the subscription's own windows: before the wall. */
export function isNearWall(reading: HeadroomReading | undefined, wallPct: number | null, nowMs: number): boolean {
  if (wallPct === null || !isFresh(reading, nowMs)) return false;
  return Object.entries(reading.windows).some(
    ([window, { utilizationPct, resetsAtMs }]) =>
      isOwn(window) && (utilizationPct ?? 0) >= wallPct && (resetsAtMs === null || resetsAtMs > nowMs),
  );
}

/**
 * Until when no subscription has anything left in its week: all of at least two are measured and at or past `critPct`.
 * Undefined when at least one has something left, or nobody knows.
 */
export function fleetFullUntil(
  readings: readonly (HeadroomReading | undefined)[],
  { critPct }: HeadroomLimits,
  nowMs: number,
): number | undefined {
  if (critPct === null || readings.length < 2) return undefined;
  const resets: number[] = [];
  for (const reading of readings) {
    if (reading === undefined || ageMs(reading, nowMs) > USABLE_MS) return undefined;
    const { utilizationPct = null, resetsAtMs = null } = reading.windows[SEVEN_DAYS] ?? {};
    if (utilizationPct === null || utilizationPct < critPct || resetsAtMs === null || resetsAtMs <= nowMs)
      return undefined;
    resets.push(resetsAtMs);
  }
  return Math.min(...resets);
}

function limitOf(tier: AlertTier, window: string, { warnPct, critPct, wallPct }: HeadroomLimits): number | null {
  if (tier === 'warn') return warnPct;
  if (tier === 'wall') return isOwn(window) ? wallPct : null;
  return critPct === null ? null : Math.max(critPct, warnPct ?? 0);
}

/** Whether a window is the subscription's own. One of a model moves nobody who works on another. */
function isOwn(window: string): boolean {
  return concerns(window, undefined);
}

/** A window that passes two tiers at once is told of once, by the higher; what moves agents is never left out. */
function onlyLatest(alerts: readonly HeadroomAlert[]): readonly HeadroomAlert[] {
  const hasCrit = new Set(alerts.filter(({ tier }) => tier === 'crit').map(({ window }) => window));
  return alerts.filter(({ tier, window }) => tier !== 'warn' || !hasCrit.has(window));
}
