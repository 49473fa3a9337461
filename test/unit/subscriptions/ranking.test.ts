import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  type HeadroomReading,
  loadOrder,
  rankCandidates,
  type WindowReading,
} from '../../../electron/core/subscriptions/index.ts';

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const window = (utilizationPct: number | null, more: Partial<WindowReading> = {}): WindowReading => ({
  utilizationPct,
  resetsAtMs: NOW_MS + HOUR_MS,
  status: 'allowed',
  ...more,
});

const reading = (ageMinutes: number, windows: Record<string, WindowReading>, more: Partial<HeadroomReading> = {}) => ({
  fetchedAtMs: NOW_MS - ageMinutes * MINUTE_MS,
  source: 'probe' as const,
  status: 'ok' as const,
  httpStatus: 200,
  windows,
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
  ...more,
});

const used = (ageMinutes: number, five: number, seven: number, more: Partial<HeadroomReading> = {}) =>
  reading(ageMinutes, { '5h': window(five), '7d': window(seven) }, more);

const candidate = (name: string, agents: number, more: Partial<Candidate> = {}): Candidate => ({
  id: name.toLowerCase(),
  name,
  agents,
  ...more,
});

const rank = (...candidates: Candidate[]) => rankCandidates({ candidates, nowMs: NOW_MS });
const names = (...candidates: Candidate[]) => rank(...candidates).ranked.map(({ name }) => name);

