import { describe, expect, it } from 'vitest';
import { GatewayHealthModel } from '../../../../electron/contract/index.ts';
import { READERS } from '../../../../electron/core/gateway/health/readers.ts';
import { answer, asked, played, refuse } from '../played.ts';

const methods = [
  'health',
  'system-presence',
  'sessions.subscribe',
  'sessions.list',
  'channels.status',
  'exec.approval.list',
  'last-heartbeat',
  'models.list',
  'models.authStatus',
  'usage.status',
];
const channels = (account: Record<string, unknown>) => ({
  channelOrder: ['telegram'],
  channelLabels: { telegram: 'Telegram' },
  channelAccounts: { telegram: [{ accountId: 'default', enabled: true, configured: true, running: true, ...account }] },
});

type Played = ReturnType<typeof played>;
type Answers = Readonly<Record<string, unknown>>;

/** Answers everything that is asked on the last socket, until nothing is asked any more. */
async function serve(sut: Played, answers: Answers = {}): Promise<void> {
  const done = new Set<string>();
  for (let isNew = true; isNew; ) {
    await sut.clock.advance(0);
    isNew = false;
    for (const { id, method } of sut.sockets.last.sent.slice(1)) {
      if (done.has(id)) continue;
      done.add(id);
      isNew = true;
      sut.sockets.last.frame({ type: 'res', id, ok: true, payload: answers[method] ?? {} });
    }
  }
}

async function ready(answers: Answers = {}, scopes = ['operator.read']): Promise<Played> {
  const sut = played(socket => socket.hello({ methods, scopes }));
  await serve(sut, answers);
  await sut.clock.advance(250);
  return sut;
}

/** The rest of the first minute of a connection, with a sign of life in it. */
async function minutePasses(sut: Played): Promise<void> {
  await sut.clock.advance(29_750);
  sut.sockets.last.event('tick');
  await sut.clock.advance(30_000);
}

