import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../../electron/contract/index.ts';
import { LocalAgent } from '../../../../electron/core/agents/index.ts';
import { Subscriptions } from '../../../../electron/core/app/subscriptions/index.ts';
import type { Parts } from '../../../../electron/core/app/subscriptions/parts.ts';
import { AgentPassThrough, type OpenGate } from '../../../../electron/core/app/subscriptions/pass-through.ts';
import { SettingsSchema } from '../../../../electron/core/config/index.ts';
import {
  FileSecretStore,
  GatehouseError,
  type Logger,
  PinoLogger,
  Redactor,
  SystemClock,
  SystemRandom,
} from '../../../../electron/core/platform/index.ts';
import { SandboxAgents } from '../../../../electron/sandbox/index.ts';
import { SeededRandom } from '../../../../electron/sandbox/seeded-random.ts';
import { oauthToken } from '../../../helpers/agent-host.ts';
import { Happening, passMessage, startEndpoint, startUpstream } from '../../../helpers/pass-through.ts';
import { type ProviderScript, scriptedProvider } from '../../../helpers/scripted-provider.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome, textOfHome } from '../../../helpers/temp-home.ts';

const signal = new AbortController().signal;
const HOUR_S = 3_600;
const inHours = (hours: number): number => Math.floor(Date.now() / 1_000) + hours * HOUR_S;

function limited(hours = 2): ProviderScript {
  const windows = { '5h': { utilization: '1.0', status: 'rejected', reset: inHours(hours) } };
  return { mode: 'quota', windows, claim: 'five_hour', retryAfter: String(hours * HOUR_S) };
}

function serving(utilization = '0.20'): ProviderScript {
  const reset = inHours(3);
  return { mode: 'ok', windows: { '5h': { utilization, reset }, '7d': { utilization, reset: reset + 86_400 } } };
}

/** Everything behind the endpoint but the network, on a home folder of its own. */
async function createWorld(settings: Record<string, unknown> = {}, providerUrl?: string) {
  const home = await tempHome();
  const provider = await scriptedProvider();
  for (const letter of ['A', 'B', 'C']) provider.script(oauthToken(letter), serving());
  const redactor = new Redactor();
  const clock = new SystemClock();
  const events: DomainEvent[] = [];
  const logged: string[] = [];
  const logger: Logger = new PinoLogger({
    clock,
    scrubber: redactor,
    level: 'debug',
    file: { write: text => void logged.push(text) },
  });
  const subscriptions = new Subscriptions(
    {
      settings: SettingsSchema.parse({
        subscriptions: {
          providerUrl: providerUrl ?? provider.url.href,
          headroom: { ambient: false },
          ...settings,
        },
      }).subscriptions,
      home,
      secrets: new FileSecretStore({ home, redactor, clock }),
      env: {},
      clock,
      random: new SystemRandom(),
      logger,
      scrubber: redactor,
      redact: value => redactor.add(value),
      emit: event => events.push(event),
    },
    null,
  );
  onTestFinished(() => subscriptions.stop());
  await subscriptions.start(signal);
  const { url } = await startEndpoint(subscriptions.access, { logger });
  const execute = (command: Parameters<Subscriptions['execute']>[0]) => subscriptions.execute(command, signal);
  const add = (name: string, token: string) =>
    execute({ name: 'addSubscription', subscription: { name, token }, test: false });
  await execute({ name: 'addAgent', agent: { name: 'coder', kind: 'local' } });
  const key = await subscriptions
    .agentKey('coder', false, signal)
    .then(({ key: made }) => made)
    .catch(() => 'none');
  const on = (): string | null | undefined =>
    subscriptions.status().agents.find(({ name }) => name === 'coder')?.subscription;
  const ofType = <Type extends DomainEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<DomainEvent, { type: Type }> => event.type === type);
  return {
    ...{ home, provider, subscriptions, events, logged, url, key, execute, add, on, ofType },
    assign: (name: string) => execute({ name: 'assignSubscription', agent: 'coder', subscription: name }),
    /** One turn of the agent. */
    turn: (options: Parameters<typeof passMessage>[1] = {}) => passMessage(url, { key, ...options }),
    /** Tokens that the provider saw, by their letter. */
    tokens: () => provider.requests.map(({ headers }) => headers.authorization?.at(-1)),
  };
}

