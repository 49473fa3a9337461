import { describe, expect, it, onTestFinished } from 'vitest';
import { TrinityAgent, TrinityClient, TrinitySession } from '../../../electron/core/agents/index.ts';
import { GatehouseError, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { oauthToken, order } from '../../helpers/agent-host.ts';
import { startTrinity, TRINITY_KEY } from '../../helpers/agent-trinity.ts';

const never = new AbortController().signal;
const orderFor = (subscription: string, generation = 1, letter = 'B') => order(letter, generation, { subscription });

describe('the sign-in at a Trinity backend', () => {
  it('is shared by simultaneous calls, and made again when the backend forgot it', async () => {
    const { trinity, client, redacted } = await startTrinity();
    await Promise.all([client.subscriptions(never), client.auth('coder', never), client.auth('idle', never)]);
    expect(trinity.calls.filter(call => call === 'POST /api/token')).toHaveLength(1);
    trinity.forgetSignIns();
    expect((await client.auth('coder', never)).subscription_name).toBe('Max A');
    expect(trinity.calls.filter(call => call === 'POST /api/token')).toHaveLength(2);
    expect(redacted).toContain('bearer-number-1');
  });

  it('is not needed with an API key', async () => {
    const { trinity, client } = await startTrinity(TRINITY_KEY);
    expect((await client.subscriptions(never)).map(({ name }) => name)).toEqual(['Max A', 'Max B']);
    expect(trinity.calls).not.toContain('POST /api/token');
  });

  it.each([
    [401, '{"detail":"Incorrect password"}', 'trinity_unauthorized'],
    [403, '{"detail":"Second factor required"}', 'trinity_second_factor'],
    [200, '{"access_token":7}', 'trinity_malformed'],
  ])('fails by name for %i %s', async (status, body, code) => {
    const { trinity, client } = await startTrinity();
    trinity.script.set('POST /api/token', { status, body });
    await expect(client.subscriptions(never)).rejects.toMatchObject({ code });
    expect(trinity.calls).toEqual(['POST /api/token']);
  });

  it('whose secret cannot be read is a failure of that backend, not of everything', async () => {
    const { trinity } = await startTrinity();
    const session = new TrinitySession({
      url: trinity.url,
      credentials: () =>
        Promise.reject(new GatehouseError('locked', 'The keychain is locked.', { remedy: 'Unlock it.' })),
      clock: new SystemClock(),
      scrubber: new Redactor(),
      redact: () => undefined,
    });
    onTestFinished(() => session.close());
    const agent = new TrinityAgent({ name: 'coder', client: new TrinityClient(session) });
    expect(await agent.health(never)).toMatchObject({
      state: 'down',
      reason: 'The sign-in for the Trinity backend cannot be read. The keychain is locked.',
    });
    expect(await agent.reload(orderFor('Max B'), never)).toMatchObject({ kind: 'unreachable' });
    expect(trinity.calls).toEqual([]);
  });

  it('is tried twice at most for one call', async () => {
    const { trinity, client } = await startTrinity();
    trinity.script.set('GET /api/subscriptions', { status: 401, body: '{}' });
    await expect(client.subscriptions(never)).rejects.toMatchObject({ code: 'trinity_unauthorized', status: 401 });
    expect(trinity.calls.filter(call => call === 'POST /api/token')).toHaveLength(2);
  });

  it('goes on for the others when the caller that began it leaves', async () => {
    const { client } = await startTrinity();
    const leave = new AbortController();
    const first = client.auth('coder', leave.signal);
    const second = client.auth('coder', never);
    leave.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect((await second).subscription_name).toBe('Max A');
  });
});

describe('the Trinity client', () => {
  it.each([
    [400, '{"detail":"bad name"}', 'trinity_refused'],
    [403, '{"detail":"Admin access required"}', 'trinity_forbidden'],
    [404, '{"detail":"Subscription not found"}', 'trinity_not_found'],
    [422, '{"detail":[{"msg":"threshold"}]}', 'trinity_refused'],
    [429, '{}', 'trinity_busy'],
    [500, '<html>', 'trinity_failed'],
    [503, '{"detail":"no encryption key"}', 'trinity_unavailable'],
    [200, '{"id":', 'trinity_malformed'],
    [200, '{"id":"x"}', 'trinity_malformed'],
    [200, ' '.repeat(1_100_000), 'trinity_malformed'],
    [302, '', 'trinity_redirected'],
  ])('names a %i as an error with a remedy (%#)', async (status, body, code) => {
    const { trinity, client } = await startTrinity(TRINITY_KEY);
    trinity.script.set('*', { status, body, headers: { location: 'http://127.0.0.1:1/' } });
    await expect(client.subscription('Max A', never)).rejects.toMatchObject({ code, remedy: expect.any(String) });
  });

  it('takes no number for a share or an age that is none', async () => {
    const { trinity, client } = await startTrinity();
    const window = { utilization_pct: 1e300, resets_at: null, status: null };
    const headroom = { five_hour: window, seven_day: { ...window, utilization_pct: 103 }, snapshot_age_seconds: 1e300 };
    const body = JSON.stringify({ subscription_id: '1', headroom });
    trinity.script.set('GET /api/subscriptions/1/usage', { status: 200, body });
    expect((await client.usage('1', never)).headroom).toMatchObject({
      five_hour: { utilization_pct: null },
      seven_day: { utilization_pct: 103 },
      snapshot_age_seconds: null,
    });
  });

  it('lets no text of the backend act on a terminal', async () => {
    const { trinity, client } = await startTrinity();
    const escape = '\u001b]0;mine\u0007';
    const line = { id: '1', name: 'Max A', subscription_type: `ma${escape}x\nline` };
    const body = JSON.stringify([line, { ...line, name: `Max${escape}` }]);
    trinity.script.set('GET /api/subscriptions', { status: 200, body });
    expect(await client.subscriptions(never)).toMatchObject([
      { name: 'Max A', subscription_type: 'ma ]0;mine x line' },
    ]);
    const auth = { agent_name: 'coder', auth_mode: 'subscription', subscription_name: `B${escape}` };
    trinity.script.set('GET /api/subscriptions/agents/coder/auth', { status: 200, body: JSON.stringify(auth) });
    expect((await client.auth('coder', never)).subscription_name).toBeNull();
  });

  it('leaves out the lines of a list that make no sense, and takes both forms of a list', async () => {
    const { trinity, client } = await startTrinity(TRINITY_KEY);
    const lines = [{ name: 'a', status: 'running' }, { name: 7 }, null, 'b', { name: 'c', status: {} }];
    trinity.script.set('GET /api/agents', { status: 200, body: JSON.stringify({ agents: lines }) });
    expect(await client.agents(never)).toEqual([
      { name: 'a', status: 'running' },
      { name: 'c', status: null },
    ]);
    trinity.script.set('GET /api/agents/subscription-pressure', {
      status: 200,
      body: JSON.stringify([
        { agent_name: 'a', failure_events_24h: -3, utilization_5h_pct: 'x', rate_limited_now: true },
      ]),
    });
    expect(await client.pressure(never)).toMatchObject([
      { agent_name: 'a', failure_events_24h: 0, utilization_5h_pct: null, rate_limited_now: true },
    ]);
  });

  it('reads usage with and without a reading of the provider', async () => {
    const { trinity, client } = await startTrinity(TRINITY_KEY);
    const headroom = {
      five_hour: { utilization_pct: 42, resets_at: '2026-01-01T00:00:00Z', status: 'allowed' },
      status: 'ok',
    };
    const usage = {
      subscription_id: 's',
      failure_events_24h: 2,
      rate_limited_now: false,
      source: 'anthropic',
      headroom,
    };
    trinity.script.set('GET /api/subscriptions/s/usage', { status: 200, body: JSON.stringify(usage) });
    expect((await client.usage('s', never)).headroom?.five_hour?.utilization_pct).toBe(42);
    trinity.script.set('POST /api/subscriptions/s/usage/refresh', { status: 200, body: '{"subscription_id":"s"}' });
    const { headroom: none, failure_events_24h } = await client.refreshUsage('s', never);
    expect([none, failure_events_24h]).toEqual([undefined, 0]);
  });

  it('reads and sets switches, removes, tests and starts', async () => {
    const { trinity, client } = await startTrinity(TRINITY_KEY);
    expect(await client.setting('auto-switch', never)).toBe(true);
    expect(await client.set('api-key-fallback', false, never)).toBe(false);
    trinity.script.set('*', {
      status: 200,
      body: '{"success":true,"agents_cleared":3,"valid":false,"status":"format"}',
    });
    expect(await client.remove('Max A', never)).toBe(3);
    expect(await client.test(oauthToken('B'), never)).toMatchObject({ valid: false, status: 'format' });
    await client.startAgent('coder', never);
    expect(trinity.calls.slice(-3)).toEqual([
      'DELETE /api/subscriptions/Max%20A',
      'POST /api/subscriptions/test',
      'POST /api/agents/coder/start',
    ]);
  });
});

describe('an agent of a Trinity backend', () => {
  it('is switched by the name of the subscription, and no token is sent unless asked for', async () => {
    const { trinity, client } = await startTrinity();
    const agent = new TrinityAgent({ name: 'coder', client });
    expect(await agent.reload(orderFor('Max B'), never)).toMatchObject({ kind: 'reloaded', durable: true });
    expect(trinity.assigned.get('coder')).toBe('Max B');
    expect(trinity.uploads).toEqual([]);
    expect(await agent.health(never)).toMatchObject({ state: 'up', subscription: 'Max B' });
    const uploading = new TrinityAgent({ name: 'coder', client, uploadTokens: true });
    expect(await uploading.reload(orderFor('Max C'), never)).toMatchObject({ kind: 'reloaded' });
    expect(trinity.uploads).toEqual([{ name: 'Max C', token: oauthToken('B') }]);
  });

  it('is not touched when it is on the subscription already', async () => {
    const { trinity, client } = await startTrinity();
    const agent = new TrinityAgent({ name: 'coder', client });
    expect(await agent.reload(orderFor('Max A'), never)).toMatchObject({ kind: 'reloaded' });
    expect(trinity.calls.filter(call => call.startsWith('PUT'))).toEqual([]);
    // The same name with another token: Gatehouse cannot put it there, and does not claim it did.
    expect(await agent.reload(orderFor('Max A', 2, 'C'), never)).toMatchObject({ kind: 'rejected', status: 409 });
  });

  it.each([
    ['hot_reloaded', { kind: 'reloaded' }],
    ['success', { kind: 'reloaded' }],
    ['not_running', { kind: 'not-running' }],
    ['no_container', { kind: 'no-container' }],
    ['failed: image missing', { kind: 'rejected', reason: 'failed: image missing' }],
  ])('tells what the backend did: %s', async (result, expected) => {
    const { trinity, client } = await startTrinity();
    trinity.restartResult = result;
    expect(await new TrinityAgent({ name: 'coder', client }).reload(orderFor('Max B'), never)).toMatchObject(expected);
  });

  it('tells a name that the backend does not know, and a backend that is gone', async () => {
    const { client, session } = await startTrinity();
    const reload = (name: string, subscription: string) =>
      new TrinityAgent({ name, client }).reload(orderFor(subscription), never);
    expect(await reload('coder', 'Max Z')).toMatchObject({ kind: 'rejected', status: 404 });
    expect(await reload('nobody', 'Max A')).toMatchObject({ kind: 'rejected', status: 404 });
    await session.close();
    expect(await reload('coder', 'Max B')).toMatchObject({ kind: 'unreachable' });
  });

  it('A10: a caller that is no administrator is refused before anything is stored or assigned', async () => {
    const { trinity, client } = await startTrinity();
    trinity.script.set('POST /api/subscriptions', { status: 403, body: '{"detail":"Admin access required"}' });
    const agent = new TrinityAgent({ name: 'coder', client, uploadTokens: true });
    expect(await agent.reload(orderFor('Max B'), never)).toMatchObject({ kind: 'rejected', status: 403 });
    expect(trinity.assigned.get('coder')).toBe('Max A');
    expect(trinity.calls.filter(call => call.startsWith('PUT'))).toEqual([]);
  });

  it('refuses older orders and carries out simultaneous ones one after the other', async () => {
    const { trinity, client } = await startTrinity();
    const agent = new TrinityAgent({ name: 'coder', client });
    const replies = await Promise.all([
      agent.reload(orderFor('Max B', 3), never),
      agent.reload(orderFor('Max A', 2), never),
      agent.revoke({ generation: 1 }, never),
    ]);
    expect(replies.map(({ kind }) => kind)).toEqual(['reloaded', 'stale', 'stale']);
    expect(trinity.assigned.get('coder')).toBe('Max B');
  });

  it('loses its subscription once', async () => {
    const { trinity, client } = await startTrinity();
    const agent = new TrinityAgent({ name: 'coder', client });
    expect(await agent.revoke({ generation: 1 }, never)).toMatchObject({ kind: 'reloaded' });
    expect(await agent.revoke({ generation: 2 }, never)).toMatchObject({ kind: 'reloaded' });
    expect(trinity.calls.filter(call => call.startsWith('DELETE'))).toHaveLength(1);
    expect(trinity.assigned.get('coder')).toBeNull();
  });
});
