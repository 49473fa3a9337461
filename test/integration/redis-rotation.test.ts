import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import {
  type Fence,
  joinFleet,
  LocalState,
  RedisConnection,
  RedisLocks,
  RedisState,
  RedisTokens,
  type SubscriptionEvent,
  type SubscriptionVault,
} from '../../electron/core/subscriptions/index.ts';
import { type RedisServer, startRedis } from '../helpers/redis-server.ts';
import { type RotationBench, rotationBench, ScriptedAgent, tokenOf } from '../helpers/rotation-fleet.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const LIMIT = { status: 429, message: 'usage limit reached' };
const PASSWORD = 'a-password-of-redis';
const clock = new SystemClock();

/** Whatever a key holds, as text. */
const DUMP = `
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'hash' then return redis.call('HGETALL', KEYS[1]) end
if kind == 'zset' then return redis.call('ZRANGE', KEYS[1], 0, -1) end
return redis.call('GET', KEYS[1])`;

let server: RedisServer;
let fleet = 0;

beforeAll(async () => {
  server = await startRedis({ password: PASSWORD });
});
afterAll(() => server.stop());
beforeEach(() => {
  fleet += 1;
});

interface Host {
  readonly connection: RedisConnection;
  readonly state: RedisState;
  readonly locks: RedisLocks;
  readonly events: SubscriptionEvent[];
}

/** What one host of the test's fleet has of Redis. */
async function host({ ttlMs = 30_000, url = server.url, password = PASSWORD } = {}): Promise<Host> {
  const events: SubscriptionEvent[] = [];
  const connection = new RedisConnection({
    url,
    password: async () => password,
    fleet: `fleet-${fleet}`,
    clock,
    scrubber: new Redactor(),
    emit: event => void events.push(event),
  });
  onTestFinished(() => connection.stop());
  await connection.start(signal);
  const state = new RedisState({ connection, clock });
  const locks = new RedisLocks({ connection, clock, random: new SystemRandom(), ttlMs });
  return { connection, state, locks, events };
}

/** Two whole hosts that manage the same agents. */
async function twoHosts(...subscriptions: string[]): Promise<{
  readonly hosts: readonly [RotationBench, RotationBench];
  readonly agent: ScriptedAgent;
}> {
  const agent = new ScriptedAgent('one');
  const benches: RotationBench[] = [];
  for (let index = 0; index < 2; index += 1) {
    const { state, locks } = await host();
    const made = await rotationBench({ home: await tempHome(), clock, state, locks, ids: state });
    for (const name of subscriptions) await made.add(name);
    made.agents.set('one', { port: agent });
    benches.push(made);
  }
  return { hosts: benches as unknown as readonly [RotationBench, RotationBench], agent };
}

/** A whole host that keeps the register of tokens, as the application does. */
async function wholeHost(agents: readonly ScriptedAgent[]): Promise<RotationBench & { readonly tokens: RedisTokens }> {
  const { connection, locks } = await host();
  const own: { vault?: SubscriptionVault } = {};
  const tokens = new RedisTokens({
    connection,
    token: async (id, within) => own.vault?.token(id, within),
    fingerprint: id => own.vault?.byId(id)?.fingerprint,
  });
  const state = new RedisState({ connection, clock, digest: (id, within) => tokens.own(id, within) });
  const made = await rotationBench({ home: await tempHome(), clock, state, locks, ids: state, tokens });
  own.vault = made.vault;
  for (const agent of agents) made.agents.set(agent.name, { port: agent });
  return { ...made, tokens };
}

function untilEvent(events: SubscriptionEvent[], type: SubscriptionEvent['type']): Promise<unknown> {
  return expect.poll(() => events.some(event => event.type === type), { interval: 20 }).toBe(true);
}