async function twoSubscriptions(settings: Record<string, unknown> = {}) {
  const world = await createWorld(settings);
  await world.add('a', oauthToken('A'));
  await world.add('b', oauthToken('B'));
  await world.assign('a');
  world.events.length = 0;
  return world;
}

describe('an agent that works through the endpoint', () => {
  it('works on what it is assigned, follows a switch by hand at once, and measures for free', async () => {
    const { provider, turn, tokens, execute, subscriptions } = await twoSubscriptions();
    provider.script(oauthToken('A'), serving('0.42'));
    expect((await turn()).status).toBe(200);
    expect(provider.requests[0]?.headers).toMatchObject({ 'anthropic-beta': 'oauth-2025-04-20' });
    expect(subscriptions.status().subscriptions[0]?.headroom).toMatchObject({
      source: 'traffic',
      windows: [{ window: '5h', usedPct: 42 }, { usedPct: 42 }],
    });
    await execute({ name: 'rotateSubscription', agent: 'coder', to: 'b' });
    expect((await turn()).status).toBe(200);
    expect(tokens()).toEqual(['A', 'B']);
  });

  it('is served by the second subscription when the first one’s limit is met, with one switch', async () => {
    const { provider, turn, tokens, on, ofType, subscriptions } = await twoSubscriptions();
    provider.script(oauthToken('A'), limited());
    expect(await turn()).toMatchObject({ status: 200, headers: { 'x-gatehouse-attempts': '2' } });
    expect(tokens()).toEqual(['A', 'B']);
    expect(ofType('subscriptionSwitched')).toMatchObject([
      { agent: 'coder', from: 'a', to: 'b', cause: 'failure', failureKind: 'rate_limit' },
    ]);
    await expect.poll(on).toBe('b');
    expect(subscriptions.status().subscriptions[0]).toMatchObject({ name: 'a', state: 'limited' });
    expect(await turn()).toMatchObject({ status: 200 });
    expect(tokens()).toEqual(['A', 'B', 'B']);
  });

  it('does the same on the sandbox’s provider, whose limits are met on command', async () => {
    const clock = new SystemClock();
    const agents = new SandboxAgents({ clock, random: new SystemRandom(), draws: new SeededRandom('pass') });
    await agents.start(signal);
    onTestFinished(() => agents.stop());
    const [first, second] = agents.subscriptions();
    const { url, key, add, assign, on, ofType } = await createWorld({}, agents.provider.url);
    await add('first', first!.token);
    await add('second', second!.token);
    await assign('first');
    const body = JSON.stringify({ model: 'sandbox', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] });
    expect(await passMessage(url, { key, body })).toMatchObject({ status: 200 });
    expect(ofType('subscriptionSwitched').filter(({ cause }) => cause !== 'by_hand')).toEqual([]);
    agents.provider.limit(first!.name);
    const reply = await passMessage(url, { key, body });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([200, { type: 'message', role: 'assistant' }]);
    expect(ofType('subscriptionSwitched').filter(({ cause }) => cause === 'failure')).toHaveLength(1);
    await expect.poll(on).toBe('second');
    const streamed = await passMessage(url, { key, body: body.replace('{', '{"stream":true,') });
    expect(streamed.headers['content-type']).toMatch(/^text\/event-stream/);
    const types = [...streamed.text.matchAll(/^event: (.+)$/gm)].map(([, type]) => type);
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop']);
    agents.provider.behave(second!.name, 'throttling');
    expect((await passMessage(url, { key, body })).status).toBe(429);
    expect(ofType('subscriptionSwitched').filter(({ cause }) => cause === 'failure')).toHaveLength(1);
  });

  it('switches once for a hundred requests that are refused at the same time, and serves all of them', async () => {
    const { provider, turn, ofType, on } = await twoSubscriptions();
    await Promise.all([turn(), turn()]);
    provider.script(oauthToken('A'), limited());
    const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => turn({ body: `{"turn":${index}}` })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(ofType('subscriptionSwitched')).toHaveLength(1);
    await expect.poll(on).toBe('b');
  });

  it('does not cascade over three subscriptions when two requests fail at once', async () => {
    const { provider, turn, add, ofType, tokens } = await twoSubscriptions();
    await add('c', oauthToken('C'));
    provider.script(oauthToken('A'), limited());
    await Promise.all([turn(), turn()]);
    expect(ofType('subscriptionSwitched')).toHaveLength(1);
    expect(new Set(tokens()).size).toBe(2);
  });

  it.each<[string, ProviderScript]>([
    ['a throttle beside windows that allow', { mode: 'throttle', windows: { '5h': { utilization: '0.3' } } }],
    ['a limit without a word of windows', { mode: 'bare-429', retryAfter: '7' }],
    ['an overload of the provider', { mode: 'overloaded' }],
  ])('stays where it is for %s', async (_what, script) => {
    const { provider, turn, tokens, on, ofType, subscriptions } = await twoSubscriptions();
    provider.script(oauthToken('A'), script);
    const reply = await turn();
    expect(reply.status).toBe(script.mode === 'overloaded' ? 529 : 429);
    expect(reply.headers['retry-after']).toBe(script.retryAfter);
    expect(tokens()).toEqual(['A']);
    expect(ofType('subscriptionSwitched')).toEqual([]);
    expect(on()).toBe('a');
    expect(subscriptions.status().subscriptions[0]).toMatchObject({ skipUntil: null });
  });

  it('leaves a refused credential (401, 403) and tells that the token is invalid', async () => {
    for (const mode of ['invalid', 'forbidden'] as const) {
      const { provider, turn, tokens, ofType } = await twoSubscriptions();
      provider.script(oauthToken('A'), { mode });
      expect(await turn()).toMatchObject({ status: 200 });
      expect(tokens()).toEqual(['A', 'B']);
      expect(ofType('subscriptionSwitched')).toMatchObject([{ failureKind: 'auth' }]);
      expect(ofType('tokenInvalid')).toHaveLength(mode === 'invalid' ? 1 : 0);
    }
  });

  it('makes one hop for one request: what the second one refuses is recorded, and the next turn decides', async () => {
    const { provider, turn, add, tokens, ofType, subscriptions } = await twoSubscriptions();
    await add('c', oauthToken('C'));
    for (const letter of ['A', 'B', 'C']) provider.script(oauthToken(letter), limited());
    expect((await turn()).status).toBe(429);
    expect(tokens()).toHaveLength(2);
    expect(ofType('subscriptionSwitched').filter(({ cause }) => cause === 'failure')).toHaveLength(1);
    const [, second] = tokens();
    const isRecorded = (): boolean =>
      subscriptions
        .status()
        .subscriptions.some(({ name, skipUntil }) => name === second?.toLowerCase() && skipUntil !== null);
    await expect.poll(isRecorded).toBe(true);
  });

  it('is moved before the turn when a fresh reading refuses, so that nothing fails', async () => {
    const { provider, turn, tokens, execute, ofType } = await twoSubscriptions({ thresholdPct: 0 });
    provider.script(oauthToken('A'), limited());
    await execute({ name: 'refreshHeadroom', subscription: 'a' });
    expect(await turn()).toMatchObject({ status: 200 });
    expect(tokens()).toEqual(['A', 'B']);
    expect(ofType('subscriptionSwitched')).toMatchObject([{ cause: 'pre_dispatch' }]);
  });

  it('sees the provider’s own answer when there is nowhere to go, and is then told when to come back', async () => {
    const world = await createWorld();
    const { provider, turn, tokens, add, assign, ofType } = world;
    await add('a', oauthToken('A'));
    await assign('a');
    world.events.length = 0;
    provider.script(oauthToken('A'), limited(2));
    const first = await turn();
    expect(first).toMatchObject({ status: 429, headers: { 'retry-after': '7200' } });
    expect(first.text).toContain("exceed your account's rate limit");
    const second = await turn();
    const { error } = JSON.parse(second.text) as { error: { type: string; message: string } };
    expect([second.status, error.type]).toEqual([429, 'rate_limit_error']);
    expect(error.message).toMatch(/^The limit of “a” is used up.*expected back at \d{4}-\d\d-\d\dT/);
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(7_000);
    expect(tokens()).toEqual(['A']);
    expect(ofType('subscriptionSwitched')).toEqual([]);
  });

  it('is switched by hand only when that is wanted; its failures are recorded all the same', async () => {
    const { provider, turn, tokens, ofType, subscriptions } = await twoSubscriptions({ automatic: false });
    provider.script(oauthToken('A'), limited());
    expect((await turn()).status).toBe(429);
    expect(tokens()).toEqual(['A']);
    expect(ofType('subscriptionSwitched')).toEqual([]);
    await expect.poll(() => subscriptions.status().subscriptions[0]?.state).toBe('limited');
  });

  it('works on an API key as the provider wants to see one', async () => {
    const { provider, turn, add, assign } = await createWorld();
    await add('key', `sk-ant-api03-${'k'.repeat(40)}`);
    await assign('key');
    await turn({ headers: { 'anthropic-beta': 'mine' } });
    expect(provider.requests[0]?.headers).toMatchObject({
      'x-api-key': `sk-ant-api03-${'k'.repeat(40)}`,
      'anthropic-beta': 'mine',
    });
    expect(provider.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('ends on the token that it began with; a refusal of what was replaced meanwhile is held against nobody', async () => {
    const [arrived, released] = [new Happening(), new Happening()];
    const upstream = await startUpstream(async (request, response) => {
      if (request.headers.authorization !== `Bearer ${oauthToken('A')}`) return void response.end('served');
      arrived.happen();
      await released.promise;
      response.writeHead(401).end();
    });
    const { turn, add, assign, execute, ofType, on, subscriptions } = await createWorld({}, upstream.url.href);
    await add('a', oauthToken('A'));
    await add('b', oauthToken('B'));
    await assign('a');
    const pending = turn();
    await arrived.promise;
    await execute({ name: 'replaceSubscription', subscription: 'a', token: oauthToken('C'), test: false });
    expect(await turn()).toMatchObject({ status: 200, text: 'served' });
    released.happen();
    expect(await pending).toMatchObject({ status: 200, text: 'served', headers: { 'x-gatehouse-attempts': '2' } });
    expect(upstream.seen.at(-1)?.headers.authorization).toBe(`Bearer ${oauthToken('C')}`);
    expect(ofType('subscriptionSwitched').filter(({ cause }) => cause === 'failure')).toEqual([]);
    expect(on()).toBe('a');
    expect(subscriptions.status().subscriptions[0]).toMatchObject({ skipUntil: null });
  });

  it('has nothing to work on before it is assigned, and after its subscription was taken away', async () => {
    const { turn, add, assign, execute, provider } = await createWorld();
    const unassigned = await turn();
    expect([unassigned.status, JSON.parse(unassigned.text)]).toMatchObject([
      403,
      { error: { type: 'permission_error', message: expect.stringContaining('gatehouse sub assign coder') } },
    ]);
    await add('a', oauthToken('A'));
    await assign('a');
    expect((await turn()).status).toBe(200);
    await execute({ name: 'removeSubscription', subscription: 'a' });
    expect((await turn()).status).toBe(403);
    expect(provider.requests).toHaveLength(1);
  });
});

describe('with a state that several hosts share', () => {
  const away = new GatehouseError('shared_state_unavailable', 'Redis cannot be reached.');

  function passThroughOf(
    read: () => Promise<unknown>,
    outdated: () => Promise<ReadonlySet<string>> = async () => new Set(),
    local = new LocalAgent('coder'),
  ): AgentPassThrough {
    const subscription = { id: 'a', name: 'a', kind: 'setup_token', state: 'active', replacedAtMs: null };
    const parts = {
      rotator: { beforeDispatch: async () => ({ switched: false, why: 'state_unavailable' }) },
      state: { read },
      registry: { known: () => ({ local }) },
      vault: { byId: () => subscription, token: async () => 'token-a' },
      tokens: { outdated },
      call: {
        baseUrl: new URL('https://provider.test'),
        credential: () => ({ headers: { 'x-api-key': 'k' }, betas: [] }),
      },
    } as unknown as Parts;
    const use: OpenGate['use'] = work => work(parts, signal);
    return new AgentPassThrough({
      gate: () => ({ use }),
      isOutOfReach: () => false,
      clock: new SystemClock(),
      logger: silentLogger,
    });
  }

  it('an agent goes on with what it was on while that state is away', async () => {
    let isAway = false;
    const passThrough = passThroughOf(async () => {
      if (isAway) throw away;
      return { subscriptionId: 'a', generation: 1 };
    });
    await passThrough.lease('coder', signal);
    isAway = true;
    expect(await passThrough.lease('coder', signal)).toMatchObject({ headers: { 'x-api-key': 'k' } });
  });

  it('an agent does not go on with what this host has taken away from it since', async () => {
    let isAway = false;
    const local = new LocalAgent('coder');
    const read = async () => {
      if (isAway) throw away;
      return { subscriptionId: 'a', generation: 4 };
    };
    const passThrough = passThroughOf(read, async () => new Set(), local);
    await passThrough.lease('coder', signal);
    isAway = true;
    const order = { subscription: 'a', token: 'token-of-a', fingerprint: 'f', removeApiKey: true };
    await local.reload({ ...order, generation: 4 }, signal);
    expect(await passThrough.lease('coder', signal)).toMatchObject({ headers: { 'x-api-key': 'k' } });
    await local.revoke({ generation: 5 }, signal);
    await expect(passThrough.lease('coder', signal)).rejects.toBe(away);
  });

  it('an agent does not go on with what it was on when that state is broken rather than away', async () => {
    const broken = new GatehouseError('shared_state_misconfigured', 'Redis holds what cannot be read.');
    let isBroken = false;
    const passThrough = passThroughOf(async () => {
      if (isBroken) throw broken;
      return { subscriptionId: 'a', generation: 1 };
    });
    await passThrough.lease('coder', signal);
    isBroken = true;
    await expect(passThrough.lease('coder', signal)).rejects.toBe(broken);
  });

  it('an agent goes on although nobody can say whether its token is the present one', async () => {
    const passThrough = passThroughOf(
      async () => ({ subscriptionId: 'a', generation: 1 }),
      () => Promise.reject(away),
    );
    expect(await passThrough.lease('coder', signal)).toMatchObject({ headers: { 'x-api-key': 'k' } });
  });

  it('a token that was replaced on another host is not sent, and the person hears what to do', async () => {
    const passThrough = passThroughOf(
      async () => ({ subscriptionId: 'a', generation: 1 }),
      async () => new Set(['a']),
    );
    await expect(passThrough.lease('coder', signal)).rejects.toMatchObject({
      status: 503,
      code: 'subscription_token_outdated',
      message: 'The token of “a” was replaced on another host.',
      remedy: expect.stringContaining('gatehouse sub replace a <'),
    });
  });

  it('a register that is broken otherwise is no reason to send a token that may be a former one', async () => {
    const broken = new Error('broken');
    const passThrough = passThroughOf(
      async () => ({ subscriptionId: 'a', generation: 1 }),
      () => Promise.reject(broken),
    );
    await expect(passThrough.lease('coder', signal)).rejects.toBe(broken);
  });

  it('one that was never seen does not get anything', async () => {
    const passThrough = passThroughOf(() => Promise.reject(away));
    await expect(passThrough.lease('coder', signal)).rejects.toBe(away);
  });
});

describe('the key of an agent', () => {
  it('stays the same until a new one is wanted, which counts at once', async () => {
    const { turn, key, subscriptions } = await twoSubscriptions();
    expect(key).toMatch(/^sk-gatehouse-[\w-]{43}$/);
    expect((await subscriptions.agentKey('coder', false, signal)).key).toBe(key);
    const { key: fresh } = await subscriptions.agentKey('coder', true, signal);
    expect(fresh).not.toBe(key);
    expect((await turn()).status).toBe(401);
    expect((await turn({ key: fresh })).status).toBe(200);
  });

  it('is one key for all that ask at once', async () => {
    const { subscriptions, execute } = await createWorld();
    await execute({ name: 'addAgent', agent: { name: 'writer', kind: 'local' } });
    const keys = await Promise.all(Array.from({ length: 5 }, () => subscriptions.agentKey('writer', false, signal)));
    expect(new Set(keys.map(({ key }) => key)).size).toBe(1);
  });

  it('opens nothing else: not another agent, not without having been made, not after the agent was removed', async () => {
    const { turn, execute, subscriptions, provider } = await twoSubscriptions();
    await execute({ name: 'addAgent', agent: { name: 'writer', kind: 'local' } });
    await execute({ name: 'assignSubscription', agent: 'writer', subscription: 'b' });
    const path = '/agents/writer/v1/messages';
    for (const wrong of [undefined, '', 'x']) {
      expect((await turn({ path, ...(wrong === undefined ? {} : { key: wrong }) })).status).toBe(401);
    }
    const { key } = await subscriptions.agentKey('writer', false, signal);
    expect((await turn({ path, key })).status).toBe(200);
    await execute({ name: 'removeAgent', agent: 'writer' });
    expect((await turn({ path, key })).status).toBe(401);
    await execute({ name: 'addAgent', agent: { name: 'writer', kind: 'local' } });
    expect((await turn({ path, key })).status).toBe(401);
    expect(provider.requests).toHaveLength(1);
    await expect(subscriptions.agentKey('nobody', false, signal)).rejects.toMatchObject({ code: 'agent_unknown' });
  });

  it('is not given, and opens nothing, when the person does not want that', async () => {
    const { turn, subscriptions } = await twoSubscriptions({ passThrough: false });
    await expect(subscriptions.agentKey('coder', false, signal)).rejects.toMatchObject({ code: 'pass_through_off' });
    expect((await turn()).status).toBe(404);
  });
});

describe('what is told of it', () => {
  it('never holds a token or a key: not the log, the events, the status, an answer, an error', async () => {
    const { provider, turn, key, logged, events, subscriptions, home } = await twoSubscriptions();
    const answers: string[] = [];
    for (const script of [serving(), { mode: 'invalid' }, { mode: 'cut' }, { mode: 'redirect' }, limited()] as const) {
      provider.script(oauthToken('A'), script);
      provider.script(oauthToken('B'), script);
      const reply = await turn().catch((error: unknown) => ({ text: String(error), headers: {} }));
      answers.push(reply.text, JSON.stringify(reply.headers));
    }
    answers.push((await turn({ key: `${key}x` })).text);
    expect(provider.requests.length).toBeGreaterThan(5);
    const files = (await textOfHome(home)).replaceAll(/"(?:subscription|agent)\.[^"]+": ?"[^"]*"/g, '');
    const told = [...answers, ...logged, JSON.stringify(events), JSON.stringify(subscriptions.status()), files];
    for (const secret of [oauthToken('A').slice(13), oauthToken('B').slice(13), key.slice(13)]) {
      expect(told.join('\n')).not.toContain(secret);
    }
  });
});
