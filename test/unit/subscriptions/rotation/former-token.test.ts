import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { relevantFailures } from '../../../../electron/core/subscriptions/rotation/choice.ts';
import { rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const signal = new AbortController().signal;

/** `coder` is on a subscription whose new token is stored and has not reached it yet. */
async function replacedBench() {
  const bench = await rotationBench({ home: await tempHome(), clock: new SystemClock() });
  const former = await bench.add('a');
  await bench.add('b');
  await bench.agent('coder', 'a');
  const { subscription } = await bench.vault.replace('a', tokenOf('new'), signal);
  bench.events.length = 0;
  const { generation } = (await bench.state.read('coder', signal))!;
  return { bench, former, subscription, report: { agent: 'coder', subscription: former.id, generation } };
}

describe('what was known of a token', () => {
  it('is forgotten before the first agent gets the next one, and when none gets it', async () => {
    const forgotten: string[] = [];
    let isReachable = true;
    const tokens = {
      publish: async () => {
        if (!isReachable) throw new Error('away');
      },
      outdated: async () => new Set<string>(),
    };
    const [home, clock] = [await tempHome(), new SystemClock()];
    const bench = await rotationBench({ home, clock, tokens, onReplaced: id => forgotten.push(id) });
    const { id } = await bench.add('a');
    const agent = await bench.agent('coder', 'a');
    let before: string[] = [];
    agent.before = async () => {
      before = [...forgotten];
    };
    await bench.keeper.replace('a', tokenOf('new'), signal);
    expect(before).toEqual([id]);
    await bench.keeper.replace('a', tokenOf('new'), signal);
    expect(forgotten).toEqual([id]);
    isReachable = false;
    await expect(bench.keeper.replace('a', tokenOf('newer'), signal)).rejects.toThrow('away');
    expect(forgotten).toEqual([id, id]);
  });
});

describe('a refusal of a token that was replaced while the request was under way', () => {
  it('is recorded before the present token, moves nobody, and calls nothing invalid', async () => {
    const { bench, former, subscription, report } = await replacedBench();
    const failed = { ...report, status: 401, message: 'no', tokenSinceMs: former.replacedAtMs };
    expect(await bench.rotator.agentFailed(failed, signal)).toMatchObject({ switched: false, why: 'stale' });
    const events = await bench.state.failures({ sinceMs: 0 }, signal);
    expect(events).toHaveLength(1);
    expect(relevantFailures(subscription, events, undefined)).toEqual([]);
    expect(bench.events).toEqual([]);
    expect(await bench.on('coder')).toBe('a');
  });

  it('counts when it was the present one, although its assignment was left meanwhile', async () => {
    const { bench, subscription, report } = await replacedBench();
    await bench.rotator.byHand.assign('coder', 'b', signal);
    const failed = { ...report, status: 401, message: 'no', tokenSinceMs: subscription.replacedAtMs };
    expect(await bench.rotator.agentFailed(failed, signal)).toMatchObject({ switched: false, why: 'stale' });
    const events = await bench.state.failures({ sinceMs: 0 }, signal);
    expect(relevantFailures(subscription, events, undefined)).toHaveLength(1);
    expect(bench.ofType('tokenInvalid')).toHaveLength(1);
  });

  it('of a limit counts all the same: that is the account’s', async () => {
    const { bench, former, subscription, report } = await replacedBench();
    const failed = { ...report, status: 429, message: 'no', tokenSinceMs: former.replacedAtMs };
    expect(await bench.rotator.agentFailed(failed, signal)).toMatchObject({ switched: true, to: 'b' });
    const events = await bench.state.failures({ sinceMs: 0 }, signal);
    expect(relevantFailures(subscription, events, undefined)).toHaveLength(1);
  });
});
