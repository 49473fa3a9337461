import { describe, expect, it } from 'vitest';
import type { AgentLocks, Fence } from '../../../../electron/core/subscriptions/index.ts';
import { rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

/** Locks that are lost when the test says so. */
class LosableLocks implements AgentLocks {
  isHeld: () => boolean = () => true;
  #token = 0n;

  withLock<Result>(_agent: string, _signal: AbortSignal, fn: (fence: Fence) => Promise<Result>): Promise<Result> {
    this.#token += 1n;
    return fn({ token: this.#token, isHeld: () => this.isHeld(), signal });
  }
}

async function lost(hasHook: boolean) {
  const locks = new LosableLocks();
  const made = await rotationBench({ home: await tempHome(), clock: new VirtualClock(), locks });
  for (const name of ['a', 'b']) await made.add(name);
  const agent = await made.agent('one', 'a', { hasHook });
  agent.restarts.length = 0;
  agent.orders.length = 0;
  return { made, locks, agent };
}

describe('a lock that was lost', () => {
  it('before the order sends none', async () => {
    const { made, locks, agent } = await lost(false);
    locks.isHeld = () => false;
    const result = await made.rotator.byHand.assign('one', 'b', signal);
    expect(result).toMatchObject({ result: expect.stringMatching(/^failed: another switch/) });
    expect(agent.orders).toEqual([]);
  });

  it('between the order and a restart restarts nothing', async () => {
    const { made, locks, agent } = await lost(true);
    agent.reply = { kind: 'unsupported' };
    agent.before = async () => {
      locks.isHeld = () => false;
    };
    const result = await made.rotator.byHand.assign('one', 'b', signal);
    expect(result).toMatchObject({ result: 'failed: its lock was lost before the restart' });
    expect(agent.restarts).toEqual([]);
  });
});
