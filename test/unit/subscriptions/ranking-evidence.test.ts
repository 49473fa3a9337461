import { describe, expect, it } from 'vitest';
import {
  type FailureMark,
  type HeadroomReading,
  rateLimitedNow,
  shouldSwitchBeforeDispatch,
  skipListed,
} from '../../../electron/core/subscriptions/index.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const MINUTE_MS = 60_000;

const mark = (minutesAgo: number, more: Partial<FailureMark> = {}): FailureMark => ({
  subscriptionId: 'a',
  kind: 'rate_limit',
  occurredAtMs: NOW_MS - minutesAgo * MINUTE_MS,
  ...more,
});

const reading = (minutesAgo: number, more: Partial<HeadroomReading> = {}): HeadroomReading => ({
  fetchedAtMs: NOW_MS - minutesAgo * MINUTE_MS,
  source: 'probe',
  status: 'ok',
  httpStatus: 200,
  windows: {},
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
  ...more,
});
const limited = { status: 'rate_limited' } as const;
const dispatch = (events: readonly FailureMark[], value?: HeadroomReading) =>
  shouldSwitchBeforeDispatch({ subscriptionId: 'a', reading: value, events }, NOW_MS);

describe('the skip-list', () => {
  it.each(['rate_limit', 'auth', null] as const)('holds a failure of the kind %s', kind => {
    expect([...skipListed([mark(60, { kind })], NOW_MS)]).toEqual([['a', NOW_MS + 60 * MINUTE_MS]]);
  });

  it('A23: lets go after 2 hours', () => {
    expect(skipListed([mark(120)], NOW_MS).size).toBe(1);
    expect(skipListed([mark(121)], NOW_MS).size).toBe(0);
  });

  it('keeps the latest end of several failures', () => {
    const ends = skipListed([mark(10), mark(100), mark(300, { resetsAtMs: NOW_MS + 5 * MINUTE_MS })], NOW_MS);
    expect(ends.get('a')).toBe(NOW_MS + 110 * MINUTE_MS);
  });

  it('does not believe a reset further ahead than the longest window', () => {
    expect(skipListed([mark(121, { resetsAtMs: NOW_MS + 9 * 86_400_000 })], NOW_MS).size).toBe(0);
  });
});

describe('the display of a limit', () => {
  const show = (events: readonly FailureMark[], value?: HeadroomReading) => rateLimitedNow('a', value, events, NOW_MS);

  it('A26: leaves a refused credential out that the skip-list holds', () => {
    const events = [mark(10, { kind: 'auth' })];
    expect(show(events).isLimited).toBe(false);
    expect(skipListed(events, NOW_MS).has('a')).toBe(true);
  });

  it('says yes by a fresh reading that refuses', () => {
    expect(show([], reading(30, { ...limited, retryAtMs: NOW_MS + 1 }))).toEqual({
      isLimited: true,
      source: 'reading',
      untilMs: NOW_MS + 1,
    });
  });

  it('says no by a fresh healthy reading, whatever failed before', () => {
    expect(show([mark(60)], reading(5))).toEqual({ isLimited: false, source: 'reading' });
  });

  it('goes by the failures without a fresh reading', () => {
    expect(show([mark(60)], reading(31))).toMatchObject({ isLimited: true, source: 'events' });
    expect(show([mark(60, { kind: null })]).isLimited).toBe(false);
    expect(show([])).toEqual({ isLimited: false, source: 'nothing' });
  });

  it('does not call a refused token a limit', () => {
    expect(show([], reading(1, { status: 'invalid_token' })).isLimited).toBe(false);
  });

  it('goes by a limit that was met after the reading', () => {
    expect(show([mark(1)], reading(5)).source).toBe('events');
  });
});

describe('the switch before a turn', () => {
  it('comes when a fresh reading refuses', () => {
    expect(dispatch([], reading(30, limited))).toEqual({ shouldSwitch: true, evidence: 'provider_refusing' });
    expect(dispatch([], reading(1, { status: 'invalid_token' })).shouldSwitch).toBe(true);
  });

  it('does not come by a refusal that is older than 30 minutes or has ended', () => {
    expect(dispatch([], reading(31, limited)).shouldSwitch).toBe(false);
    expect(dispatch([], reading(1, { ...limited, retryAtMs: NOW_MS })).shouldSwitch).toBe(false);
  });

  it('A28: does not come when a fresh healthy reading overrules a failure of 1 hour ago', () => {
    expect(dispatch([mark(60)], reading(5))).toEqual({ shouldSwitch: false });
  });

  it('comes by a limit of the last 2 hours when there is no fresh reading', () => {
    expect(dispatch([mark(60)], reading(31))).toMatchObject({ shouldSwitch: true, evidence: 'recent_rate_limit' });
    expect(dispatch([mark(60)], reading(1, { status: 'error' })).shouldSwitch).toBe(true);
    expect(dispatch([mark(121)]).shouldSwitch).toBe(false);
  });

  it.each(['auth', null] as const)('does not come by a failure of the kind %s', kind => {
    expect(dispatch([mark(1, { kind })]).shouldSwitch).toBe(false);
  });

  it('does not come by a limit of another subscription, or one whose reset has passed', () => {
    expect(dispatch([mark(1, { subscriptionId: 'b' })]).shouldSwitch).toBe(false);
    expect(dispatch([mark(60, { resetsAtMs: NOW_MS - 1 })]).shouldSwitch).toBe(false);
  });
});
