import { describe, expect, it } from 'vitest';
import { describeGate } from '../../../../electron/core/app/subscriptions/describe-gate.ts';
import type { Facts } from '../../../../electron/core/app/subscriptions/facts.ts';
import { GatehouseError } from '../../../../electron/core/platform/index.ts';
import type {
  Assignment,
  FailureEvent,
  HeadroomReading,
  ListedSubscription,
} from '../../../../electron/core/subscriptions/index.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function listed(name: string, changes: Partial<ListedSubscription> = {}): ListedSubscription {
  return {
    id: `id-${name}`,
    name,
    kind: 'setup_token',
    tier: null,
    note: null,
    createdAtMs: NOW - DAY,
    replacedAtMs: null,
    expiresAtMs: NOW + 300 * DAY,
    fingerprint: 'f',
    state: 'active',
    hasToken: true,
    ...changes,
  };
}

function reading(fiveHours: number, changes: Partial<HeadroomReading> = {}): HeadroomReading {
  return {
    fetchedAtMs: NOW - 60_000,
    source: 'probe',
    status: 'ok',
    httpStatus: 200,
    windows: { '5h': { utilizationPct: fiveHours, resetsAtMs: NOW + HOUR, status: 'allowed' } },
    verdict: null,
    representativeClaim: null,
    overage: { status: null, isInUse: null, disabledReason: null },
    retryAtMs: null,
    ...changes,
  };
}

const REFUSING = reading(100, {
  status: 'rate_limited',
  windows: { '5h': { utilizationPct: 100, resetsAtMs: NOW + HOUR, status: 'rejected' } },
});

function assigned(agent: string, name: string, changes: Partial<Assignment> = {}): Assignment {
  return {
    agent,
    subscriptionId: `id-${name}`,
    generation: 2,
    sinceMs: NOW - HOUR,
    cause: 'by_hand',
    confirmedGeneration: 2,
    maybeLive: [],
    result: 'hot_reloaded',
    ...changes,
  };
}

function agent(name: string): Facts['agents'][number] {
  const record = { canReload: 'unknown', shadowedKeys: [], health: undefined, checkedAtMs: undefined };
  return { entry: { name, kind: 'local', url: null, runtime: null, model: null }, agent: { record } } as never;
}

function facts(changes: Partial<Facts> & { readonly readings?: Record<string, HeadroomReading> } = {}): Facts {
  const { readings = {}, ...rest } = changes;
  return {
    phase: 'open',
    failure: undefined,
    isTryOut: false,
    isAutomatic: true,
    warnPct: 75,
    subscriptions: [],
    removing: [],
    assignments: [],
    failures: [],
    outdated: [],
    agents: [],
    backends: [],
    headroom: id => {
      const known = readings[id.replace('id-', '')];
      const age = known === undefined ? undefined : NOW - known.fetchedAtMs;
      return {
        reading: known,
        freshness: known === undefined ? undefined : 'fresh',
        ageMs: age,
        forecasts: [],
        problem: undefined,
      };
    },
    history: () => [],
    shared: undefined,
    lastSwitch: null,
    nowMs: NOW,
    ...rest,
  };
}

function failure(name: string, kind: 'rate_limit' | 'auth', agoMs = 60_000): FailureEvent {
  const about = { id: 'x', agent: 'a', subscriptionId: `id-${name}`, message: '', resetsAtMs: null, window: null };
  return { ...about, kind, occurredAtMs: NOW - agoMs };
}