describe('two hosts on one Redis', () => {
  it('see by which code an order failed, unless an older one has written a result since', async () => {
    const { hosts, agent } = await twoHosts('a', 'b');
    await hosts[0].rotator.byHand.assign('one', 'a', signal);
    agent.reply = { kind: 'rejected', status: 409, reason: 'no', told: { code: 'order_unexplained' } };
    await hosts[0].rotator.byHand.assign('one', 'b', signal);
    expect(await hosts[1].state.read('one', signal)).toMatchObject({ told: { code: 'order_unexplained' } });

    const { connection, state } = await host();
    const key = connection.key('assignments');
    const row = JSON.parse((await connection.run(client => client.hGet(key, 'one'), signal)) ?? '') as object;
    await connection.run(client => client.hSet(key, 'one', JSON.stringify({ ...row, result: 'failed: else' })), signal);
    const read = await state.read('one', signal);
    expect(read).toMatchObject({ result: 'failed: else' });
    expect(read?.told).toBeUndefined();
  });

  it('give a name the same subscription id and see the same assignment', async () => {
    const { hosts, agent } = await twoHosts('a', 'b');
    expect(hosts[0].vault.find('a').id).toBe(hosts[1].vault.find('a').id);
    await hosts[0].rotator.byHand.assign('one', 'a', signal);
    expect(await hosts[1].on('one')).toBe('a');
    await hosts[1].rotator.byHand.assign('one', 'b', signal);
    expect(await hosts[0].on('one')).toBe('b');
    expect(agent.live).toBe(tokenOf('b'));
  });

  it('make one switch of a hundred failures that both are told of', async () => {
    const { hosts, agent } = await twoHosts('a', 'b', 'c');
    await hosts[0].rotator.byHand.assign('one', 'a', signal);
    const reports = Array.from({ length: 100 }, (_, index) =>
      hosts[index % 2 === 0 ? 0 : 1].rotator.agentFailed({ agent: 'one', ...LIMIT }, signal),
    );
    const results = await Promise.all(reports);
    expect(results.filter(({ switched }) => switched)).toHaveLength(1);
    expect(await hosts[0].state.failures({ sinceMs: 0 }, signal)).toHaveLength(100);
    expect(agent.orders).toHaveLength(2);
  });

  it('stop the late writer: a holder that stood still past its lock cannot assign any more', async () => {
    const [stalled, quick] = [await host({ ttlMs: 300 }), await host()];
    const late: Fence = await new Promise((resolve, reject) => {
      stalled.locks
        .withLock('one', signal, async fence => {
          // Its process stands still from here on: it renews nothing.
          await stalled.connection.stop();
          resolve(fence);
        })
        .catch(reject);
    });
    const change = { agent: 'one', cause: 'by_hand', atMs: clock.now() } as const;
    const won = await quick.locks.withLock('one', signal, async fence => {
      expect(fence.token).toBeGreaterThan(late.token);
      return quick.state.change({ ...change, expectedGeneration: 0, subscriptionId: 'b', fence: fence.token }, signal);
    });
    expect(won).toMatchObject({ kind: 'assigned', assignment: { subscriptionId: 'b' } });
    await stalled.connection.start(signal);
    const generation = (await stalled.state.read('one', signal))!.generation;
    // Even with the generation guessed right.
    for (const expectedGeneration of [0, generation]) {
      const written = await stalled.state.change(
        { ...change, expectedGeneration, subscriptionId: 'a', fence: late.token },
        signal,
      );
      expect(written).toEqual({ kind: 'fenced' });
    }
    expect(await quick.state.read('one', signal)).toMatchObject({ subscriptionId: 'b', generation });
    expect(generation).toBeGreaterThanOrEqual(Number(late.token) + 1);
  });

  it('in two processes: one that is stopped while it holds the lock cannot write when it goes on', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const { state, locks } = await host({ url: own.url, password: '' });
    const script = fileURLToPath(new URL('../helpers/stalled-holder.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, own.url, `fleet-${fleet}`, 'late'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const held = BigInt(String((await said.next()).value).split(' ')[1]!);
    child.kill('SIGSTOP');
    const won = await locks.withLock('one', signal, async fence => {
      expect(fence.token).toBeGreaterThan(held);
      const change = { agent: 'one', cause: 'failure', atMs: clock.now(), fence: fence.token } as const;
      return state.change({ ...change, expectedGeneration: 0, subscriptionId: 'first' }, signal);
    });
    expect(won.kind).toBe('assigned');
    child.kill('SIGCONT');
    child.stdin.write('go on\n');
    expect(JSON.parse(String((await said.next()).value))).toEqual(['fenced', 'fenced']);
    expect(await state.read('one', signal)).toMatchObject({ subscriptionId: 'first' });
  });

  it('tell a holder whose lock was taken from it, and abort what it does', async () => {
    const { locks, connection } = await host({ ttlMs: 300 });
    const work = locks.withLock('one', signal, async fence => {
      expect(fence.isHeld()).toBe(true);
      await connection.run(client => client.set(connection.key('lock:one'), 'somebody else'), signal);
      await new Promise((_, reject) => {
        fence.signal.addEventListener('abort', () => reject(fence.signal.reason as Error));
      });
    });
    await expect(work).rejects.toMatchObject({ code: 'agent_lock_lost' });
    // The lock of the other one is left alone.
    expect(await connection.run(client => client.get(connection.key('lock:one')), signal)).toBe('somebody else');
  });

  it('keep a lock that is held for longer than its time to live', async () => {
    const [long, other] = [await host({ ttlMs: 300 }), await host()];
    const order: string[] = [];
    let entered: () => void = () => undefined;
    const isIn = new Promise<void>(resolve => {
      entered = resolve;
    });
    const first = long.locks.withLock('one', signal, async fence => {
      entered();
      await new Promise<void>(resolve => void clock.schedule(1_200, resolve));
      expect(fence.isHeld()).toBe(true);
      order.push('first');
    });
    await isIn;
    await Promise.all([first, other.locks.withLock('one', signal, async () => void order.push('second'))]);
    expect(order).toEqual(['first', 'second']);
  });
});

describe('a token that is replaced on one of two hosts', () => {
  async function world() {
    const agents = [new ScriptedAgent('one'), new ScriptedAgent('two')];
    const hosts = [await wholeHost(agents), await wholeHost(agents)] as const;
    for (const made of hosts) for (const name of ['a', 'b']) await made.add(name);
    const id = hosts[0].vault.find('a').id;
    for (const made of hosts) expect(await made.tokens.outdated([id], signal)).toEqual(new Set());
    await hosts[0].rotator.byHand.assign('one', 'a', signal);
    return { hosts, agents: agents as unknown as readonly [ScriptedAgent, ScriptedAgent], id };
  }

  it('is outdated on the other one, which says so and puts nobody on it any more', async () => {
    const { hosts, agents, id } = await world();
    await hosts[0].keeper.replace('a', tokenOf('a-new'), signal);
    expect(agents[0].live).toBe(tokenOf('a-new'));
    expect(await hosts[0].tokens.outdated([id], signal)).toEqual(new Set());
    expect(await hosts[1].tokens.outdated([id], signal)).toEqual(new Set([id]));

    expect(await hosts[1].rotator.byHand.assign('two', 'a', signal)).toMatchObject({
      switched: false,
      reason: expect.stringMatching(/replaced on another host; run gatehouse sub replace a here/) as string,
    });
    await hosts[1].rotator.byHand.assign('two', 'b', signal);
    expect(await hosts[1].rotator.agentFailed({ agent: 'two', ...LIMIT }, signal)).toMatchObject({
      switched: false,
      why: 'no_alternative',
      reason: expect.stringMatching(/“a”: its token was replaced on another host/) as string,
    });
    expect(agents[1].live).toBe(tokenOf('b'));
    expect(await hosts[0].rotator.byHand.rotate('two', undefined, signal)).toMatchObject({ switched: true, to: 'a' });
    expect(agents[1].live).toBe(tokenOf('a-new'));
  });

  it('is never rolled out over the new one, whatever the other host repeats', async () => {
    const { hosts, agents, id } = await world();
    await hosts[0].keeper.replace('a', tokenOf('a-new'), signal);
    const { generation } = (await hosts[1].state.read('one', signal))!;
    // As if nobody had confirmed it: the other host repeats what is not confirmed.
    await hosts[1].state.settle({ agent: 'one', generation: 0, result: '', live: undefined, landed: [id] }, signal);
    await hosts[1].reconciler.pass(signal);
    expect(agents[0].live).toBe(tokenOf('a-new'));
    expect(await hosts[1].state.read('one', signal)).toMatchObject({
      generation,
      confirmedGeneration: 0,
      result: 'failed: its token was replaced on another host; run gatehouse sub replace a here',
    });
    await hosts[0].reconciler.pass(signal);
    expect(await hosts[1].state.read('one', signal)).toMatchObject({ generation, confirmedGeneration: generation });
  });

  it('is of use again when the other host gets the new one too, which is no second replacement', async () => {
    const { hosts, agents, id } = await world();
    await hosts[0].keeper.replace('a', tokenOf('a-new'), signal);
    await hosts[1].keeper.replace('a', tokenOf('a-new'), signal);
    for (const made of hosts) expect(await made.tokens.outdated([id], signal)).toEqual(new Set());
    expect(await hosts[1].rotator.byHand.assign('two', 'a', signal)).toMatchObject({ switched: true });
    expect(agents[1].live).toBe(tokenOf('a-new'));
  });

  it('counts from the host on which it is entered again, after a crash kept it from being told', async () => {
    const { hosts, agents, id } = await world();
    await hosts[0].vault.replace('a', tokenOf('a-new'), signal);
    expect(await hosts[0].tokens.outdated([id], signal)).toEqual(new Set([id]));
    expect((await hosts[0].keeper.replace('a', tokenOf('a-new'), signal)).changed).toBe(true);
    expect(await hosts[1].tokens.outdated([id], signal)).toEqual(new Set([id]));
    expect(agents[0].live).toBe(tokenOf('a-new'));
  });

  it('leaves no token in Redis, and nothing of a subscription that was removed', async () => {
    const { hosts, id } = await world();
    const { connection } = await host();
    const all = async (): Promise<string> => {
      const keys = await connection.run(client => client.keys(connection.key('*')), signal);
      const texts = keys.map(key => connection.run(client => client.eval(DUMP, { keys: [key] }), signal));
      return JSON.stringify(await Promise.all(texts));
    };
    expect(await all()).toContain(id);
    expect(await all()).not.toContain(tokenOf('a').slice(13));
    await hosts[0].keeper.remove('a', signal);
    const left = await connection.run(client => client.hGetAll(connection.key('tokens')), signal);
    expect(Object.keys(left)).not.toContain(id);
  });

  it('is not stored at all while the other hosts cannot be told', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const { connection, locks } = await host({ url: own.url, password: '' });
    const about: { vault?: SubscriptionVault } = {};
    const token = async (id: string) => about.vault?.token(id, signal);
    const tokens = new RedisTokens({ connection, token, fingerprint: id => about.vault?.byId(id)?.fingerprint });
    const state = new RedisState({ connection, clock });
    const made = await rotationBench({ home: await tempHome(), clock, state, locks, ids: state, tokens });
    about.vault = made.vault;
    const { id } = await made.add('a');
    await own.die();
    await expect.poll(() => connection.status.state).toBe('away');
    await expect(made.keeper.replace('a', tokenOf('a-new'), signal)).rejects.toMatchObject({
      code: 'shared_state_unavailable',
    });
    expect(await made.vault.token(id, signal)).toBe(tokenOf('a'));
  });
});

