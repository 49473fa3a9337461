import { describe, expect, it } from 'vitest';
import { rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

async function bench(names: readonly string[], options: { readonly fanOut?: number } = {}) {
  const made = await rotationBench({ home: await tempHome(), clock: new VirtualClock(), ...options });
  for (const name of names) await made.add(name);
  return made;
}

describe('rotating by hand', () => {
  it('never moves an agent onto what it has, and says so', async () => {
    const made = await bench(['a', 'b']);
    const agent = await made.agent('one', 'a');
    const expected = { switched: false, why: 'same_subscription', reason: 'one is on “a” already.' };
    expect(await made.rotator.byHand.assign('one', 'a', signal)).toMatchObject(expected);
    expect(await made.rotator.byHand.rotate('one', 'A', signal)).toMatchObject(expected);
    expect(await made.rotator.byHand.rotateAll('a', signal)).toMatchObject([expected]);
    expect(agent.orders).toHaveLength(1);
    expect(await made.state.read('one', signal)).toMatchObject({ generation: 1 });
  });

  it('says why there is nowhere to go', async () => {
    const made = await bench(['a']);
    await made.agent('one', 'a');
    expect(await made.rotator.byHand.rotate('one', undefined, signal)).toMatchObject({
      why: 'no_alternative',
      reason: 'one stays on “a” although it was asked for: there is no other subscription.',
    });
  });
});

describe('a key rollover', () => {
  it('restarts an agent of an old image, which has no other way to get the token', async () => {
    const made = await bench(['a']);
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    agent.reply = { kind: 'unsupported' };
    expect((await made.keeper.replace('a', tokenOf('a-new'), signal)).outcomes).toMatchObject([{ result: 'success' }]);
    expect(agent.restarts).toMatchObject([{ token: tokenOf('a-new') }]);
  });

  it('tells no more agents at a time than it may', async () => {
    const made = await bench(['a'], { fanOut: 3 });
    let [underWay, most] = [0, 0];
    for (const name of Array.from({ length: 10 }, (_, index) => `agent-${index}`)) {
      const agent = await made.agent(name, 'a');
      agent.before = async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>(resolve => setImmediate(resolve));
        underWay -= 1;
      };
    }
    expect((await made.keeper.replace('a', tokenOf('a-new'), signal)).outcomes).toHaveLength(10);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
});
