import { describe, expect, it } from 'vitest';
import type { RotationBench, ScriptedAgent } from '../../../helpers/rotation-fleet.ts';
import { readingOf, rotationBench, tokenOf } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const LIMIT = { status: 429, message: 'usage limit reached' };
const HOUR_MS = 3_600_000;

async function bench(...names: string[]): Promise<RotationBench & { readonly clock: VirtualClock }> {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of names) await made.add(name);
  return { ...made, clock };
}

function fail(made: RotationBench, agent: string, rest: object = {}) {
  return made.rotator.agentFailed({ agent, ...LIMIT, ...rest }, signal);
}

function tokens(agent: ScriptedAgent): string[] {
  return agent.orders.map(({ token }) => token);
}

describe('applying a switch', () => {
  it("A1: a running agent is told the vault's token of the new subscription", async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a');
    await made.rotator.byHand.assign('one', 'b', signal);
    expect(tokens(agent)).toEqual([tokenOf('a'), tokenOf('b')]);
    expect(agent.orders[1]).toMatchObject({ subscription: 'b', removeApiKey: true });
    expect(agent.orders[1]!.generation).toBeGreaterThan(agent.orders[0]!.generation);
  });

  it.each([{ kind: 'unsupported' as const }, { kind: 'unreachable' as const, reason: 'connection refused' }])(
    'A2: an agent that answers $kind is restarted through its hook',
    async reply => {
      const made = await bench('a', 'b');
      const agent = await made.agent('one', 'a', { hasHook: true });
      agent.restarts.length = 0;
      agent.reply = reply;
      expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ switched: true, result: 'success' });
      expect(agent.restarts).toMatchObject([{ token: tokenOf('b') }]);
    },
  );

  it('A2: without a hook nothing is restarted and the result says what is missing', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a');
    agent.reply = { kind: 'unsupported' };
    const result = await made.rotator.byHand.assign('one', 'b', signal);
    expect(result).toMatchObject({ result: expect.stringMatching(/^failed: .*no restart hook/) });
    expect(await made.on('one')).toBe('b');
  });

  it.each([400, 401, 422, 500])('an agent that answers %i is not restarted', async status => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    agent.reply = { kind: 'rejected', status, reason: 'no' };
    expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ result: `failed: ${status} no` });
    expect(agent.restarts).toEqual([]);
  });

  it('A3: a subscription without a token restarts the agent and sends no order', async () => {
    const clock = new VirtualClock();
    const home = await tempHome();
    const made = await rotationBench({ home, clock });
    await made.add('a');
    const b = await made.add('b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    await deleteSecret(home, b.id);
    expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ result: 'success' });
    expect(tokens(agent)).toEqual([tokenOf('a')]);
    expect(agent.restarts).toEqual([undefined]);
  });

  it.each([
    ['no-container', 'no_container'],
    ['not-running', 'not_running'],
  ] as const)('A4: %s is the result %s and nothing is restarted', async (kind, result) => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    agent.reply = { kind };
    expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ result });
    expect(agent.restarts).toEqual([]);
  });

  it('A5: an automatic switch reloads and restarts nothing', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    expect(await fail(made, 'one')).toMatchObject({ switched: true, to: 'b', result: 'hot_reloaded', eventCount: 1 });
    expect(agent.restarts).toEqual([]);
  });

  it('A6: a switch by hand from one subscription to another restarts nothing and waits for the lock', async () => {
    const made = await bench('a', 'b', 'c');
    const agent = await made.agent('one', 'a', { hasHook: true });
    agent.restarts.length = 0;
    let inside = 0;
    let most = 0;
    agent.before = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise<void>(resolve => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(['b', 'c', 'a'].map(name => made.rotator.byHand.assign('one', name, signal)));
    expect(most).toBe(1);
    expect(agent.restarts).toEqual([]);
    expect(agent.live).toBe(tokenOf('a'));
  });

  it('A7: by hand from none to a subscription, and clearing, restart an idle agent that has a hook', async () => {
    const made = await bench('a');
    const agent = await made.agent('one', 'a', { hasHook: true });
    expect(agent.restarts).toMatchObject([{ token: tokenOf('a') }]);
    expect(await made.rotator.byHand.clear('one', signal)).toMatchObject({ to: null, result: 'success' });
    expect(agent.restarts).toHaveLength(2);
    expect(agent.live).toBeUndefined();
  });

  it('A7: a change of mode ends no running work', async () => {
    const made = await bench('a');
    const agent = await made.agent('one', undefined, { hasHook: true });
    agent.activeTasks = 2;
    expect(await made.rotator.byHand.assign('one', 'a', signal)).toMatchObject({ result: 'hot_reloaded' });
    expect(agent.restarts).toEqual([]);
  });

  it('A8: what the agent leaves is read under the lock', async () => {
    const made = await bench('a', 'b', 'c');
    const agent = await made.agent('one', 'a');
    const [, second] = await Promise.all([
      made.rotator.byHand.assign('one', 'b', signal),
      made.rotator.byHand.assign('one', 'c', signal),
    ]);
    expect(second).toMatchObject({ from: 'b', to: 'c' });
    expect(agent.live).toBe(tokenOf('c'));
  });

  it('A9: a replaced token reaches every agent on it, whatever becomes of one of them', async () => {
    const made = await bench('a', 'b');
    const agents = await Promise.all(['one', 'two', 'three', 'four'].map(name => made.agent(name, 'a')));
    const elsewhere = await made.agent('five', 'b');
    agents[1]!.reply = { kind: 'rejected', status: 500, reason: 'disk full' };
    agents[2]!.reply = { kind: 'not-running' };
    const { outcomes } = await made.keeper.replace('a', tokenOf('new'), signal);
    expect(outcomes.map(({ agent, result }) => [agent, result])).toEqual([
      ['one', 'hot_reloaded'],
      ['two', 'failed: 500 disk full'],
      ['three', 'not_running'],
      ['four', 'hot_reloaded'],
    ]);
    expect(agents[0]!.live).toBe(tokenOf('new'));
    expect(agents[3]!.live).toBe(tokenOf('new'));
    expect(elsewhere.live).toBe(tokenOf('b'));
    expect(made.ofType('rolloverSummary')).toMatchObject([{ action: 'replaced', subscription: 'a' }]);
  });
});