describe('the health of a gateway', () => {
  it('is read part by part, bounded, and without prompts, paths and error texts', async () => {
    const planted = 'planted prompt /home/someone/secret';
    const sut = await ready({
      health: {
        ok: true,
        eventLoop: { degraded: false, reasons: [planted, 'gc'], delayP99Ms: 33.3, utilization: 0.003 },
        plugins: { loaded: ['a', 'b'], errors: [{ path: planted }], unavailable: [] },
        agents: [{ agentId: 'main', heartbeat: { prompt: planted } }],
      },
      'system-presence': [
        { host: 'studio', mode: 'gateway', platform: 'linux', version: '2026.9.1', text: planted, ts: 5 },
      ],
      'sessions.list': {
        totalCount: 900,
        sessions: Array.from({ length: 300 }, (_, index) => ({
          key: `agent:main:${index}`,
          status: index === 1 ? 'failed' : 'running',
          lastRunError: index === 1 ? planted : undefined,
          derivedTitle: planted,
          model: 'm1',
          modelProvider: 'fake',
          updatedAt: 7,
          totalTokens: 12,
          estimatedCostUsd: 0.5,
        })),
      },
      'channels.status': channels({ connected: true, lastError: planted }),
      'last-heartbeat': { ts: 9, status: 'skipped', reason: 'no-route', message: planted },
      'models.list': { models: [{ id: 'm1', provider: 'fake', tags: ['default'], available: true }] },
      'models.authStatus': { providers: [{ provider: 'fake', status: 'static', profiles: [{ id: planted }] }] },
      'usage.status': {
        providers: [
          {
            provider: 'fake',
            displayName: 'Fake',
            plan: 'pro',
            error: planted,
            windows: [
              { label: '5h', usedPercent: 42, resetAt: 99 },
              { label: 'odd', usedPercent: 'much' },
            ],
          },
        ],
      },
    });
    const details = sut.client.details();
    expect(GatewayHealthModel.parse(details)).toEqual(details);
    expect(details.system).toMatchObject({ state: 'ok', value: { agents: 1, plugins: { loaded: 2, failed: 1 } } });
    expect(details.system.value?.eventLoop).toEqual({
      degraded: false,
      reasons: ['gc'],
      delayP99Ms: 33.3,
      utilization: 0.003,
    });
    expect(details.presence.value).toEqual([
      { host: 'studio', mode: 'gateway', platform: 'linux', version: '2026.9.1', at: 5 },
    ]);
    expect(details.sessions.value).toMatchObject({ total: 900, running: 49, failed: 1 });
    expect(details.sessions.value?.list).toHaveLength(50);
    expect(details.channels.value).toEqual([
      { id: 'telegram', label: 'Telegram', account: null, state: 'connected', reconnectAttempts: 0, hasError: true },
    ]);
    expect(details.heartbeat.value).toEqual({ at: 9, status: 'skipped', reason: 'no-route' });
    expect(details.usage.value?.providers).toEqual([
      {
        provider: 'fake',
        displayName: 'Fake',
        plan: 'pro',
        windows: [{ label: '5h', usedPercent: 42, resetAt: 99 }],
        hasError: true,
      },
    ]);
    expect(details.auth.value).toEqual([{ provider: 'fake', status: 'static', expiresAt: null, profiles: 1 }]);
    expect(JSON.stringify([details, sut.events, sut.log, sut.client.snapshot()])).not.toContain('planted');
  });

  it('degrades part by part: without a scope, without a method, with an answer of another form', async () => {
    const sut = played(socket => socket.hello({ methods: methods.filter(method => method !== 'usage.status') }));
    await serve(sut, { 'sessions.list': { sessions: 'none' }, 'models.list': { models: [] } });
    const { approvals, usage, sessions, models } = sut.client.details();
    expect(approvals).toMatchObject({ state: 'missing-scope', reason: 'It needs operator.approvals.', value: null });
    expect(usage).toMatchObject({ state: 'unsupported', value: null });
    expect(sessions).toMatchObject({ state: 'failed', reason: 'The gateway answered in an unknown form.' });
    expect(models).toMatchObject({ state: 'ok', reason: null, value: [] });
    expect(asked(sut, 'exec.approval.list') + asked(sut, 'usage.status')).toBe(0);
    expect(sut.state).toBe('ready');
  });

  it('asks no more on this connection for what turned out to need a scope', async () => {
    const sut = played(socket => socket.hello({ methods: ['health', 'channels.status'] }));
    await sut.clock.advance(0);
    const details = { code: 'MISSING_SCOPE', missingScope: 'operator.admin' };
    refuse(sut, 'channels.status', { code: 'FORBIDDEN', message: '', details });
    for (let minute = 0; minute < 10; minute += 1) {
      await sut.clock.advance(30_000);
      sut.sockets.last.event('tick');
      sut.sockets.last.event('channels.changed');
    }
    expect(asked(sut, 'channels.status')).toBe(1);
    expect(sut.client.details().channels).toMatchObject({ state: 'missing-scope', reason: 'It needs operator.admin.' });
  });

  it('keeps what it knew as stale when the connection is gone, and while the gateway refuses', async () => {
    const sut = await ready({ 'channels.status': channels({ connected: true }) });
    await minutePasses(sut);
    answer(sut, 'sessions.list', { sessions: [] });
    await sut.clock.advance(0);
    refuse(sut, 'channels.status', { code: 'UNAVAILABLE', message: '', retryable: true, retryAfterMs: 1_000 });
    await sut.clock.advance(0);
    expect(sut.client.details().channels).toMatchObject({ state: 'stale', value: [{ state: 'connected' }] });
    await sut.client.stop();
    const { channels: part, presence } = sut.client.details();
    expect(part).toMatchObject({ state: 'stale', value: [{ id: 'telegram' }] });
    expect(presence.state).not.toBe('ok');
    expect(sut.clock.pending).toBe(0);
  });
});

describe('what keeps it fresh', () => {
  it('subscribes once per connection, and again on the next one', async () => {
    const sut = await ready();
    sut.sockets.last.event('tick', {}, 1);
    sut.sockets.last.event('tick', {}, 9);
    await serve(sut);
    expect(asked(sut, 'sessions.subscribe')).toBe(1);
    expect(asked(sut, 'sessions.list')).toBe(2);
    sut.client.reconnect();
    await serve(sut);
    expect(asked(sut, 'sessions.subscribe')).toBe(1);
  });

  it('asks once for a swarm of changes, and not more often than every 5 s', async () => {
    const sut = await ready();
    for (let change = 0; change < 500; change += 1) sut.sockets.last.event('sessions.changed', { key: 'a' });
    await sut.clock.advance(4_749);
    expect(asked(sut, 'sessions.list')).toBe(1);
    await sut.clock.advance(1);
    expect(asked(sut, 'sessions.list')).toBe(2);
    expect(asked(sut, 'usage.status')).toBe(1);
  });

  it('asks for cheap parts every minute, for costly ones every five', async () => {
    const sut = await ready();
    for (let minute = 0; minute < 10; minute += 1) {
      await sut.clock.advance(30_000);
      await serve(sut);
      await sut.clock.advance(30_000);
      await serve(sut);
    }
    expect(asked(sut, 'channels.status')).toBe(11);
    expect(asked(sut, 'usage.status')).toBe(3);
    expect(sut.state).toBe('ready');
  });

  it('reads the parts that come as events, once for a flood, and says that something changed', async () => {
    const sut = await ready();
    const before = sut.events.length;
    for (let entry = 0; entry < 20_000; entry += 1) {
      sut.sockets.last.event('presence', { presence: [{ host: `host-${entry}`, ts: 1 }] });
    }
    expect(sut.clock.pending).toBeLessThan(10);
    await sut.clock.advance(250);
    expect(sut.events.slice(before).map(({ type }) => type)).toEqual(['statusChanged']);
    expect(sut.client.details().presence.value).toMatchObject([{ host: 'host-19999' }]);
  });

  it('knows an update from the event, and that there is none', async () => {
    const sut = await ready();
    expect(sut.client.details().update).toMatchObject({ state: 'ok', value: null });
    const updateAvailable = { currentVersion: '2026.9.1', latestVersion: '2026.10.0', channel: 'stable' };
    sut.sockets.last.event('update.available', { updateAvailable, schedule: {} });
    expect(sut.client.details().update.value).toEqual(updateAvailable);
    sut.sockets.last.event('update.available', { updateAvailable: null });
    expect(sut.client.details().update.value).toBeNull();
  });
});

