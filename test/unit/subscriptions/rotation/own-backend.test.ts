import { describe, expect, it } from 'vitest';
import type { AgentPort } from '../../../../electron/core/agents/index.ts';
import { rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const LIMIT = { agent: 'one', status: 429, message: 'usage limit reached' };

/** An agent of a backend that switches by itself too: `on` is where the backend has it. */
class BackendAgent implements AgentPort {
  readonly name = 'one';
  readonly kind = 'trinity';
  readonly restart = undefined;
  on: string | undefined;

  async reload({ subscription }: { readonly subscription: string }) {
    this.on = subscription;
    return { kind: 'reloaded', envShadow: [], durable: true } as const;
  }

  async revoke() {
    this.on = undefined;
    return { kind: 'reloaded', envShadow: [], durable: true } as const;
  }

  async health() {
    const unknown = { reason: undefined, runtime: undefined, activeTasks: undefined, fingerprint: undefined };
    return { state: 'up', ...unknown, generation: undefined, subscription: this.on } as const;
  }
}

async function bench() {
  const made = await rotationBench({ home: await tempHome(), clock: new VirtualClock() });
  for (const name of ['a', 'b', 'c']) await made.keeper.add({ name, token: tokenOf(name) }, signal);
  const agent = new BackendAgent();
  made.agents.set('one', { port: agent });
  await made.rotator.byHand.assign('one', 'a', signal);
  return { made, agent };
}

describe('an agent whose own backend switches too', () => {
  it('is not moved a second time for a failure that the backend has answered', async () => {
    const { made, agent } = await bench();
    agent.on = 'c';
    expect(await made.rotator.agentFailed(LIMIT, signal)).toMatchObject({ why: 'stale', subscription: 'c' });
    expect(agent.on).toBe('c');
    expect(await made.on('one')).toBe('c');
    expect(made.ofType('subscriptionSwitched').at(-1)).toMatchObject({ from: 'a', to: 'c', cause: 'elsewhere' });
  });

  it('is moved from where the backend put it when it fails there', async () => {
    const { made, agent } = await bench();
    agent.on = 'c';
    await made.rotator.agentFailed(LIMIT, signal);
    expect(await made.rotator.agentFailed(LIMIT, signal)).toMatchObject({ switched: true, from: 'c', to: 'b' });
    expect(agent.on).toBe('b');
  });

  it('keeps its place when the subscription that it left is removed', async () => {
    const { made, agent } = await bench();
    agent.on = 'c';
    expect((await made.keeper.remove('a', signal)).stillLiveIn).toEqual([]);
    expect(agent.on).toBe('c');
  });

  it('is moved as usual when the backend has it where it was put', async () => {
    const { made, agent } = await bench();
    expect(await made.rotator.agentFailed(LIMIT, signal)).toMatchObject({ switched: true, from: 'a', to: 'b' });
    expect(agent.on).toBe('b');
  });
});
