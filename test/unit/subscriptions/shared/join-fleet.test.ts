import { expect, it } from 'vitest';
import { type AgentLocks, joinFleet, LocalLocks, LocalState } from '../../../../electron/core/subscriptions/index.ts';
import { rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const FLEET_ID = '00000000-0000-4000-8000-000000000001';

it('a join that was cut off after the ids had changed is finished by the next one', async () => {
  const clock = new VirtualClock();
  const home = await tempHome();
  const alone = await rotationBench({ home, clock });
  await alone.add('a');
  await alone.agent('one', 'a');
  const shared = new LocalState({ home: await tempHome(), clock });
  await shared.open(signal);
  const join = async (locks: AgentLocks): Promise<readonly string[]> => {
    const { vault } = await rotationBench({
      home,
      clock,
      ids: { claim: async () => FLEET_ID, rename: async () => true },
    });
    const local = new LocalState({ home, clock });
    await local.open(signal);
    return joinFleet({ vault, local, shared, locks }, signal);
  };
  const unreachable = { withLock: () => Promise.reject(new Error('cut off')) };
  await expect(join(unreachable)).rejects.toThrow('cut off');
  expect(await shared.list(signal)).toEqual([]);
  expect(await join(new LocalLocks())).toEqual(['one']);
  expect(await shared.read('one', signal)).toMatchObject({ subscriptionId: FLEET_ID });
});

it('an assignment to what this host does not know restarts nothing', async () => {
  const made = await rotationBench({ home: await tempHome(), clock: new VirtualClock() });
  await made.add('a');
  const agent = await made.agent('one', 'a', { hasHook: true });
  agent.restarts.length = 0;
  const change = { agent: 'one', expectedGeneration: 1, subscriptionId: FLEET_ID, cause: 'by_hand', atMs: 0 } as const;
  await made.state.change({ ...change, fence: 100n }, signal);
  await made.reconciler.pass(signal);
  expect(agent.restarts).toEqual([]);
  expect(await made.state.read('one', signal)).toMatchObject({
    result: 'failed: this host does not know the subscription',
  });
});