describe('the ranking of subscriptions', () => {
  it('decides the table of the rules: F, C, B, D, and E dropped', () => {
    const { ranked, dropped } = rank(
      candidate('B', 1, { reading: used(5, 20, 62) }),
      candidate('C', 4, { reading: used(5, 10, 58) }),
      candidate('D', 0),
      candidate('E', 0, { reading: reading(3, { '5h': window(100, { status: 'rejected' }), '7d': window(40) }) }),
      candidate('F', 2, { reading: used(90, 95, 55) }),
    );
    expect(ranked.map(({ name, tier, band }) => [name, tier, band])).toEqual([
      ['F', 'measured', 5],
      ['C', 'measured', 5],
      ['B', 'measured', 6],
      ['D', 'unknown', null],
    ]);
    expect(dropped).toEqual([
      { id: 'e', name: 'E', cause: 'refused', reason: 'its 5h window refuses requests now', untilMs: NOW_MS + HOUR_MS },
    ]);
  });

  it('prefers within a band fewest agents, then the emptier fuller window, the emptier other one, the name', () => {
    expect(
      names(candidate('A', 2, { reading: used(1, 0, 51) }), candidate('B', 1, { reading: used(1, 0, 59) })),
    ).toEqual(['B', 'A']);
    expect(
      names(candidate('A', 1, { reading: used(1, 0, 59) }), candidate('B', 1, { reading: used(1, 0, 51) })),
    ).toEqual(['B', 'A']);
    expect(
      names(candidate('A', 1, { reading: used(1, 9, 51) }), candidate('B', 1, { reading: used(1, 3, 51) })),
    ).toEqual(['B', 'A']);
    expect(
      names(candidate('B', 1, { reading: used(1, 3, 51) }), candidate('A', 1, { reading: used(1, 3, 51) })),
    ).toEqual(['A', 'B']);
  });

  it('takes the fuller of both windows while the 5 h figure is at most 30 minutes old', () => {
    expect(rank(candidate('A', 0, { reading: used(30, 80, 10) })).ranked[0]).toMatchObject({ band: 8, otherPct: 10 });
    expect(rank(candidate('A', 0, { reading: used(31, 80, 10) })).ranked[0]).toMatchObject({ band: 1, otherPct: null });
  });

  it.each<[string, HeadroomReading]>([
    ['is older than 2 hours', used(121, 1, 1)],
    ['comes from the future', used(-60, 1, 1)],
    ['has no weekly figure', reading(1, { '5h': window(1) })],
    ['has no finite figure', used(1, 1, Number.NaN)],
    ['has a negative figure', used(1, 1, -1)],
    ['refused, but is stale', used(31, 100, 1, { status: 'rate_limited' })],
    [
      'refused, but its window has reset',
      reading(5, { '7d': window(100, { status: 'rejected', resetsAtMs: NOW_MS - 1 }) }),
    ],
    ['measured a week that is over', reading(60, { '7d': window(50, { resetsAtMs: NOW_MS - 1 }) })],
    ['could not be taken', used(1, 1, 1, { status: 'error' })],
  ])('puts a candidate among the unknown when its reading %s', (_, value) => {
    expect(rank(candidate('A', 0, { reading: value })).ranked[0]).toMatchObject({ tier: 'unknown', band: null });
  });

  it('still measures by a reading of exactly 2 hours', () => {
    expect(rank(candidate('A', 0, { reading: used(120, 1, 1) })).ranked[0]?.tier).toBe('measured');
  });

  it.each<[string, HeadroomReading, string]>([
    ['429', used(30, 100, 1, { status: 'rate_limited' }), 'refused'],
    ['a refused token', used(30, 1, 1, { status: 'invalid_token' }), 'invalid_token'],
    ['a word nobody knows', reading(1, { '7d': window(1, { status: 'paused' }) }), 'refused'],
    ['a verdict', used(1, 1, 1, { verdict: 'rejected', representativeClaim: 'five_hour' }), 'refused'],
  ])('drops a candidate that is refused now by %s', (_, value, cause) => {
    expect(rank(candidate('A', 0, { reading: value })).dropped).toMatchObject([{ cause }]);
  });

  it('does not drop for refused overage', () => {
    const value = used(1, 1, 1, { overage: { status: 'rejected', isInUse: false, disabledReason: null } });
    expect(names(candidate('A', 0, { reading: value }))).toEqual(['A']);
  });

  it('drops for the window of a model only when the work is on that model', () => {
    const value = reading(1, { '7d': window(10), '7d_opus': window(100, { status: 'rejected' }) });
    const candidates = [candidate('A', 0, { reading: value })];
    expect(rankCandidates({ candidates, nowMs: NOW_MS }).ranked).toHaveLength(1);
    expect(rankCandidates({ candidates, nowMs: NOW_MS, model: 'claude-opus-4-6' }).dropped).toHaveLength(1);
    expect(rankCandidates({ candidates, nowMs: NOW_MS, model: 'claude-sonnet-4-6' }).ranked).toHaveLength(1);
  });

  it('L18: counts agents that are on their way, so that not all choose the same one', () => {
    expect(names(candidate('A', 0, { reserved: 2 }), candidate('B', 1))).toEqual(['B', 'A']);
  });

  it('A23: skips a failure of 1 h 59 min, not one of 2 h 1 min', () => {
    const recent = candidate('A', 0, { lastFailureAtMs: NOW_MS - 119 * MINUTE_MS });
    expect(rank(recent).dropped).toMatchObject([{ cause: 'recent_failure', untilMs: NOW_MS + MINUTE_MS }]);
    expect(names(candidate('A', 0, { lastFailureAtMs: NOW_MS - 121 * MINUTE_MS }))).toEqual(['A']);
  });

  it('L7: skips until the reset that the failure named, and shows it', () => {
    const failed = candidate('A', 0, { lastFailureAtMs: NOW_MS - 3 * HOUR_MS, failureResetsAtMs: NOW_MS + HOUR_MS });
    expect(rank(failed).dropped).toMatchObject([{ cause: 'recent_failure', untilMs: NOW_MS + HOUR_MS }]);
  });

  it('readmits on a fresh reading that was taken after the failure and does not refuse', () => {
    const failed = candidate('A', 0, { lastFailureAtMs: NOW_MS - HOUR_MS, reading: used(30, 10, 20) });
    expect(rank(failed).ranked).toMatchObject([{ tier: 'measured', band: 2, readmitted: 'serving_now' }]);
  });

  it('A22: does not readmit on a reading from before the failure', () => {
    const failed = candidate('A', 0, { lastFailureAtMs: NOW_MS - 10 * MINUTE_MS, reading: used(11, 10, 20) });
    expect(rank(failed).ranked).toEqual([]);
  });

  it('readmits as unknown when the blocking window has reset since the failure', () => {
    const value = reading(60, { '5h': window(100, { status: 'rejected', resetsAtMs: NOW_MS - MINUTE_MS }) });
    const failed = candidate('A', 0, { lastFailureAtMs: NOW_MS - HOUR_MS, reading: value });
    expect(rank(failed).ranked).toMatchObject([{ tier: 'unknown', readmitted: 'window_reset' }]);
    const later = candidate('A', 0, { lastFailureAtMs: NOW_MS - MINUTE_MS + 1, reading: value });
    expect(rank(later).ranked).toEqual([]);
  });

  it('A27: falls back to fewest agents, then name, without readmitting anyone', () => {
    const failed = candidate('Z', 0, { lastFailureAtMs: NOW_MS - HOUR_MS, reading: used(1, 1, 1) });
    const { ranked, dropped } = loadOrder({
      candidates: [candidate('B', 1), candidate('A', 1), candidate('C', 0), failed],
      nowMs: NOW_MS,
    });
    expect(ranked.map(({ name }) => name)).toEqual(['C', 'A', 'B']);
    expect(dropped.map(({ name }) => name)).toEqual(['Z']);
  });
});

