import { describe, expect, it } from 'vitest';
import { FileSecretStore } from '../../../../electron/core/platform/index.ts';
import { SubscriptionsError } from '../../../../electron/core/subscriptions/index.ts';
import type { RotationBench } from '../../../helpers/rotation-fleet.ts';
import { rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const REFUSED = { status: 401, message: 'invalid bearer token' };

async function bench(
  ...names: string[]
): Promise<RotationBench & { readonly clock: VirtualClock; readonly home: string }> {
  const [clock, home] = [new VirtualClock(), await tempHome()];
  const made = await rotationBench({ home, clock });
  for (const name of names) await made.add(name);
  return { ...made, clock, home };
}

describe('a turn that fails on the former token of a subscription', () => {
  it('moves nobody off the new token and is recorded all the same', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await made.agent('two', 'b');
    const { generation } = (await made.state.read('one', signal))!;
    await made.clock.advance(60_000);
    await made.keeper.replace('a', tokenOf('a-new'), signal);
    await made.clock.advance(60_000);
    const late = { agent: 'one', ...REFUSED, subscription: 'a', generation };
    expect(await made.rotator.agentFailed(late, signal)).toMatchObject({ switched: false, why: 'stale' });
    expect(await made.on('one')).toBe('a');
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toHaveLength(1);
    expect(made.ofType('tokenInvalid')).toEqual([]);
    // It says nothing against the token that others would be moved to.
    expect(await made.rotator.byHand.rotate('two', undefined, signal)).toMatchObject({ switched: true, to: 'a' });
  });

  it('counts against the subscription when it met a limit, which a new token does not lift', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await made.agent('two', 'b');
    const { generation } = (await made.state.read('one', signal))!;
    await made.keeper.replace('a', tokenOf('a-new'), signal);
    const late = { agent: 'one', status: 429, message: 'usage limit reached', subscription: 'a', generation };
    expect(await made.rotator.agentFailed(late, signal)).toMatchObject({ switched: false, why: 'stale' });
    expect(await made.rotator.byHand.rotate('two', undefined, signal)).toMatchObject({ why: 'no_alternative' });
  });

  it('switches when the number is the present one', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await made.keeper.replace('a', tokenOf('a-new'), signal);
    const { generation } = (await made.state.read('one', signal))!;
    const report = { agent: 'one', ...REFUSED, subscription: 'a', generation };
    expect(await made.rotator.agentFailed(report, signal)).toMatchObject({ switched: true, to: 'b' });
  });
});

describe('a report of an assignment that was left since', () => {
  it('counts against nobody when it does not say what it ran on', async () => {
    const made = await bench('a', 'b', 'c');
    await made.agent('one', 'a');
    const { generation } = (await made.state.read('one', signal))!;
    await made.rotator.byHand.assign('one', 'b', signal);
    const late = { agent: 'one', ...REFUSED, generation };
    expect(await made.rotator.agentFailed(late, signal)).toMatchObject({ why: 'stale', subscription: 'b' });
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toEqual([]);
    expect(made.ofType('tokenInvalid')).toEqual([]);
  });

  it('counts against the subscription whose token alone changed', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    const { generation } = (await made.state.read('one', signal))!;
    await made.keeper.replace('a', tokenOf('a-new'), signal);
    const late = { agent: 'one', status: 429, message: 'usage limit reached', generation };
    expect(await made.rotator.agentFailed(late, signal)).toMatchObject({ why: 'stale' });
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toMatchObject([
      { subscriptionId: made.vault.find('a').id },
    ]);
  });
});

describe('a removal that cannot be finished', () => {
  it('tells its table once, and again when it comes out otherwise', async () => {
    const made = await bench('a');
    await made.agent('one', 'a');
    const change = made.state.change.bind(made.state);
    let isAway = true;
    made.state.change = async (...args) => {
      if (isAway) throw new SubscriptionsError('agent_busy', 'Another host is switching it.', { remedy: 'wait' });
      return change(...args);
    };
    await made.keeper.remove('a', signal);
    await made.reconciler.pass(signal);
    await made.reconciler.pass(signal);
    const removals = () => made.ofType('rolloverSummary').filter(({ action }) => action === 'removed');
    expect(removals()).toHaveLength(1);
    isAway = false;
    await made.reconciler.pass(signal);
    expect(removals()).toHaveLength(2);
    expect(await made.on('one')).toBeNull();
  });
});

describe('a replaced token', () => {
  it('reaches the agents that a crash left on the former one', async () => {
    const made = await bench('a');
    const agent = await made.agent('one', 'a');
    await made.clock.advance(60_000);
    // The crash comes after the vault has written both token and entry, and before any agent is told.
    await made.vault.replace('a', tokenOf('a-new'), signal);
    expect(agent.live).toBe(tokenOf('a'));
    await made.clock.advance(1_000);
    await made.reconciler.pass(signal);
    expect(agent.live).toBe(tokenOf('a-new'));
    await made.reconciler.pass(signal);
    expect(agent.orders).toHaveLength(2);
  });

  it('is brought to them once, also when the wall clock was set back since', async () => {
    const made = await bench('a');
    const agent = await made.agent('one', 'a');
    await made.clock.advance(60_000);
    await made.vault.replace('a', tokenOf('a-new'), signal);
    made.clock.setNow(made.clock.now() - 30_000);
    await made.reconciler.pass(signal);
    await made.reconciler.pass(signal);
    expect(agent.live).toBe(tokenOf('a-new'));
    expect(agent.orders).toHaveLength(2);
  });
});

describe('an agent that was restarted without a token', () => {
  it('counts as having what it had before, until it confirms something else', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    const b = made.vault.find('b');
    // The secret store has lost the token of b: the agent is restarted, and nobody knows on what.
    const secrets = new FileSecretStore({ home: made.home, redactor: made.redactor, clock: made.clock });
    await secrets.delete(`subscription.${b.id}`, signal);
    expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ result: 'success' });
    expect(agent.restarts.at(-1)).toBeUndefined();
    expect((await made.keeper.remove('a', signal)).stillLiveIn).toEqual(['one']);
  });
});