describe('how the third gate stands', () => {
  it.each<[string, Partial<Facts> & { readings?: Record<string, HeadroomReading> }, string, string, RegExp]>([
    ['nothing', {}, 'well', 'not-configured', /No subscription is stored/],
    ['a start', { phase: 'starting' }, 'working', 'starting', /being read/],
    [
      'a file that cannot be read',
      { failure: new GatehouseError('x', 'It is broken.', { remedy: 'Mend it.' }) },
      'broken',
      'failed',
      /It is broken/,
    ],
    [
      'a Redis that is away',
      { shared: { state: 'away', reason: 'ECONNREFUSED', sinceMs: NOW }, subscriptions: [listed('a')] },
      'needs-you',
      'shared-state-away',
      /Nothing is switched.*ECONNREFUSED/,
    ],
    [
      'an agent without any',
      { agents: [agent('x')] },
      'needs-you',
      'none-usable',
      /No subscription is stored for 1 agent/,
    ],
    [
      'one of two limited',
      {
        subscriptions: [listed('a'), listed('b')],
        readings: { a: REFUSING, b: reading(20) },
        agents: [agent('x')],
        assignments: [assigned('x', 'b')],
      },
      'well',
      'usable',
      /^1 of 2 subscriptions is usable; 1 agent works on them\.$/,
    ],
    [
      'all limited while an agent needs one',
      {
        subscriptions: [listed('a')],
        readings: { a: REFUSING },
        agents: [agent('x')],
        assignments: [assigned('x', 'a')],
      },
      'broken',
      'none-usable',
      /None of 1 subscription is usable, the first returns in 60 min/,
    ],
    [
      'a token that was lost',
      { subscriptions: [listed('a', { hasToken: false }), listed('b')] },
      'needs-you',
      'token-refused',
      /lost the token of a/,
    ],
    [
      'an agent that did not take it over',
      {
        subscriptions: [listed('a')],
        agents: [agent('x')],
        assignments: [assigned('x', 'a', { confirmedGeneration: 1, result: 'failed: no answer' })],
      },
      'needs-you',
      'agent-unreachable',
      /x has not taken over its subscription: no answer/,
    ],
    [
      'an agent that is being switched',
      {
        subscriptions: [listed('a')],
        agents: [agent('x')],
        assignments: [assigned('x', 'a', { confirmedGeneration: 1, result: null })],
      },
      'working',
      'settling',
      /1 agent is being switched/,
    ],
    [
      'a stopped agent',
      {
        subscriptions: [listed('a')],
        agents: [agent('x')],
        assignments: [assigned('x', 'a', { confirmedGeneration: 1, result: 'not_running' })],
      },
      'well',
      'usable',
      /usable/,
    ],
  ])('%s', (_, given, health, state, sentence) => {
    const found = describeGate(facts(given));
    expect(found).toMatchObject({ health, state });
    expect(found.sentence).toMatch(sentence);
    expect(found.remedy === null).toBe(health === 'well' || health === 'working');
  });

  it.each<[string, Partial<ListedSubscription>, HeadroomReading | undefined, readonly FailureEvent[], string]>([
    ['nobody measured', {}, undefined, [], 'unmeasured'],
    ['there is enough left', {}, reading(20), [], 'ok'],
    ['little is left', {}, reading(80), [], 'low'],
    ['the provider refuses', {}, REFUSING, [], 'limited'],
    ['a limit was met after the reading', {}, reading(20), [failure('a', 'rate_limit', 1_000)], 'limited'],
    ['a good reading came after the limit', {}, reading(20), [failure('a', 'rate_limit', HOUR)], 'ok'],
    ['a probe was refused', {}, reading(0, { status: 'invalid_token', windows: {} }), [], 'refused'],
    ['an agent was refused', {}, undefined, [failure('a', 'auth')], 'refused'],
    ['its token was replaced since', { replacedAtMs: NOW - 1_000 }, undefined, [failure('a', 'auth')], 'unmeasured'],
    ['its token ends soon', { expiresAtMs: NOW + 20 * DAY }, reading(20), [], 'expiring'],
    ['it is an API key', { kind: 'api_key', expiresAtMs: null }, undefined, [], 'ok'],
  ])('when %s', (_, changes, read, failures, state) => {
    const readings = read === undefined ? {} : { a: read };
    const { subscriptions } = describeGate(facts({ subscriptions: [listed('a', changes)], readings, failures }));
    expect(subscriptions[0]).toMatchObject({ state });
  });

  it('asks for a new token in the last week only', () => {
    const of = (days: number) =>
      describeGate(
        facts({ subscriptions: [listed('a', { expiresAtMs: NOW + days * DAY })], readings: { a: reading(1) } }),
      );
    expect(of(20)).toMatchObject({ health: 'well' });
    expect(of(5)).toMatchObject({ health: 'needs-you', remedy: { text: expect.stringMatching(/sub replace a/) } });
  });

  it('forgets figures of a window that is over, and keeps charts short', () => {
    const over = reading(90, { windows: { '5h': { utilizationPct: 90, resetsAtMs: NOW - 1, status: 'rejected' } } });
    const history = Array.from({ length: 1_000 }, (_, index) => ({
      atMs: NOW - (999 - index) * 60_000,
      status: 'ok' as const,
      fiveHourPct: index,
      sevenDayPct: null,
    }));
    const { subscriptions } = describeGate(
      facts({ subscriptions: [listed('a')], readings: { a: over }, history: () => history }),
    );
    expect(subscriptions[0]?.headroom.windows).toMatchObject([{ usedPct: null, resetsAt: null, isBlocking: false }]);
    expect(subscriptions[0]?.headroom.history.length).toBeLessThanOrEqual(96);
    expect(subscriptions[0]?.headroom.history.at(-1)).toEqual({ at: NOW, fiveHourPct: 999, sevenDayPct: null });
  });

  it('tells where a removed one may still be live, and stays bounded', () => {
    const gone = { ...listed('old'), state: 'removing' as const };
    const agents = Array.from({ length: 300 }, (_, index) => agent(`x-${index}`));
    const assignments = agents.map(({ entry }) => assigned(entry.name, 'a', { maybeLive: ['id-old'] }));
    const found = describeGate(facts({ subscriptions: [listed('a')], removing: [gone], agents, assignments }));
    expect(found.subscriptions.at(-1)).toMatchObject({ name: 'old', state: 'removing' });
    expect(found.subscriptions.at(-1)?.stillLiveIn).toHaveLength(50);
    expect(found.agents).toHaveLength(200);
    expect(found).toMatchObject({ agentsTotal: 300, assignedTotal: 300, subscriptionsTotal: 1 });
  });
});

