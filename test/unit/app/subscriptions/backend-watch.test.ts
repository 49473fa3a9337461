import { describe, expect, it } from 'vitest';
import { BackendWatch, type BackendWatchOptions } from '../../../../electron/core/app/subscriptions/backend-watch.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;

describe('a look at a Trinity backend', () => {
  it('ends in time although each of a hundred answers takes long', async () => {
    const clock = new VirtualClock();
    const asked: string[] = [];
    const subscriptions = Array.from({ length: 100 }, (_, at) => ({ id: `id-${at}`, name: `Max ${at}`, agents: [] }));
    const client = {
      subscriptions: async () => subscriptions,
      agents: async () => [],
      pressure: async () => [],
      setting: async () => true,
      usage: async (id: string) => {
        asked.push(id);
        await clock.advance(2_500);
        return { subscription_id: id };
      },
    };
    const watch = new BackendWatch({
      registry: { backends: () => [{ key: 'k', host: 'h', client, names: new Map() }] },
      vault: { subscriptions: () => [] },
      clock,
      onChange: () => undefined,
    } as unknown as BackendWatchOptions);
    await watch.look(signal);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.length).toBeLessThan(40);
    expect(watch.list()).toMatchObject([{ state: 'up', subscriptions: { length: 100 } }]);
  });
});
