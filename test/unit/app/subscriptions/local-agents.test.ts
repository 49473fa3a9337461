import { describe, expect, it } from 'vitest';
import { LocalAgent } from '../../../../electron/core/agents/index.ts';
import { localCredential } from '../../../../electron/core/app/subscriptions/local-agents.ts';
import type { Parts } from '../../../../electron/core/app/subscriptions/parts.ts';
import type { Assignment } from '../../../../electron/core/subscriptions/index.ts';

const signal = new AbortController().signal;
const assigned = (generation: number, more: Partial<Assignment> = {}): Assignment => ({
  agent: 'me',
  subscriptionId: 'a',
  generation,
  sinceMs: 1,
  cause: 'by_hand',
  confirmedGeneration: generation,
  maybeLive: [],
  result: null,
  ...more,
});

/** A local agent that holds the token of assignment 1, and a state in which `assignment` is the present one. */
async function world(assignment: Assignment | undefined, apply: (local: LocalAgent) => Promise<string>) {
  const local = new LocalAgent('me');
  const order = { subscription: 'a', fingerprint: 'f', removeApiKey: true };
  await local.reload({ ...order, token: 'token-of-before', generation: 1 }, signal);
  const asked: string[] = [];
  const parts = {
    registry: { known: (name: string) => (name === 'me' ? { local } : undefined) },
    state: { read: async () => assignment },
    rotator: { beforeDispatch: async (agent: string) => void asked.push(agent) },
    locks: { withLock: async (_agent: string, _signal: AbortSignal, work: (fence: object) => unknown) => work({}) },
    applier: { apply: () => apply(local) },
  } as unknown as Parts;
  return { credential: () => localCredential(parts, 'me', signal), asked, order };
}
const refuse = async (): Promise<string> => 'failed: it cannot';

describe('what the next process of a local agent is started on', () => {
  it('is what it is assigned, after a look whether that would be refused', async () => {
    const { credential, asked } = await world(assigned(1), refuse);
    expect(await credential()).toMatchObject({ token: 'token-of-before', generation: 1 });
    expect(asked).toEqual(['me']);
  });

  it('is brought to it first when another host has moved it', async () => {
    const order = { subscription: 'b', fingerprint: 'g', removeApiKey: true, token: 'token-of-now', generation: 2 };
    const { credential } = await world(assigned(2), async local => (await local.reload(order, signal)).kind);
    expect(await credential()).toMatchObject({ token: 'token-of-now' });
  });

  it.each([
    ['failed: its token was replaced on another host', 'its token was replaced on another host'],
    [null, 'that was not carried out yet'],
    // Of another host, which knows an agent of that name too.
    ['hot_reloaded', 'that was not carried out yet'],
  ])('is never the token of an earlier assignment: after %j it is told why', async (result, reason) => {
    const { credential } = await world(assigned(2, { result }), refuse);
    await expect(credential()).rejects.toMatchObject({
      code: 'agent_unsettled',
      message: `me cannot be given its subscription: ${reason}.`,
      retryable: true,
    });
  });

  it('is nothing when the assignment is gone, or was taken away where this host has not heard of it', async () => {
    for (const assignment of [undefined, assigned(1, { subscriptionId: null })]) {
      const { credential } = await world(assignment, refuse);
      await expect(credential()).rejects.toMatchObject({ code: 'agent_unassigned' });
    }
  });

  it('is not told of an agent whose processes others start', async () => {
    const parts = { registry: { known: () => ({ local: undefined }) } } as unknown as Parts;
    await expect(localCredential(parts, 'remote', signal)).rejects.toMatchObject({ code: 'agent_not_local' });
  });
});
