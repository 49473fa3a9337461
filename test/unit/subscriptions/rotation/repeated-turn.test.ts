import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const signal = new AbortController().signal;

describe('a turn that was moved and tried again already', () => {
  it.each([429, 401])('is recorded when it fails again with %i, and moves nobody', async status => {
    const bench = await rotationBench({ home: await tempHome(), clock: new SystemClock() });
    for (const name of ['a', 'b', 'c']) await bench.add(name);
    await bench.agent('coder', 'a');
    bench.events.length = 0;
    const result = await bench.rotator.agentFailed({ agent: 'coder', status, message: 'no', isRepeat: true }, signal);
    expect(result).toMatchObject({ switched: false, why: 'repeated', subscription: 'a' });
    expect(await bench.on('coder')).toBe('a');
    expect(await bench.state.failures({ sinceMs: 0 }, signal)).toHaveLength(1);
    expect(bench.ofType('subscriptionSwitched')).toEqual([]);
    const next = await bench.rotator.agentFailed({ agent: 'coder', status, message: 'no' }, signal);
    expect(next.switched).toBe(true);
  });
});