describe('a subscription that is renamed', () => {
  it('keeps its id on all hosts, frees its former name, and takes no name of another one', async () => {
    const { hosts } = await twoHosts('a', 'b');
    const { id } = hosts[0].vault.find('a');
    await expect(hosts[0].vault.describe('a', { name: 'B' }, signal)).rejects.toMatchObject({
      code: 'subscription_name_taken',
    });
    await hosts[0].vault.describe('a', { name: 'team' }, signal);
    // The other host has not heard of it, and claims nothing by its old name.
    await hosts[1].vault.alignIds(async () => undefined, signal);
    expect(hosts[1].vault.find('a').id).toBe(id);
    const third = await host();
    expect(await third.state.claim('team', 'fresh', signal)).toBe(id);
    expect(await third.state.claim('a', 'fresh', signal)).toBe('fresh');
    await expect(hosts[1].vault.describe('b', { name: 'team' }, signal)).rejects.toMatchObject({
      code: 'subscription_name_taken',
    });
    await hosts[1].vault.describe('a', { name: 'team' }, signal);
    expect(hosts[1].vault.find('team').id).toBe(id);
  });
});

describe('an order that was on its way while its host lost the lock', () => {
  it('unsettles the later one when it says that it arrived, which is then repeated', async () => {
    const agent = new ScriptedAgent('one');
    const hosts = [await wholeHost([agent]), await wholeHost([agent])] as const;
    for (const made of hosts) for (const name of ['a', 'b']) await made.add(name);
    await hosts[0].rotator.byHand.assign('one', 'a', signal);
    const old = (await hosts[0].state.read('one', signal))!;
    await hosts[1].rotator.byHand.assign('one', 'b', signal);
    const a = hosts[0].vault.find('a').id;
    // The agent knows no generations: the order of the first host comes to it last.
    agent.generation = 0;
    await agent.reload({ token: tokenOf('a'), subscription: 'a', fingerprint: '', generation: 0, removeApiKey: true });
    const late = { agent: 'one', generation: old.generation, result: 'hot_reloaded', live: [a], landed: [a] };
    await hosts[0].state.settle(late, signal);
    expect(await hosts[1].state.read('one', signal)).toMatchObject({ confirmedGeneration: 0 });
    await hosts[1].reconciler.pass(signal);
    expect(agent.live).toBe(tokenOf('b'));
    const now = (await hosts[0].state.read('one', signal))!;
    expect(now).toMatchObject({ confirmedGeneration: now.generation, maybeLive: [hosts[1].vault.find('b').id] });
  });
});

