import { describe, expect, it } from 'vitest';
import type { AssignmentCause, DomainEvent } from '../../../electron/contract/index.ts';
import { policy } from './support.ts';

function moved(agent: string, cause: AssignmentCause, changes: Record<string, unknown> = {}): DomainEvent {
  return {
    type: 'subscriptionSwitched',
    at: 1,
    agent,
    from: 'team-max-2',
    to: 'team-max-3',
    cause,
    failureKind: cause === 'failure' ? 'rate_limit' : null,
    result: 'hot_reloaded',
    headroom: null,
    reason: 'x',
    ...changes,
  };
}

function summary(action: 'replaced' | 'removed' | 'rotated', results: readonly string[]): DomainEvent {
  const outcomes = results.map((result, index) => ({ agent: `agent-${index}`, result, subscription: 'team-max-2' }));
  return { type: 'rolloverSummary', at: 1, action, subscription: 'team-max-2', outcomes };
}

describe('what comes together', () => {
  it('is one notice for 1,000 agents that are moved by themselves', async () => {
    const { take, clock, shown } = policy();
    for (let index = 0; index < 1_000; index += 1) {
      take(moved(`agent-${index}`, 'failure'));
      await clock.advance(10);
    }
    await clock.advance(3_600_000);
    expect(shown.map(({ notice }) => [notice.title, notice.body])).toEqual([
      [
        '1000 agents were moved',
        'team-max-2 → team-max-3, because a limit was reached. The subscriptions say who is where.',
      ],
    ]);
  });

  it('is told after half a minute at the latest, and then once a minute at most', async () => {
    const { take, clock, shown } = policy();
    for (let index = 0; index < 1_500; index += 1) {
      take(moved(`agent-${index}`, 'failure', { to: `team-max-${index % 4}` }));
      await clock.advance(100);
    }
    await clock.advance(3_600_000);
    expect(shown[0]?.at).toBe(30_000);
    expect(shown.length).toBeLessThanOrEqual(4);
    expect(new Set(shown.map(({ notice }) => notice.category))).toEqual(new Set(['subscriptionSwitched']));
    expect(shown[0]?.notice.body).toMatch(/^team-max-2 → 4 others/);
  });

  it('says of an agent that was moved twice where it came from and where it is', async () => {
    const { take, clock, last } = policy();
    take(moved('docs', 'threshold', { from: 'a', to: 'b' }));
    take(moved('docs', 'threshold', { from: 'b', to: 'c' }));
    await clock.advance(4_000);
    expect(last()?.body).toBe('a → c, before its limit is reached. No job was ended.');
  });

  it.each(['replaced', 'removed'] as const)('says nothing of 1,000 agents of which one %s by hand', async cause => {
    const { take, clock, shown } = policy();
    for (let index = 0; index < 1_000; index += 1) take(moved(`agent-${index}`, cause));
    take(
      summary(
        cause,
        Array.from({ length: 1_000 }, () => 'hot_reloaded'),
      ),
    );
    await clock.advance(3_600_000);
    expect(shown).toEqual([]);
  });

  it('is one notice for a roll-out by hand when those are told, too', async () => {
    const { take, clock, shown } = policy({ byHand: true });
    for (let index = 0; index < 1_000; index += 1) take(moved(`agent-${index}`, 'replaced'));
    take(
      summary(
        'replaced',
        Array.from({ length: 1_000 }, () => 'hot_reloaded'),
      ),
    );
    await clock.advance(3_600_000);
    expect(shown.map(({ notice }) => [notice.title, notice.body])).toEqual([
      ['Token replaced', '1000 agents have the new token of team-max-2.'],
    ]);
  });

  it('tells of those that did not follow once, however often the roll-out sums itself up', async () => {
    const { take, clock, shown, cleared } = policy();
    for (let round = 0; round < 50; round += 1) {
      take(summary('replaced', ['hot_reloaded', 'failed: no answer', 'hot_reloaded']));
      await clock.advance(5_000);
    }
    expect(shown.map(({ notice }) => [notice.title, notice.body])).toEqual([
      [
        '1 of 3 agents did not follow',
        'It is about team-max-2. The others did. Those that did not are asked again by themselves.',
      ],
    ]);
    take(summary('replaced', ['hot_reloaded', 'hot_reloaded', 'hot_reloaded']));
    expect(cleared).toContain('subscriptionSwitched');
  });

  it('says what a move cost', async () => {
    for (const [result, cost] of [
      ['hot_reloaded', 'No job was ended.'],
      ['success', 'The agent was restarted.'],
      ['not_running', 'The agent is stopped and takes it over when it starts.'],
      ['failed: no answer', 'It has not taken it over yet and is asked again.'],
    ] as const) {
      const { take, clock, last } = policy();
      take(moved('docs', 'failure', { result }));
      await clock.advance(4_000);
      expect(last()?.body).toContain(cost);
    }
  });

  it('waits through the pace, and is complete then', async () => {
    const { take, clock, notifications, shown } = policy({ maxPerMinute: 2 });
    notifications.take({ type: 'teeSwitched', at: 1, from: '0x1', to: '0x2', cause: 'keys-changed' });
    await clock.advance(2_000);
    take(moved('one', 'failure'));
    await clock.advance(10_000);
    take(moved('two', 'failure'));
    await clock.advance(120_000);
    expect(shown.map(({ notice }) => notice.title)).toEqual(['Requests go to another TEE', '2 agents were moved']);
  });

  it('is silent where its switch is off', async () => {
    const { take, clock, shown } = policy({ subscriptionSwitched: false, subscriptionToken: false });
    take(moved('one', 'failure'));
    take({ type: 'tokenInvalid', at: 1, subscription: 'x', reason: 'x' });
    await clock.advance(120_000);
    expect(shown).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('lapses when its switch is turned off while it waits', async () => {
    const { take, clock, settings, shown } = policy();
    take(moved('one', 'failure'));
    Object.assign(settings, { subscriptionSwitched: false });
    await clock.advance(120_000);
    expect(shown).toEqual([]);
  });
});