describe('what to do when no subscription is usable', () => {
  it.each([
    ['the only one is refused', { subscriptions: [listed('a')], failures: [failure('a', 'auth')] }, 'sub replace a'],
    ['one returns by itself', { subscriptions: [listed('a')], readings: { a: REFUSING } }, 'sub add NAME'],
    ['there is none', { agents: [agent('x')] }, 'sub add NAME'],
  ])('%s', (_, known, command) => {
    expect(describeGate(facts(known)).remedy?.text).toContain(`gatehouse ${command} <`);
  });
});

describe('until when nobody is moved to a subscription', () => {
  it('is told as the choice of a switch sees it: no longer once the provider serves it again or its window began anew', () => {
    const until = (readings: Record<string, HeadroomReading>, changes: Partial<FailureEvent> = {}) =>
      describeGate(
        facts({ subscriptions: [listed('a')], failures: [{ ...failure('a', 'rate_limit'), ...changes }], readings }),
      ).subscriptions[0]?.skipUntil;
    expect(until({})).toBe(NOW - 60_000 + 2 * HOUR);
    expect(until({ a: reading(20, { fetchedAtMs: NOW - 61_000 }) })).toBe(NOW - 60_000 + 2 * HOUR);
    expect(until({ a: reading(20, { fetchedAtMs: NOW - 59_000 }) })).toBeNull();
    expect(until({}, { resetsAtMs: NOW + 1 })).toBe(NOW + 1);
    expect(until({}, { resetsAtMs: NOW })).toBeNull();
  });
});