describe('a Redis that is away', () => {
  it('stops automatic switches with a sentence, and comes back by itself', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const { state, locks, events, connection } = await host({ url: own.url, password: '' });
    const made = await rotationBench({ home: await tempHome(), clock, state, locks, ids: state });
    await made.add('a');
    await made.add('b');
    await made.agent('one', 'a');
    await own.die();
    await untilEvent(events, 'sharedStateLost');
    expect(connection.status).toMatchObject({ state: 'away' });
    const refused = await made.rotator.agentFailed({ agent: 'one', ...LIMIT }, signal);
    expect(refused).toMatchObject({
      switched: false,
      why: 'state_unavailable',
      reason: expect.stringMatching(/nothing is switched/) as string,
    });
    await expect(made.rotator.byHand.assign('one', 'b', signal)).rejects.toMatchObject({
      code: 'shared_state_unavailable',
      retryable: true,
    });
    await own.revive();
    await untilEvent(events, 'sharedStateRestored');
    // It came back empty, with numbers that begin anew below those the agent has seen.
    expect(await made.rotator.byHand.assign('one', 'a', signal)).toMatchObject({
      switched: true,
      result: 'hot_reloaded',
    });
  });

  it('that refuses the password says so without naming it', async () => {
    const { connection, state, events } = await host({ password: 'a-wrong-password' });
    await expect(state.list(signal)).rejects.toMatchObject({ code: 'shared_state_unavailable' });
    expect(connection.status).toMatchObject({ state: 'away', reason: expect.stringContaining('WRONGPASS') });
    expect(JSON.stringify([connection.status, events])).not.toContain('a-wrong-password');
  });

  it('refuses an address with a password in it', async () => {
    await expect(host({ url: 'redis://:secret-word@127.0.0.1:1' })).rejects.toMatchObject({
      code: 'shared_state_misconfigured',
      message: expect.not.stringContaining('secret-word'),
    });
  });
});

