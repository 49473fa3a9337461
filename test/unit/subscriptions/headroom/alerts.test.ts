import { describe, expect, it } from 'vitest';
import {
  DEFAULT_LIMITS,
  dueAlerts,
  type FiredAlert,
  fleetFullUntil,
  type HeadroomLimits,
  isNearWall,
} from '../../../../electron/core/subscriptions/headroom/alerts.ts';
import type { Forecast } from '../../../../electron/core/subscriptions/headroom/forecast.ts';
import type { HeadroomReading } from '../../../../electron/core/subscriptions/index.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const DAY_MS = 86_400_000;

const reading = (pct: number, resetsAtMs: number | null = NOW_MS + DAY_MS, window = '7d'): HeadroomReading => ({
  fetchedAtMs: NOW_MS,
  source: 'probe',
  status: 'ok',
  httpStatus: 200,
  windows: { [window]: { utilizationPct: pct, resetsAtMs, status: 'allowed' } },
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
});
const due = (
  value: HeadroomReading,
  fired: readonly FiredAlert[] = [],
  limits: HeadroomLimits = DEFAULT_LIMITS,
  forecasts: readonly Forecast[] = [],
) => dueAlerts('a', value, forecasts, fired, limits, NOW_MS);
const tiers = (value: HeadroomReading, fired: readonly FiredAlert[] = [], limits = DEFAULT_LIMITS) =>
  due(value, fired, limits).alerts.map(({ tier }) => tier);

describe('the alerts of a reading', () => {
  it.each([
    [74.9, []],
    [75, ['warn']],
    [89.9, ['warn']],
    [90, ['crit']],
    [95, ['crit', 'wall']],
    [103, ['crit', 'wall']],
  ])('at %s percent are %s', (pct, expected) => {
    expect(tiers(reading(pct))).toEqual(expected);
  });

  it('come once per window and tier, although the reset is told a little differently each time', () => {
    const { fired } = due(reading(80));
    expect(tiers(reading(85, NOW_MS + DAY_MS + 59_000), fired)).toEqual([]);
    expect(tiers(reading(91), fired)).toEqual(['crit']);
    expect(tiers(reading(80, NOW_MS + 8 * DAY_MS), fired)).toEqual(['warn']);
  });

  it('come again when the former window is over', () => {
    const fired: FiredAlert[] = [{ subscriptionId: 'a', window: '7d', tier: 'warn', endsAtMs: NOW_MS }];
    expect(due(reading(80), fired)).toMatchObject({
      alerts: [{ tier: 'warn' }],
      fired: [{ endsAtMs: NOW_MS + DAY_MS }],
    });
  });

  it('come once for a window that does not say when it ends', () => {
    const { fired } = due(reading(80, null));
    expect(tiers(reading(82, null), fired)).toEqual([]);
  });

  it('have one id for all tiers of a window, so that a later one updates the earlier', () => {
    const warn = due(reading(80));
    const crit = due(reading(92), warn.fired);
    expect(crit.alerts[0]?.id).toBe(warn.alerts[0]?.id);
    expect(warn.alerts[0]?.id).toBe('sub-headroom-a-7d-2026-11-02');
  });

  it('are pressing when the window will be full before it resets', () => {
    const full: Forecast = { window: '7d', projectedPct: 100, wallAtMs: null, resetsAtMs: 0, confidence: 'medium' };
    expect(due(reading(80)).alerts[0]?.priority).toBe('low');
    expect(due(reading(80), [], DEFAULT_LIMITS, [full]).alerts[0]?.priority).toBe('high');
    expect(due(reading(92)).alerts[0]?.priority).toBe('high');
  });

  it('can be off, and never put the second tier below the first', () => {
    expect(tiers(reading(99), [], { warnPct: null, critPct: null, wallPct: null })).toEqual([]);
    expect(tiers(reading(94), [], { warnPct: 95, critPct: 90, wallPct: null })).toEqual([]);
  });

  it('say nothing of a window that is over', () => {
    expect(tiers(reading(99, NOW_MS))).toEqual([]);
  });

  it('move nobody for the window of one model', () => {
    expect(tiers(reading(99, NOW_MS + DAY_MS, '7d_opus'))).toEqual(['crit']);
  });
});

describe('nearness to the wall', () => {
  it('is told by a fresh reading at the percentage, and can be off', () => {
    expect(isNearWall(reading(95), 95, NOW_MS)).toBe(true);
    expect(isNearWall(reading(94.9), 95, NOW_MS)).toBe(false);
    expect(isNearWall(reading(95), null, NOW_MS)).toBe(false);
    expect(isNearWall(reading(95), 95, NOW_MS + 1_800_001)).toBe(false);
    expect(isNearWall(reading(95, NOW_MS), 95, NOW_MS)).toBe(false);
    expect(isNearWall(undefined, 95, NOW_MS)).toBe(false);
  });
});

describe('a full fleet', () => {
  it('is one of at least two subscriptions that are all measured and full, until the first reset', () => {
    const full = [reading(95, NOW_MS + 2 * DAY_MS), reading(90)];
    expect(fleetFullUntil(full, DEFAULT_LIMITS, NOW_MS)).toBe(NOW_MS + DAY_MS);
    expect(fleetFullUntil([reading(95)], DEFAULT_LIMITS, NOW_MS)).toBeUndefined();
    expect(fleetFullUntil([...full, undefined], DEFAULT_LIMITS, NOW_MS)).toBeUndefined();
    expect(fleetFullUntil([...full, reading(10)], DEFAULT_LIMITS, NOW_MS)).toBeUndefined();
    expect(fleetFullUntil(full, DEFAULT_LIMITS, NOW_MS + 7_200_001)).toBeUndefined();
  });
});
