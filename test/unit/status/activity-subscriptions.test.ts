import { describe, expect, it } from 'vitest';
import type { AssignmentCause, SubscriptionEvent } from '../../../electron/contract/index.ts';
import { activityLine } from '../../../electron/core/status/activity-table.ts';

function switched(changes: Partial<Extract<SubscriptionEvent, { type: 'subscriptionSwitched' }>>): SubscriptionEvent {
  return {
    type: 'subscriptionSwitched',
    at: 1,
    agent: 'coder',
    from: 'a',
    to: 'b',
    cause: 'failure',
    failureKind: 'rate_limit',
    result: 'hot_reloaded',
    headroom: null,
    reason: 'Because.',
    ...changes,
  };
}

describe('the activity line of the subscriptions', () => {
  it.each<[AssignmentCause, string]>([
    ['failure', 'coder moved from a to b, a turn failed.'],
    ['threshold', 'coder moved from a to b, before the limit was met.'],
    ['by_hand', 'coder moved from a to b, by hand.'],
    ['api_key_fallback', 'coder moved from a to b, no subscription was left.'],
    ['elsewhere', 'coder moved from a to b, its own backend had switched it.'],
  ])('says why an agent moved: %s', (cause, sentence) => {
    expect(activityLine(switched({ cause }))).toEqual({
      gate: 'subscriptions',
      tone: 'well',
      sentence,
      cause: 'no job was ended',
    });
  });

  it('says how it ended where that is not well, and what is left of it', () => {
    expect(activityLine(switched({ result: 'failed: no answer' }))).toMatchObject({
      tone: 'needs-you',
      cause: 'failed: no answer',
    });
    expect(activityLine(switched({ to: null, cause: 'removed' }))?.sentence).toMatch(/^coder lost its subscription a,/);
    expect(activityLine(switched({ from: null }))?.sentence).toMatch(/^coder moved to b,/);
  });

  it('tells of a rollover only what the agents that settled do not', () => {
    const summary = (results: readonly string[]) =>
      activityLine({
        type: 'rolloverSummary',
        at: 1,
        action: 'replaced',
        subscription: 'a',
        outcomes: results.map((result, index) => ({ agent: `x-${index}`, result, subscription: 'a' })),
      });
    expect(summary([])).toBeNull();
    expect(summary(['hot_reloaded', 'not_running'])).toMatchObject({ tone: 'info', cause: null });
    expect(summary(['hot_reloaded', 'failed: dead'])).toMatchObject({
      tone: 'needs-you',
      sentence: 'a replaced: 1 of 2 agents settled.',
      cause: 'x-1: failed: dead',
    });
  });

  it('begins with a capital where no name begins it, and writes a name as its owner does', () => {
    const summary = (subscription: string | null) =>
      activityLine({
        type: 'rolloverSummary',
        at: 1,
        action: 'rotated',
        subscription,
        outcomes: [1, 2, 3].map(index => ({ agent: `x-${index}`, result: 'hot_reloaded', subscription: 'a' })),
      })?.sentence;
    expect(summary(null)).toBe('Rotated: 3 of 3 agents settled.');
    expect(summary('team-max')).toBe('team-max rotated: 3 of 3 agents settled.');
  });

  it('names what a person has to know of limits, tokens and the shared state', () => {
    const events: SubscriptionEvent[] = [
      { type: 'headroomLow', at: 1, subscription: 'a', window: '5h', tier: 'crit', usedPct: 91, resetsAt: null },
      { type: 'noAlternative', at: 1, agent: 'x', subscription: 'a', reason: 'x stays.', earliestResetAt: 3_600_000 },
      { type: 'tokenInvalid', at: 1, subscription: 'a', reason: 'refused' },
      { type: 'subscriptionRemoved', at: 1, subscription: 'a', stillLiveIn: ['x', 'y'] },
      { type: 'sharedStateLost', at: 1, reason: 'ECONNREFUSED' },
    ];
    expect(events.map(event => [activityLine(event)?.sentence, activityLine(event)?.cause])).toEqual([
      ['a has 9% left of its 5 h window.', 'almost used up'],
      ['x stays.', 'the first returns at 1970-01-01T01:00Z'],
      ['The token of a was refused.', 'refused'],
      ['The subscription a was removed.', 'still live in x, y'],
      ['The shared state cannot be reached. Nothing is switched meanwhile.', 'ECONNREFUSED'],
    ]);
    expect(events.map(event => activityLine(event)?.tone)).toEqual(events.map(() => 'needs-you'));
  });
});
