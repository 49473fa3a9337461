import { describe, expect, it } from 'vitest';
import { LocalState } from '../../../../electron/core/subscriptions/index.ts';
import { readingOf, rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const LIMIT = { status: 429, message: 'usage limit reached' };

async function bench(...names: string[]) {
  const [clock, home] = [new VirtualClock(), await tempHome()];
  const made = await rotationBench({ home, clock });
  for (const name of names) await made.add(name);
  return { ...made, clock, home };
}

describe('removing a subscription', () => {
  it('moves its agents to the best other one at once and forgets it', async () => {
    const made = await bench('a', 'b', 'c');
    const agents = [await made.agent('one', 'a'), await made.agent('two', 'a')];
    const { stillLiveIn, outcomes } = await made.keeper.remove('a', signal);
    expect(stillLiveIn).toEqual([]);
    expect(outcomes.map(({ result }) => result)).toEqual(['hot_reloaded', 'hot_reloaded']);
    expect(agents.map(({ live }) => live)).not.toContain(tokenOf('a'));
    expect(made.vault.subscriptions().map(({ name }) => name)).toEqual(['b', 'c']);
    expect(made.ofType('subscriptionRevoked')).toHaveLength(1);
  });

  it('takes the credential away where no other one is left', async () => {
    const made = await bench('a');
    const agent = await made.agent('one', 'a');
    await made.keeper.remove('a', signal);
    expect(agent.live).toBeUndefined();
    expect(agent.revocations).toHaveLength(1);
    expect(await made.on('one')).toBeNull();
  });

  it('says in which agents it is still live, and repeats until they confirm, also after a restart', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a');
    agent.reply = { kind: 'not-running' };
    const { stillLiveIn, subscription } = await made.keeper.remove('a', signal);
    expect(stillLiveIn).toEqual(['one']);
    expect(await made.vault.token(subscription.id, signal)).toBeUndefined();
    const again = await rotationBench({ home: made.home, clock: made.clock });
    again.agents.set('one', { port: agent });
    expect(again.vault.removing()).toMatchObject([{ name: 'a' }]);
    await again.reconciler.pass(signal);
    expect(again.vault.removing()).toHaveLength(1);
    agent.reply = undefined;
    await made.clock.advance(60_000);
    await again.reconciler.pass(signal);
    expect(agent.live).toBe(tokenOf('b'));
    expect(again.vault.removing()).toEqual([]);
    expect(again.ofType('subscriptionRevoked')).toMatchObject([{ subscription: 'a' }]);
  });

  it('counts an agent that may have got it although it did not say so', async () => {
    const made = await bench('a', 'b', 'c');
    const agent = await made.agent('one', 'a');
    agent.reply = { kind: 'unreachable', reason: 'timeout' };
    await made.rotator.byHand.assign('one', 'b', signal);
    await made.rotator.byHand.assign('one', 'c', signal);
    expect((await made.keeper.remove('b', signal)).stillLiveIn).toEqual(['one']);
    expect((await made.keeper.remove('a', signal)).stillLiveIn).toEqual(['one']);
  });

  it('during a switch onto it lets nobody stay on it', async () => {
    const made = await bench('a', 'b', 'c');
    const agent = await made.agent('one', 'a');
    let removal: Promise<unknown> = Promise.resolve();
    agent.before = async () => {
      agent.before = async () => undefined;
      removal = made.keeper.remove('b', signal);
      await new Promise<void>(resolve => setImmediate(resolve));
    };
    await made.rotator.byHand.assign('one', 'b', signal);
    await removal;
    expect(await made.on('one')).not.toBe('b');
    expect(agent.live).not.toBe(tokenOf('b'));
  });
});

describe('reconciling', () => {
  it('carries out what a crash left between the assignment and the agent', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a');
    const b = made.vault.find('b').id;
    const { generation } = (await made.state.read('one', signal))!;
    const change = { agent: 'one', expectedGeneration: generation, subscriptionId: b, cause: 'failure' } as const;
    await made.state.change({ ...change, atMs: made.clock.now(), fence: 99n }, signal);
    const again = await rotationBench({ home: made.home, clock: made.clock });
    again.agents.set('one', { port: agent });
    again.reconciler.start({ replaced: [] }, signal);
    await made.clock.advance(10_000);
    await expect.poll(() => agent.live).toBe(tokenOf('b'));
    await again.reconciler.stop();
    expect(made.clock.pending).toBe(0);
  });

  it('asks an agent that does not answer less and less often, and restarts it no second time', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restart = async order => {
      agent.restarts.push(order);
      return { ok: false, reason: 'gone' };
    };
    agent.restarts.length = 0;
    agent.reply = { kind: 'unreachable', reason: 'connection refused' };
    await made.rotator.byHand.assign('one', 'b', signal);
    const asked = agent.orders.length;
    const times: number[] = [];
    for (let at = 0; at < 200; at += 5) {
      const before = agent.orders.length;
      await made.reconciler.pass(signal);
      if (agent.orders.length > before) times.push(at);
      await made.clock.advance(5_000);
    }
    expect(times).toEqual([0, 5, 15, 35, 75, 155]);
    expect(agent.orders.length - asked).toBe(times.length);
    expect(agent.restarts).toHaveLength(1);
  });

  it('puts a needed restart off until running work has ended', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    agent.reply = { kind: 'unsupported' };
    agent.activeTasks = 2;
    const result = await made.rotator.byHand.assign('one', 'b', signal);
    expect(result).toMatchObject({ result: 'failed: restart pending until its 2 running tasks have ended' });
    await made.reconciler.pass(signal);
    expect(agent.restarts).toEqual([]);
    agent.activeTasks = 0;
    await made.clock.advance(60_000);
    await made.reconciler.pass(signal);
    expect(agent.restarts).toMatchObject([{ token: tokenOf('b') }]);
    expect(await made.state.read('one', signal)).toMatchObject({ result: 'success' });
  });

  it('goes above the number that the agent has seen when the numbers began anew', async () => {
    const made = await bench('a');
    const agent = await made.agent('one');
    agent.generation = 41;
    expect(await made.rotator.byHand.assign('one', 'a', signal)).toMatchObject({ result: 'hot_reloaded' });
    expect(agent.generation).toBe(42);
    expect(await made.state.read('one', signal)).toMatchObject({ generation: 42, confirmedGeneration: 42 });
  });
});

