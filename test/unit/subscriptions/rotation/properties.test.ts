import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReloadReply } from '../../../../electron/core/agents/index.ts';
import { type RotationBench, rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const LIMIT = { status: 429, message: 'usage limit reached' };
const NAMES = ['a', 'b', 'c', 'd'] as const;

/** Each run starts processes of file writes: few runs, each of many steps. */
const RUNS = { numRuns: 12 };

async function bench(count: number): Promise<RotationBench & { readonly clock: VirtualClock }> {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of NAMES.slice(0, count)) await made.add(name);
  return { ...made, clock };
}

/** Lets `turns` rounds of the event loop pass, so that callers come in at different moments. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>(resolve => setImmediate(resolve));
}

describe('whatever the interleaving', () => {
  it('P1, P2: a hundred failures of one agent on one subscription make one switch and a hundred records', async () => {
    const made = await bench(3);
    const agent = await made.agent('one', 'a');
    const results = await Promise.all(
      Array.from({ length: 100 }, () => made.rotator.agentFailed({ agent: 'one', ...LIMIT }, signal)),
    );
    expect(results.filter(({ switched }) => switched)).toHaveLength(1);
    expect(agent.orders).toHaveLength(2);
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toHaveLength(100);
    expect(await made.on('one')).toBe('b');
  });

  it('P1: failures that name the subscription they ran on make one switch however late they come', async () => {
    const delays = fc.array(fc.nat(12), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 2, max: 4 }), async (waits, count) => {
        const made = await bench(count);
        await made.agent('one', 'a');
        const reports = waits.map(async wait => {
          await turns(wait);
          return made.rotator.agentFailed({ agent: 'one', ...LIMIT, subscription: 'a' }, signal);
        });
        const results = await Promise.all(reports);
        expect(results.filter(({ switched }) => switched)).toHaveLength(1);
        expect(await made.on('one')).toBe('b');
        expect(await made.state.failures({ sinceMs: 0 }, signal)).toHaveLength(waits.length);
      }),
      RUNS,
    );
  });

  it('P3, P5: by hand, by failure, by removal: afterwards agent and assignment agree, and nothing is on what failed or is gone', async () => {
    // Together with those before it, or once these have ended: only then is a failure one of where the agent is now.
    const pace = { wait: fc.nat(8), isAfter: fc.boolean() };
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('fail' as const), ...pace }) },
      fc.record({ do: fc.constant('assign' as const), to: fc.constantFrom(...NAMES), ...pace }),
      fc.record({ do: fc.constant('rotate' as const), ...pace }),
      fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom('b', 'c'), ...pace }),
      fc.record({ do: fc.constant('replace' as const), ...pace }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async steps => {
        const made = await bench(4);
        const agent = await made.agent('one', 'a');
        agent.before = () => turns(2);
        const onFailed = destinationsThatFailed(made);
        const act = async (one: (typeof steps)[number]): Promise<unknown> => {
          await turns(one.wait);
          if (one.do === 'fail') return made.rotator.agentFailed({ agent: 'one', ...LIMIT }, signal);
          if (one.do === 'assign') return made.rotator.byHand.assign('one', one.to, signal);
          if (one.do === 'rotate') return made.rotator.byHand.rotate('one', undefined, signal);
          if (one.do === 'replace') return made.keeper.replace('a', tokenOf(`a${one.wait}`), signal);
          return made.keeper.remove(one.name, signal);
        };
        const underWay: Promise<unknown>[] = [];
        for (const one of steps) {
          if (one.isAfter) await Promise.allSettled(underWay);
          underWay.push(act(one));
        }
        const outcomes = await Promise.allSettled(underWay);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'subscription_unknown' });
        }
        // Removals that met an agent in the middle of a switch are ended here.
        await made.reconciler.pass(signal);
        const assignment = (await made.state.read('one', signal))!;
        const { subscriptionId } = assignment;
        expect(assignment.confirmedGeneration).toBe(assignment.generation);
        const token = subscriptionId === null ? undefined : await made.vault.token(subscriptionId, signal);
        expect(agent.live).toBe(token);
        expect(agent.generation).toBe(assignment.generation);
        expect(made.vault.removing()).toEqual([]);
        for (const event of made.ofType('subscriptionSwitched').filter(({ cause }) => cause === 'failure')) {
          expect(event.to).not.toBe(event.from);
        }
        // No reading speaks for any of them and time stands still, so whatever has failed stays barred.
        expect(onFailed).toEqual([]);
      }),
      // Whatever is drawn, one failure after the other is among them.
      { numRuns: 25, examples: [[Array.from({ length: 4 }, () => ({ do: 'fail', wait: 0, isAfter: true }))]] },
    );
  });

  it('P4: no switch restarts an agent that can reload, P6: no token is in an event, a result or a file', async () => {
    const made = await bench(4);
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    const message = `refused ${tokenOf('a')}`;
    const results = [
      await made.rotator.agentFailed({ agent: 'one', status: 401, message }, signal),
      await made.rotator.byHand.rotate('one', undefined, signal),
      ...(await made.rotator.byHand.rotateAll(undefined, signal)),
    ];
    const leak: ReloadReply = { kind: 'rejected', status: 400, reason: `bad ${tokenOf('d')}` };
    agent.reply = leak;
    results.push(await made.rotator.byHand.assign('one', 'a', signal));
    const written = JSON.stringify([results, made.events, await made.state.failures({ sinceMs: 0 }, signal)]);
    expect(written).toContain('[redacted]');
    expect(written).not.toContain('sk-ant-');
    expect(agent.restarts).toEqual([]);
  });

  it('P7: with one subscription nothing ever switches', async () => {
    const made = await bench(1);
    const agent = await made.agent('one', 'a');
    for (const status of [429, 401, 403, 503]) {
      expect(await made.rotator.agentFailed({ agent: 'one', status, message: '' }, signal)).toMatchObject({
        switched: false,
        why: 'no_alternative',
        subscription: 'a',
      });
    }
    expect(agent.orders).toHaveLength(1);
    expect(made.ofType('noAlternative')).toHaveLength(1);
  });

  it('L18: agents that fail together spread over the candidates', async () => {
    const made = await bench(4);
    const names = Array.from({ length: 30 }, (_, index) => `agent-${index}`);
    for (const name of names) await made.agent(name, 'a');
    await Promise.all(names.map(agent => made.rotator.agentFailed({ agent, ...LIMIT }, signal)));
    const counts = await made.state.agentCounts(signal);
    const spread = ['b', 'c', 'd'].map(name => counts.get(made.vault.find(name).id));
    expect(spread.reduce((sum, count) => sum! + (count ?? 0), 0)).toBe(30);
    for (const count of spread) expect(count).toBeGreaterThanOrEqual(5);
  });
});

/** Fills with the names of subscriptions that a failure put an agent on although they had failed themselves. */
function destinationsThatFailed({ state, vault }: RotationBench): string[] {
  const found: string[] = [];
  const change = state.change.bind(state);
  state.change = async (wanted, within) => {
    const failed = await state.failures({ sinceMs: 0 }, within);
    const isBarred = failed.some(({ subscriptionId }) => subscriptionId === wanted.subscriptionId);
    if (wanted.cause === 'failure' && isBarred) found.push(vault.byId(wanted.subscriptionId ?? '')?.name ?? 'gone');
    return change(wanted, within);
  };
  return found;
}
