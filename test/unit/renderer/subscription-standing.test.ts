import { describe, expect, it } from 'vitest';
import {
  isOnOldToken,
  jobsOf,
  leftBehind,
  named,
  presentationOf,
  readResult,
  returnOf,
  withTimes,
} from '../../../renderer/views/subscriptions/standing.ts';
import { subscriptionsSnapshot } from '../../e2e/snapshots.ts';

const now = Date.UTC(2026, 10, 21, 14, 0);
const { subscriptions, agents, lastSwitch } = subscriptionsSnapshot(now).subscriptions;
const limited = subscriptions[1]!;
const agent = agents[0]!;

describe('how a subscription stands', () => {
  it('is drawn as a neutral ring where the page does not know the state', () => {
    expect(presentationOf('ok')).toEqual({ shape: 'disc', tone: 'well' });
    expect(presentationOf('replaced-on-another-host')).toEqual({ shape: 'ring', tone: 'neutral' });
  });

  it('tells the return by the last window that blocks, else by the rest after a failure', () => {
    expect(returnOf(limited)).toBe(now + 2 * 3_600_000);
    const free = limited.headroom.windows.map(window => ({ ...window, isBlocking: false }));
    expect(returnOf({ ...limited, headroom: { ...limited.headroom, windows: free }, skipUntil: 5 })).toBe(5);
  });
});

describe('how an order to an agent ended', () => {
  it.each([
    [null, 'waiting', null],
    ['hot_reloaded', 'hot_reloaded', null],
    ['failed: no answer: reset', 'failed', 'no answer: reset'],
    ['failed: no reload, restart pending', 'pending', 'no reload, restart pending'],
    ['not_running', 'not_running', null],
    ['taken_over_elsewhere', null, null],
  ])('is read from %j', (result, kind, reason) => {
    expect(readResult(result)).toMatchObject({ kind, reason });
  });

  it('keeps the words of a result that the page does not know', () => {
    expect(readResult('taken_over_elsewhere').word).toBe('taken over elsewhere');
  });
});

describe('what an agent does', () => {
  it('names what it left only while the last switch is its own', () => {
    expect(leftBehind(agent, lastSwitch)).toBe('team-max-2');
    expect(leftBehind({ ...agent, subscription: 'team-max-1' }, lastSwitch)).toBeNull();
    expect(leftBehind(agents[1]!, lastSwitch)).toBeNull();
  });

  it('counts the jobs of those that tell', () => {
    const silent = { ...agent, health: { ...agent.health, activeTasks: null } };
    expect(jobsOf([agent, silent, agent])).toBe(4);
  });

  it('is on the old token while its generation is behind and it has not confirmed', () => {
    const behind = { ...agent, isConfirmed: false, health: { ...agent.health, generation: 3 } };
    expect(isOnOldToken(behind)).toBe(true);
    expect(isOnOldToken({ ...behind, isConfirmed: true })).toBe(false);
    expect(isOnOldToken({ ...behind, health: { ...behind.health, activeTasks: 0 } })).toBe(false);
  });
});

describe('lists and lines', () => {
  it('find names by their words in any order', () => {
    expect(named(['build-runner-eu-1', 'docs-writer'], 'eu BUILD', name => name)).toEqual(['build-runner-eu-1']);
    expect(named(['a', 'b'], '  ', name => name)).toEqual(['a', 'b']);
  });

  it('write the times of the core as the page does', () => {
    expect(withTimes('until 2026-11-21T16:40:00.000Z, then', at => String(at))).toBe(
      `until ${Date.UTC(2026, 10, 21, 16, 40)}, then`,
    );
  });
});