describe('early switches and last resorts', () => {
  it('leaves a subscription at its threshold for a clearly emptier one only', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await made.clock.advance(600_000);
    made.settings.thresholdPct = 95;
    const now = made.clock.now();
    const [a, b] = [made.vault.find('a').id, made.vault.find('b').id];
    made.readings.set(b, readingOf(now, 90, 60));
    expect(await made.rotator.headroomChanged(a, readingOf(now, 96, 60), signal)).toMatchObject([
      { why: 'no_alternative' },
    ]);
    made.readings.set(b, readingOf(now, 20, 60));
    expect(await made.rotator.headroomChanged(a, readingOf(now, 94, 60), signal)).toEqual([]);
    const [moved] = await made.rotator.headroomChanged(a, readingOf(now, 96, 60), signal);
    expect(moved).toMatchObject({ to: 'b', cause: 'threshold', headroom: { tier: 'measured', fiveHourPct: 20 } });
    expect(moved!.reason).toBe(
      'one moved to “b” from “a” because its subscription is 96% used; 60% of its fuller window is used.',
    );
  });

  it('tells once of a token that the provider refuses', async () => {
    const made = await bench('a');
    const refused = readingOf(made.clock.now(), 0, 0, { status: 'invalid_token', httpStatus: 401 });
    for (let time = 0; time < 3; time += 1)
      await made.rotator.headroomChanged(made.vault.find('a').id, refused, signal);
    expect(made.ofType('tokenInvalid')).toMatchObject([{ subscription: 'a' }]);
    await made.clock.advance(1_000);
    await made.keeper.replace('a', tokenOf('a-wrong-too'), signal);
    for (let time = 0; time < 3; time += 1)
      await made.rotator.headroomChanged(made.vault.find('a').id, refused, signal);
    expect(made.ofType('tokenInvalid')).toHaveLength(2);
    const serving = readingOf(made.clock.now(), 0, 0);
    await made.rotator.headroomChanged(made.vault.find('a').id, serving, signal);
    await made.rotator.headroomChanged(made.vault.find('a').id, refused, signal);
    expect(made.ofType('tokenInvalid')).toHaveLength(3);
  });

  it('uses an API key only where that is allowed, says so, and comes back when a subscription serves', async () => {
    const made = await bench('a');
    await made.keeper.add({ name: 'paid', token: `sk-ant-api03-${'k'.repeat(40)}` }, signal);
    const agent = await made.agent('one', 'a', { mayUseApiKey: true });
    expect(await made.rotator.agentFailed({ agent: 'one', ...LIMIT }, signal)).toMatchObject({ why: 'no_alternative' });
    made.settings.apiKey = true;
    expect(await made.rotator.agentFailed({ agent: 'one', ...LIMIT }, signal)).toMatchObject({ to: 'paid' });
    expect(agent.orders.at(-1)).toMatchObject({ removeApiKey: false });
    expect(made.ofType('apiKeyFallback')).toMatchObject([{ agent: 'one', key: 'paid' }]);
    await made.reconciler.pass(signal);
    expect(await made.on('one')).toBe('paid');
    await made.clock.advance(7_201_000);
    await made.reconciler.pass(signal);
    expect(await made.on('one')).toBe('a');
  });
});

describe('the log of failures', () => {
  it('keeps 30 days and never loses the newest of a subscription', async () => {
    const [clock, home] = [new VirtualClock(), await tempHome()];
    const state = new LocalState({ home, clock });
    await state.open(signal);
    const event = (id: number, subscriptionId: string) => ({
      id: String(id),
      agent: 'one',
      subscriptionId,
      kind: 'rate_limit' as const,
      message: '',
      occurredAtMs: clock.now(),
      resetsAtMs: null,
      window: null,
    });
    await state.appendFailure(event(0, 'rare'), signal);
    await Promise.all(Array.from({ length: 5_100 }, (_, index) => state.appendFailure(event(index, 'often'), signal)));
    const kept = await state.failures({ sinceMs: 0 }, signal);
    expect(kept).toHaveLength(5_000);
    expect((await state.latestFailures(signal)).map(({ subscriptionId }) => subscriptionId)).toContain('rare');
    await clock.advance(31 * 86_400_000);
    await state.appendFailure(event(1, 'new'), signal);
    expect(await state.failures({ sinceMs: 0 }, signal)).toHaveLength(1);
  });
});