describe('deciding on a failure', () => {
  it('A14: two failures at once with two subscriptions make one switch', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    const results = await Promise.all([fail(made, 'one'), fail(made, 'one')]);
    expect(results.filter(({ switched }) => switched)).toHaveLength(1);
    expect(results.find(({ switched }) => !switched)).toMatchObject({ why: 'stale', subscription: 'b' });
  });

  it('A15: two failures at once with three subscriptions end on the second, not the third', async () => {
    const made = await bench('a', 'b', 'c');
    await made.agent('one', 'a');
    await Promise.all([fail(made, 'one'), fail(made, 'one')]);
    expect(await made.on('one')).toBe('b');
  });

  it('A16: two agents that fail at once do not wait for each other', async () => {
    const made = await bench('a', 'b');
    const [one, two] = [await made.agent('one', 'a'), await made.agent('two', 'a')];
    let arrived = 0;
    const both = new Promise<void>(resolve => {
      one.before = two.before = () => {
        arrived += 1;
        if (arrived === 2) resolve();
        // Neither goes on before the other is there as well.
        return both;
      };
    });
    const results = await Promise.all([fail(made, 'one'), fail(made, 'two')]);
    expect(results).toMatchObject([{ switched: true }, { switched: true }]);
  });

  it('A21: with automatic switching off the failure is recorded and nothing switches', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    made.settings.automatic = false;
    expect(await fail(made, 'one')).toMatchObject({ switched: false, why: 'disabled' });
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toHaveLength(1);
    expect(await made.on('one')).toBe('a');
  });

  it('A22: of two that failed within two hours nothing goes back to the first', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await fail(made, 'one');
    await made.clock.advance(HOUR_MS);
    expect(await fail(made, 'one')).toMatchObject({
      why: 'no_alternative',
      earliestResetMs: made.clock.now() + HOUR_MS,
    });
    expect(await made.on('one')).toBe('b');
    expect(made.ofType('noAlternative')).toMatchObject([{ agent: 'one', subscription: 'b' }]);
  });

  it('A23: a failure of two hours and a minute ago no longer counts', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    await fail(made, 'one');
    await made.clock.advance(2 * HOUR_MS + 60_000);
    expect(await fail(made, 'one')).toMatchObject({ switched: true, to: 'a' });
  });

  it.each([
    { status: 500, message: 'exit code 137: killed by SIGKILL' },
    { status: 503, message: '[claude-code:unrecognized_model] foo' },
    { status: 503, message: 'Claude Code is not available in this container' },
    { status: 529, message: 'overloaded' },
  ])('A24: $message switches nothing and is not recorded', async failure => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    expect(await fail(made, 'one', failure)).toMatchObject({ why: 'not_a_credential_failure' });
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toEqual([]);
  });

  it('A25: keys that shadow the token are told by name, and other runtimes keep theirs', async () => {
    const made = await bench('a', 'b');
    const agent = await made.agent('one', undefined, { runtime: 'gemini-cli' });
    agent.reply = { kind: 'reloaded', envShadow: ['ANTHROPIC_API_KEY'], durable: true };
    await made.rotator.byHand.assign('one', 'a', signal);
    expect(agent.orders).toMatchObject([{ removeApiKey: false }]);
    expect(made.ofType('agentKeyShadowed')).toMatchObject([{ agent: 'one', keys: ['ANTHROPIC_API_KEY'] }]);
  });

  it('A26: a subscription with a refused credential only is no destination', async () => {
    const made = await bench('a', 'b', 'c');
    await made.agent('one', 'b');
    await made.agent('two', 'a');
    await fail(made, 'one', { status: 403, message: 'forbidden' });
    expect(await fail(made, 'two')).toMatchObject({ to: 'c' });
  });

  it('A27: when readings cannot be had the one with the fewest agents is taken', async () => {
    const made = await bench('a', 'b', 'c');
    await made.agent('one', 'a');
    await made.agent('two', 'b');
    made.readings.get = () => {
      throw new Error('broken');
    };
    expect(await fail(made, 'one')).toMatchObject({ switched: true, to: 'c' });
  });

  it('A28: before a turn a fresh healthy reading overrules an older limit', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    made.settings.automatic = false;
    await fail(made, 'one');
    made.settings.automatic = true;
    await made.clock.advance(HOUR_MS);
    made.readings.set(made.vault.find('a').id, readingOf(made.clock.now(), 20, 30));
    expect(await made.rotator.beforeDispatch('one', signal)).toMatchObject({ why: 'not_needed' });
    expect(await made.on('one')).toBe('a');
  });

  it('A29: a switch before a turn records no failure', async () => {
    const made = await bench('a', 'b');
    await made.agent('one', 'a');
    const refused = { status: 'rate_limited', httpStatus: 429, verdict: 'rejected' } as const;
    made.readings.set(made.vault.find('a').id, readingOf(made.clock.now(), 100, 50, refused));
    expect(await made.rotator.beforeDispatch('one', signal)).toMatchObject({
      switched: true,
      to: 'b',
      eventCount: 0,
      preDispatch: true,
      evidence: 'provider_refusing',
    });
    expect(await made.state.failures({ sinceMs: 0 }, signal)).toEqual([]);
  });
});

/** Takes a token out of the secret store behind the vault's back. */
async function deleteSecret(home: string, id: string): Promise<void> {
  const { FileSecretStore, Redactor } = await import('../../../../electron/core/platform/index.ts');
  const store = new FileSecretStore({ home, redactor: new Redactor(), clock: new VirtualClock() });
  await store.delete(`subscription.${id}`, signal);
}
