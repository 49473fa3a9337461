import { describe, expect, it } from 'vitest';
import { type AgentSummary, busyWith, isIdle } from '../../../electron/contract/index.ts';
import { accountStatus, proxyStatus, setupStatus, subscriptionsStatus, teeStatus } from '../../helpers/snapshots.ts';

const IDLE = {
  proxy: proxyStatus(),
  tee: teeStatus(),
  subscriptions: subscriptionsStatus(),
  account: accountStatus(),
  setup: setupStatus(),
};

/** An agent with two jobs; nothing else of it is looked at. */
function agent(state: 'up' | 'down'): AgentSummary {
  const health = { state, reason: null, checkedAt: 0, activeTasks: 2, generation: null };
  return { health } as unknown as AgentSummary;
}

describe('what an update waits for', () => {
  it('is each request, job of an agent that answers, rotation and switch that is under way', () => {
    expect(isIdle(busyWith(IDLE))).toBe(true);
    const busy = busyWith({
      ...IDLE,
      proxy: proxyStatus({ inFlight: 3 }),
      tee: teeStatus({ state: 'rotating' }),
      subscriptions: subscriptionsStatus({ state: 'settling', agents: [agent('up'), agent('down')] }),
    });
    expect(busy).toEqual({ requests: 3, jobs: 2, rotations: 2, isSigningIn: false, isSettingUp: false });
    expect(isIdle(busy)).toBe(false);
  });

  it("is nothing that the sandbox's own agents do, who never rest", () => {
    const subscriptions = subscriptionsStatus({ isTryOut: true, state: 'settling', agents: [agent('up')] });
    expect(isIdle(busyWith({ ...IDLE, subscriptions }))).toBe(true);
  });
});