describe('joining a fleet', () => {
  it('takes its ids and brings along what it does not know, once', async () => {
    const { state, locks } = await host();
    const first = await rotationBench({ home: await tempHome(), clock, state, locks, ids: state });
    const shared = await first.add('a');
    const home = await tempHome();
    const alone = await rotationBench({ home, clock });
    await alone.add('a');
    await alone.add('b');
    await alone.agent('one', 'a');
    await alone.agent('two', 'b');
    await first.agent('two', 'a');
    const joined = await rotationBench({ home, clock, state, locks, ids: state });
    const local = new LocalState({ home, clock });
    await local.open(signal);
    const parts = { vault: joined.vault, local, shared: state, locks };
    expect(await joinFleet(parts, signal)).toEqual(['one']);
    expect(joined.vault.find('a').id).toBe(shared.id);
    expect(await joined.vault.token(shared.id, signal)).toBe(tokenOf('a'));
    expect([await joined.on('one'), await joined.on('two')]).toEqual(['a', 'a']);
    expect(await joinFleet(parts, signal)).toEqual([]);
    expect(await local.list(signal)).toEqual([]);
    expect((await rotationBench({ home, clock })).vault.subscriptions()).toHaveLength(2);
  });
});

describe('the shared state', () => {
  it('refuses a retired subscription, counts agents and keeps what may be live', async () => {
    const { state } = await host();
    const change = { agent: 'one', cause: 'by_hand', atMs: 1, fence: 1n } as const;
    await state.change({ ...change, expectedGeneration: 0, subscriptionId: 'a' }, signal);
    await state.settle({ agent: 'one', generation: 1, result: 'hot_reloaded', live: ['a'] }, signal);
    await state.change({ ...change, expectedGeneration: 1, subscriptionId: 'b' }, signal);
    await state.retire('c', signal);
    expect(await state.change({ ...change, expectedGeneration: 2, subscriptionId: 'c' }, signal)).toEqual({
      kind: 'retired',
    });
    const cleared = await state.change({ ...change, expectedGeneration: 2, subscriptionId: null }, signal);
    expect(cleared).toMatchObject({
      kind: 'assigned',
      assignment: { subscriptionId: null, generation: 3, confirmedGeneration: 1, maybeLive: ['a', 'b'], result: null },
    });
    expect([...(await state.agentCounts(signal)).values()].every(count => count === 0)).toBe(true);
    await state.forget('one', signal);
    expect(await state.list(signal)).toEqual([]);
  });
});