describe('what a person is told', () => {
  it('of a channel that is configured and not connected, once it has had its time', async () => {
    const sut = await ready({ 'channels.status': channels({ connected: false }) });
    expect(sut.client.snapshot().health).toBe('well');
    await minutePasses(sut);
    expect(sut.client.snapshot()).toMatchObject({
      state: 'ready',
      health: 'needs-you',
      reason: 'channel-disconnected',
      sentence: 'Telegram is configured at studio, but not connected.',
      remedy: { text: expect.stringMatching(/\.$/) },
    });
    answer(sut, 'sessions.list', { sessions: [] });
    await sut.clock.advance(0);
    answer(sut, 'channels.status', channels({ connected: true }));
    await sut.clock.advance(250);
    expect(sut.client.snapshot()).toMatchObject({ health: 'well', sentence: 'Connected to studio.' });
  });

  it.each([
    ['disabled', { enabled: false, connected: false }],
    ['not configured', { configured: false, connected: false }],
    ['without such a thing as a connection', {}],
  ])('nothing of a channel that is %s', async (_name, account) => {
    const sut = await ready({ 'channels.status': channels(account) });
    await minutePasses(sut);
    await serve(sut, { 'channels.status': channels(account) });
    expect(sut.client.details().concerns).toEqual([]);
  });

  it.each([
    ['health', { eventLoop: { degraded: true, delayP99Ms: 812.4 } }, 'gateway-overloaded', 'working'],
    [
      'models.authStatus',
      { providers: [{ provider: 'fake', status: 'expired' }] },
      'provider-sign-in-expired',
      'needs-you',
    ],
    ['channels.status', channels({ linked: false }), 'channel-not-linked', 'needs-you'],
    ['last-heartbeat', { ts: 1, status: 'failed', reason: 'agent-runner-failure' }, 'heartbeat-failed', 'needs-you'],
    ['exec.approval.list', [{ id: 1 }, { id: 2 }], 'approval-waiting', 'needs-you'],
    [
      'models.list',
      {
        models: [{ id: 'm1', provider: 'fake', tags: ['default'], available: false, unavailableReason: 'auth-failed' }],
      },
      'default-model-auth-failed',
      'needs-you',
    ],
    [
      'models.list',
      { models: [{ id: 'm1', provider: 'fake', tags: ['default'], available: false, unavailableReason: 'cooldown' }] },
      'default-model-cooldown',
      'working',
    ],
  ])('of %s answering %j: %s', async (method, payload, reason, health) => {
    const sut = await ready({ [method]: payload }, ['operator.read', 'operator.approvals']);
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', health, reason });
    for (const concern of sut.client.details().concerns) expect(concern.sentence).toMatch(/\.$/);
  });

  it('a name of a channel never becomes part of a command unless it is a plain word', async () => {
    const accounts = [{ accountId: 'a', configured: true, linked: false }];
    const sut = await ready({ 'channels.status': { channelAccounts: { 'x; rm -rf ~': accounts } } });
    expect(sut.client.snapshot().remedy?.text).not.toContain('rm');
  });

  it('reads no time that no calendar has, and no more channels than it shows', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`c${at}`, [{ accountId: 'a' }]]));
    let looked = 0;
    const counting = new Proxy(many, {
      getOwnPropertyDescriptor: (target, key) => {
        looked += 1;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    expect(READERS.channels({ channelAccounts: counting })).toHaveLength(50);
    // Listing the keys looks at each of them once.
    expect(looked).toBeLessThan(20_100);
    const session = { key: 'a', updatedAt: 1e300 };
    expect(READERS.sessions({ sessions: [session] })?.list[0]?.updatedAt).toBeNull();
    expect(READERS.heartbeat({ ts: 1e300, status: 'sent' })).toBeUndefined();
    const model = { id: 'm', provider: 'p', unavailableUntil: 8.64e15 + 1 };
    expect(READERS.models({ models: [model] })?.[0]?.until).toBeNull();
  });
});