describe('the ranking of any subscriptions', () => {
  const pct = fc.oneof(fc.double({ min: -5, max: 150 }), fc.constant(null));
  const anyWindow = fc.record({
    utilizationPct: pct,
    resetsAtMs: fc.option(fc.integer({ min: NOW_MS - 9 * HOUR_MS, max: NOW_MS + 9 * HOUR_MS })),
    status: fc.constantFrom('allowed', 'allowed_warning', 'rejected', 'other', null),
  });
  const anyReading: fc.Arbitrary<HeadroomReading> = fc
    .tuple(
      fc.integer({ min: -10, max: 300 }),
      fc.dictionary(fc.constantFrom('5h', '7d', '7d_opus'), anyWindow),
      fc.constantFrom('ok' as const, 'rate_limited' as const, 'invalid_token' as const, 'error' as const),
    )
    .map(([age, windows, status]) => reading(age, windows, { status }));
  const anyCandidates = fc.uniqueArray(
    fc.record(
      {
        id: fc.string({ minLength: 1, maxLength: 3 }),
        name: fc.string({ maxLength: 3 }),
        agents: fc.nat(5),
        reading: anyReading,
        lastFailureAtMs: fc.integer({ min: NOW_MS - 4 * HOUR_MS, max: NOW_MS }),
        failureResetsAtMs: fc.integer({ min: NOW_MS - 4 * HOUR_MS, max: NOW_MS + 9 * HOUR_MS }),
      },
      { requiredKeys: ['id', 'name', 'agents'] },
    ),
    { selector: ({ id }) => id },
  );

  it('places or drops each candidate exactly once', () => {
    fc.assert(
      fc.property(anyCandidates, candidates => {
        const { ranked, dropped } = rank(...candidates);
        const ids = [...ranked, ...dropped].map(({ id }) => id).sort();
        expect(ids).toEqual(candidates.map(({ id }) => id).sort());
      }),
    );
  });

  it('does not depend on the order in which they come', () => {
    fc.assert(
      fc.property(anyCandidates, candidates => {
        const ids = (list: Candidate[]) => rank(...list).ranked.map(({ id }) => id);
        expect(ids([...candidates].reverse())).toEqual(ids(candidates));
      }),
    );
  });

  it('P3: never offers one that failed within 2 hours unless it says why', () => {
    fc.assert(
      fc.property(anyCandidates, candidates => {
        for (const { id, readmitted } of rank(...candidates).ranked) {
          const failedAtMs = candidates.find(other => other.id === id)?.lastFailureAtMs;
          const isRecent = failedAtMs !== undefined && NOW_MS - failedAtMs <= 2 * HOUR_MS;
          expect(!isRecent || readmitted !== undefined).toBe(true);
        }
      }),
    );
  });

  it('puts all measured ones before all unknown ones, in rising bands', () => {
    fc.assert(
      fc.property(anyCandidates, candidates => {
        const bands = rank(...candidates).ranked.map(({ band }) => band ?? Number.MAX_VALUE);
        expect(bands).toEqual([...bands].sort((a, b) => a - b));
      }),
    );
  });

  it('names no end that has passed', () => {
    fc.assert(
      fc.property(anyCandidates, candidates => {
        for (const { untilMs } of rank(...candidates).dropped) expect(untilMs ?? NOW_MS).toBeGreaterThanOrEqual(NOW_MS);
      }),
    );
  });
});
