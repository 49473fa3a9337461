import { describe, expect, it } from 'vitest';
import { LocalState } from '../../../../electron/core/subscriptions/index.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const WANTED = { agent: 'one', expectedGeneration: 0, subscriptionId: 'a', cause: 'by_hand', atMs: 1 } as const;

async function opened(): Promise<LocalState> {
  const state = new LocalState({ home: await tempHome(), clock: new VirtualClock() });
  await state.open(signal);
  return state;
}

describe('a change of an assignment', () => {
  it('puts nobody on a subscription that was retired meanwhile', async () => {
    const state = await opened();
    await state.retire('a', signal);
    expect(await state.change({ ...WANTED, fence: 1n }, signal)).toEqual({ kind: 'retired' });
    expect(await state.read('one', signal)).toBeUndefined();
  });

  it('of an earlier holder of the lock comes too late', async () => {
    const state = await opened();
    expect(await state.change({ ...WANTED, fence: 2n }, signal)).toMatchObject({ kind: 'assigned' });
    const late = { ...WANTED, expectedGeneration: 1, subscriptionId: 'b' };
    expect(await state.change({ ...late, fence: 1n }, signal)).toEqual({ kind: 'fenced' });
    expect(await state.read('one', signal)).toMatchObject({ subscriptionId: 'a', generation: 1 });
  });

  it('that rests on an older assignment changes nothing', async () => {
    const state = await opened();
    await state.change({ ...WANTED, fence: 1n }, signal);
    expect(await state.change({ ...WANTED, subscriptionId: 'b', fence: 1n }, signal)).toMatchObject({
      kind: 'changed',
      current: { subscriptionId: 'a' },
    });
  });
});
