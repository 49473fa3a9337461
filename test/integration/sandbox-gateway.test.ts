import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { SandboxGateway, type SandboxGatewayOptions, type StartOptions } from '../../electron/sandbox/index.ts';
import { SeededRandom } from '../../electron/sandbox/seeded-random.ts';
import { ReferenceClient } from '../helpers/reference-client.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';
import { Bench } from '../unit/gateway/support.ts';

const TOKEN = 'sandbox-token-of-a-test';

async function started(
  changes: Partial<SandboxGatewayOptions> = {},
  start: StartOptions = {},
): Promise<SandboxGateway> {
  const gateway = new SandboxGateway({
    clock: new SystemClock(),
    random: new SeededRandom('sandbox-gateway-test'),
    secrets: new SystemRandom(),
    auth: { mode: 'token', token: TOKEN },
    ...changes,
  });
  onTestFinished(() => gateway.stop());
  await gateway.start(new AbortController().signal, start);
  return gateway;
}

const reference = (gateway: SandboxGateway, options: ConstructorParameters<typeof ReferenceClient>[0] = {}) =>
  new ReferenceClient({ url: gateway.url, token: TOKEN, ...options }).start();

/** Our own client at the gateway, both by the same hand-moved clock. */
function own(gateway: SandboxGateway, clock: Clock, changes: ConstructorParameters<typeof Bench>[0] = {}): Bench {
  return new Bench({ url: gateway.url, shared: { token: TOKEN }, clock, ...changes }).start();
}

describe('judged by the reference client', () => {
  it('lets in a signed device and gives it a token', async () => {
    const gateway = await started();
    const client = reference(gateway);
    const hello = await client.hellos.next();
    expect(hello.server.version).toBe('2026.9.1-sandbox');
    expect(hello.auth.scopes).toEqual(['operator.read']);
    expect(hello.auth.deviceToken).toMatch(/^[\w-]{43}$/);
    expect(client.storedToken).toBe(hello.auth.deviceToken);
    expect(gateway.connections()).toMatchObject([
      { clientId: 'gateway-client', mode: 'ui', deviceId: client.deviceId },
    ]);
  });

  it('tells who is present before the hello and everybody’s health after it', async () => {
    const client = reference(await started());
    expect(await client.events.next()).toMatchObject({ event: 'presence', seq: 1 });
    await client.hellos.next();
    expect(await client.events.next()).toMatchObject({ event: 'health', seq: 2 });
  });

  it('answers what a tray asks for, in the shapes of the protocol', async () => {
    const gateway = await started();
    const client = reference(gateway, { scopes: ['operator.admin'] });
    const hello = await client.hellos.next();
    const waits = ['device.scopes.requestUpgrade', 'device.scopes.waitUpgrade', 'gateway.restart.request'];
    const needParams = /^device\.(pair\.(approve|reject)|token)/;
    const methods = hello.features.methods.filter(name => !waits.includes(name) && !needParams.test(name));
    for (const method of methods) await client.request(method);
    expect(methods).toEqual(
      expect.arrayContaining([
        'health',
        'status',
        'system-presence',
        'channels.status',
        'sessions.list',
        'sessions.subscribe',
        'usage.status',
        'models.list',
        'models.authStatus',
        'system.info',
        'gateway.restart.preflight',
        'update.status',
      ]),
    );
    expect(client.judge.applied.get('ModelsListResult')).toBe(1);
  });

  it('names the scope that is missing', async () => {
    const client = reference(await started());
    await client.hellos.next();
    await expect(client.request('gateway.restart.request')).rejects.toMatchObject({
      details: { code: 'MISSING_SCOPE', missingScope: 'operator.admin' },
    });
    await expect(client.request('no.such.method')).rejects.toMatchObject({ details: { code: 'MISSING_SCOPE' } });
  });

  it('says that it is starting until it has started', async () => {
    const gateway = await started({}, { startupMs: Number.POSITIVE_INFINITY });
    const client = reference(gateway);
    expect(await client.closes.next()).toEqual({ code: 1013, reason: 'gateway starting' });
    gateway.finishStartup();
    await client.hellos.next();
    expect(client.errors).toEqual([]);
  });

  it('restarts on request, with a goodbye and another boot id', async () => {
    const gateway = await started();
    gateway.restartStyle = {};
    const client = reference(gateway, { scopes: ['operator.admin'] });
    const before = await client.hellos.next();
    expect(await client.request('gateway.restart.request')).toMatchObject({ status: 'scheduled' });
    expect(await client.events.until(({ event }) => event === 'shutdown')).toMatchObject({
      payload: { reason: 'gateway restarting', restartExpectedMs: 1_500 },
    });
    expect(await client.closes.next()).toEqual({ code: 1012, reason: 'service restart' });
    const after = await client.hellos.next();
    expect(after.server.bootId).not.toBe(before.server.bootId);
    expect(after.auth.deviceToken).toBe(before.auth.deviceToken);
  });

  it('lets nobody in before approval, and everybody after it', async () => {
    const gateway = await started({ approvesLocal: false });
    const client = reference(gateway);
    expect(await client.pauses.next()).toMatchObject({ code: 1008, detailCode: 'PAIRING_REQUIRED' });
    const [request] = gateway.pairing.pending();
    expect(request).toMatchObject({ reason: 'not-paired', claim: { displayName: 'Reference' } });
    gateway.pairing.approve(request!.requestId);
    client.start();
    const hello = await client.hellos.next();
    expect(hello.auth.deviceToken).toMatch(/^[\w-]{43}$/);
  });

  it('gives wider access on a live connection once somebody approved it', async () => {
    const gateway = await started();
    const client = reference(gateway);
    const approver = reference(gateway, { scopes: ['operator.pairing'], clientDisplayName: 'Approver' });
    await Promise.all([client.hellos.next(), approver.hellos.next()]);
    const { requestId } = (await client.request('device.scopes.requestUpgrade', { scopes: ['operator.admin'] })) as {
      requestId: string;
    };
    await approver.events.until(({ event }) => event === 'device.pair.requested');
    const outcome = client.request('device.scopes.waitUpgrade', { requestId });
    await approver.request('device.pair.approve', { requestId });
    expect(await outcome).toMatchObject({ status: 'approved', scopes: ['operator.read', 'operator.admin'] });
    await approver.events.until(({ event }) => event === 'device.pair.resolved');
  });

  it.each([
    ['a wrong token', { token: 'wrong' }, 'AUTH_TOKEN_MISMATCH'],
    ['no token', { token: '' }, 'AUTH_TOKEN_MISSING'],
    ['a password in place of the token', { token: '', password: 'wrong' }, 'AUTH_TOKEN_MISSING'],
    ['an old protocol', { minProtocol: 3, maxProtocol: 3 }, 'PROTOCOL_MISMATCH'],
  ])('refuses %s', async (_what, options, detailCode) => {
    const client = reference(await started(), options);
    expect(await client.pauses.next()).toMatchObject({ detailCode });
  });

  it('closes with 4001 when the device token is taken away, and asks for approval then', async () => {
    const gateway = await started();
    const client = reference(gateway);
    await client.hellos.next();
    gateway.pairing.revoke(client.deviceId);
    expect(await client.closes.next()).toEqual({ code: 4001, reason: 'device removed' });
    expect(await client.pauses.next()).toMatchObject({ detailCode: 'PAIRING_REQUIRED' });
    expect(gateway.pairing.pending()).toMatchObject([{ reason: 'role-upgrade' }]);
  });

  it('skips numbers when told to', async () => {
    const gateway = await started();
    const client = reference(gateway);
    await client.hellos.next();
    gateway.faults.skipSequence(3);
    gateway.faults.flood(1);
    expect(await client.gaps.next()).toEqual({ expected: 3, received: 6 });
  });

  it.each([
    'rate-limit',
    'insufficient-quota',
    'payment-required',
    'unauthorized',
    'forbidden',
    'server-error',
    'overloaded',
    'cooldown',
  ] as const)('tells of a provider failure (%s) in the protocol’s own events', async kind => {
    const gateway = await started();
    const client = reference(gateway);
    await client.hellos.next();
    const runId = gateway.faults.providerFailure(kind);
    const isChat = ({ event }: { readonly event: string }): boolean => event === 'chat';
    const first = await client.events.until(isChat);
    const second = await client.events.until(isChat);
    expect([first.payload, second.payload]).toMatchObject([
      { runId, state: 'error' },
      { runId, state: 'error', seq: 1 },
    ]);
    expect(client.judge.applied.get('AgentEvent')).toBeGreaterThan(0);
  });
});

describe('with our own client', () => {
  it('is connected to, asked, and left', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const bench = own(gateway, clock);
    await bench.shows('ready');
    await bench.until(() => bench.parts.some(({ method }) => method === 'sessions.list'));
    expect(gateway.connections()).toMatchObject([{ isSubscribed: true, scopes: ['operator.read'] }]);
    await bench.client.stop();
    expect(gateway.connections()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('drains, restarts, and is found again', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const bench = own(gateway, clock);
    await bench.shows('ready');
    await bench.until(() => bench.parts.some(({ method }) => method === 'sessions.list'));
    const drained = gateway.drain(120_000);
    await expect(bench.client.request('status')).rejects.toMatchObject({ code: 'gateway_refused' });
    await bench.shows('restarting');
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/startupz`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { status: 'draining' }]);
    await clock.advance(120_000);
    await drained;
    const first = gateway.bootId;
    await gateway.restart({ startupMs: 900 });
    await bench.reaches('waiting');
    expect(bench.state).toBe('restarting');
    await clock.advance(1_000);
    for (let looks = 0; bench.state !== 'ready' && looks < 20; looks += 1) await clock.advance(500);
    expect(bench.state).toBe('ready');
    expect(gateway.bootId).not.toBe(first);
  });

  it('comes back after a crash at the same port', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const { port } = gateway;
    const bench = own(gateway, clock);
    await bench.shows('ready');
    await gateway.crash();
    await bench.reaches('waiting');
    await gateway.start(new AbortController().signal);
    expect(gateway.port).toBe(port);
    await clock.advance(1_000);
    await bench.reaches('ready');
  });

  it('connects by itself after an approval by hand', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock, approvesLocal: false });
    const bench = own(gateway, clock);
    await bench.shows('waiting-for-approval');
    gateway.pairing.approve(gateway.pairing.pending()[0]!.requestId);
    await clock.advance(60_000);
    await bench.reaches('ready');
    expect([...bench.secrets.values.keys()].some(name => name.startsWith('gateway.token.'))).toBe(true);
  });

  it('shows a suspension, and its end', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const bench = own(gateway, clock);
    await bench.shows('ready');
    gateway.suspend();
    await bench.shows('suspended');
    gateway.resume();
    await bench.shows('ready');
  });

  it.each([
    ['silent', 'half-open'],
    ['mute', 'stalled'],
  ] as const)('is found dead when frozen %s', async (mode, reason) => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const bench = own(gateway, clock);
    await bench.shows('ready');
    await bench.until(() => bench.parts.some(({ method }) => method === 'sessions.list'));
    gateway.faults.freeze(mode);
    for (let looks = 0; !bench.reasons.includes(reason) && looks < 20; looks += 1) await clock.advance(10_000);
    expect(bench.reasons).toContain(reason);
    gateway.faults.thaw();
    for (let looks = 0; bench.state !== 'ready' && looks < 30; looks += 1) await clock.advance(2_000);
    expect(bench.state).toBe('ready');
  });

  it.each([
    ['another protocol', (gateway: SandboxGateway) => void (gateway.faults.protocol = 5), 'protocol-old-client'],
    ['a lockout', (gateway: SandboxGateway) => gateway.faults.lockOut(300_000), 'rate-limited'],
    [
      'a changed secret',
      (gateway: SandboxGateway) => void (gateway.auth = { mode: 'password', password: 'p' }),
      'password-missing',
    ],
  ])('refuses after %s', async (_what, change, reason) => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    change(gateway);
    const bench = own(gateway, clock);
    await bench.shows('refused');
    expect(bench.client.snapshot()).toMatchObject({ reason });
  });

  it('is outlived when it floods, and left for a moment when it sends a frame above the limit', async () => {
    const clock = new VirtualClock();
    const gateway = await started({ clock });
    const bench = own(gateway, clock);
    await bench.shows('ready');
    gateway.faults.flood(5_000);
    await bench.until(() => bench.frames.filter(({ event }) => event === 'agent').length === 5_000);
    gateway.faults.oversize();
    await bench.reaches('waiting');
    expect(gateway.connections()).toEqual([]);
    await clock.advance(1_000);
    await bench.reaches('ready');
  });
});
