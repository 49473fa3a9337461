import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemRandom } from '../../../electron/core/platform/index.ts';
import { SANDBOX_HEADER, SandboxGateway, type SandboxGatewayOptions } from '../../../electron/sandbox/index.ts';
import { SeededRandom } from '../../../electron/sandbox/seeded-random.ts';
import { RawDevice, RawGatewayClient } from '../../helpers/raw-gateway-client.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const TOKEN = 'token-of-a-test';
const auth = { token: TOKEN };

async function opened(changes: Partial<SandboxGatewayOptions> = {}): Promise<{
  readonly gateway: SandboxGateway;
  readonly clock: VirtualClock;
  readonly dial: (headers?: Readonly<Record<string, string>>) => RawGatewayClient;
}> {
  const clock = new VirtualClock();
  const gateway = new SandboxGateway({
    clock,
    random: new SeededRandom('gateway-test'),
    secrets: new SystemRandom(),
    auth: { mode: 'token', token: TOKEN },
    ...changes,
  });
  onTestFinished(() => gateway.stop());
  await gateway.start(new AbortController().signal);
  return { gateway, clock, dial: headers => new RawGatewayClient(gateway.url, headers) };
}

describe('before the hello', () => {
  it.each([
    ['no JSON', 'hello?', { code: 1000, reason: '' }],
    ['no request', { type: 'event', event: 'x' }, { code: 1008, reason: 'invalid request frame' }],
    ['an envelope with an extra key', { type: 'req', id: '1', method: 'connect', extra: 1 }, { code: 1008 }],
    ['another request', { type: 'req', id: '1', method: 'health' }, { code: 1008 }],
    ['more than 64 KiB', 'x'.repeat(65_537), { code: 1009, reason: '' }],
  ])('closes on %s', async (_what, frame, close) => {
    const client = (await opened()).dial();
    await client.next();
    client.send(frame);
    expect(await client.closed).toMatchObject(close);
  });

  it('waits 15 s, and no longer', async () => {
    const { clock, dial } = await opened();
    const client = dial();
    await client.next();
    await clock.advance(15_000);
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
  });

  it('refuses the 33rd caller that has not signed in', async () => {
    const { dial } = await opened();
    for (let count = 0; count < 32; count += 1) await dial().next();
    const { socket } = dial();
    const status = await new Promise(resolve => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(503);
  });
});

describe('the parameters of connect', () => {
  it.each([
    ['an extra key', { extra: true }, undefined],
    [
      'a mode that does not exist',
      { client: { id: 'gateway-client', mode: 'operator', version: '1', platform: 'x' } },
      undefined,
    ],
    ['a role that does not exist', { role: 'admin' }, undefined],
    ['another protocol', { minProtocol: 5, maxProtocol: 6 }, 'PROTOCOL_MISMATCH'],
  ])('are refused with %s', async (_what, other, code) => {
    const { error } = await (await opened()).dial().connect({ auth, change: params => ({ ...params, ...other }) });
    expect(error).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(error?.details?.['code']).toBe(code);
  });

  it('may not come from a web page', async () => {
    const { error } = await (await opened()).dial({ origin: 'https://example.org' }).connect({ auth });
    expect(error).toMatchObject({ details: { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' } });
  });
});

describe('the device’s proof', () => {
  const now = Date.UTC(2026, 0, 1);

  it.each([
    ['v3', {}],
    ['v2', { version: 'v2' as const }],
    ['v3 signed 120 s ago', { signedAt: now - 120_000 }],
  ])('is taken as %s', async (_what, claim) => {
    const frame = await (await opened()).dial().connect({ auth, device: new RawDevice(), claim });
    expect(frame.payload).toMatchObject({ type: 'hello-ok', auth: { scopes: ['operator.read'] } });
  });

  it.each([
    ['signed 121 s ago', { signedAt: now - 121_000 }, 'DEVICE_AUTH_SIGNATURE_EXPIRED'],
    ['signed 121 s ahead', { signedAt: now + 121_000 }, 'DEVICE_AUTH_SIGNATURE_EXPIRED'],
    ['of a blank nonce', { nonce: ' ' }, 'DEVICE_AUTH_NONCE_REQUIRED'],
    ['of another nonce', { nonce: 'other' }, 'DEVICE_AUTH_NONCE_MISMATCH'],
    ['of another device', { id: 'ab'.repeat(32) }, 'DEVICE_AUTH_DEVICE_ID_MISMATCH'],
    ['of another text', { signature: 'AAAA' }, 'DEVICE_AUTH_SIGNATURE_INVALID'],
  ])('is refused when %s', async (_what, claim, code) => {
    const client = (await opened()).dial();
    const { error } = await client.connect({ auth, device: new RawDevice(), claim });
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', details: { code } });
    expect(await client.closed).toMatchObject({ code: 1008 });
  });
});

describe('signing in', () => {
  it('lets in a window without a device, with no scopes; a helper of the same host keeps them', async () => {
    const { dial } = await opened();
    const ui = await dial().connect({ auth });
    const helper = await dial().connect({ auth, client: { mode: 'backend' } });
    expect([ui.payload, helper.payload]).toMatchObject([
      { auth: { scopes: [] } },
      { auth: { scopes: ['operator.read'] } },
    ]);
  });

  it('asks for a device where nothing at all was sent', async () => {
    const { error } = await (await opened()).dial().connect();
    expect(error).toMatchObject({ code: 'NOT_PAIRED', details: { code: 'DEVICE_IDENTITY_REQUIRED' } });
  });

  it('takes the device’s own token in place of the shared one, for what it was given for', async () => {
    const { dial } = await opened();
    const device = new RawDevice();
    const hello = await dial().connect({ auth, device });
    const deviceToken = String((hello.payload?.['auth'] as Record<string, unknown>)['deviceToken']);
    const again = await dial().connect({ auth: { deviceToken }, device });
    expect(again.payload).toMatchObject({ auth: { deviceToken } });
    const wider = await dial().connect({ auth: { deviceToken }, device, scopes: ['operator.admin'] });
    expect(wider.error).toMatchObject({ details: { code: 'AUTH_SCOPE_MISMATCH' } });
  });

  it('rotates the token when the shared one widens the access', async () => {
    const { dial } = await opened();
    const device = new RawDevice();
    const tokenOf = (frame: { readonly payload?: Readonly<Record<string, unknown>> }): unknown =>
      (frame.payload?.['auth'] as Record<string, unknown>)['deviceToken'];
    const first = tokenOf(await dial().connect({ auth, device }));
    const second = tokenOf(await dial().connect({ auth, device, scopes: ['operator.admin'] }));
    const third = tokenOf(await dial().connect({ auth, device }));
    expect(second).not.toBe(first);
    expect(third).toBe(second);
  });

  it('makes wrong secrets wait longer each time', async () => {
    const { clock, dial } = await opened();
    for (const delayMs of [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
      const refused = dial().connect({ auth: { token: 'wrong' }, device: new RawDevice() });
      while (clock.pending < 2) await clock.advance(0);
      expect(clock.nextInMs).toBe(delayMs);
      await clock.advance(delayMs);
      expect((await refused).error).toMatchObject({
        details: { code: 'AUTH_TOKEN_MISMATCH', canRetryWithDeviceToken: true },
      });
      while (clock.pending > 0) await clock.advance(0);
    }
  });

  it('shuts remote callers out after ten wrong secrets, for five minutes', async () => {
    const { gateway, clock, dial } = await opened();
    gateway.faults.isRemote = true;
    for (let count = 0; count < 10; count += 1) await dial().connect({ auth: { token: 'wrong' } });
    const { error } = await dial().connect({ auth });
    expect(error).toMatchObject({ retryable: true, retryAfterMs: 300_000, details: { code: 'AUTH_RATE_LIMITED' } });
    await clock.advance(300_000);
    expect((await dial().connect({ auth })).ok).toBe(true);
  });

  it('takes a password, or nothing, when that is its way', async () => {
    const { gateway, dial } = await opened({ auth: { mode: 'password', password: 'secret' } });
    const right = await dial().connect({ auth: { password: 'secret' }, device: new RawDevice() });
    const missing = await dial().connect({ device: new RawDevice() });
    expect([right.ok, missing.error]).toMatchObject([true, { details: { code: 'AUTH_PASSWORD_MISSING' } }]);
    gateway.auth = { mode: 'none' };
    expect((await dial().connect({ auth: { token: 'junk' }, device: new RawDevice() })).ok).toBe(true);
    expect((await dial().connect()).error).toMatchObject({ details: { code: 'DEVICE_IDENTITY_REQUIRED' } });
  });
});

describe('pairing', () => {
  it('keeps the request id for the same wish, for five minutes after the last time', async () => {
    const { gateway, clock, dial } = await opened({ approvesLocal: false });
    const device = new RawDevice();
    const ask = async (scopes = ['operator.read']): Promise<unknown> =>
      (await dial().connect({ auth, device, scopes })).error?.details?.['requestId'];
    const first = await ask();
    await clock.advance(299_000);
    expect(await ask()).toBe(first);
    expect(await ask(['operator.admin'])).not.toBe(first);
    expect(gateway.pairing.pending()).toHaveLength(2);
    await clock.advance(300_000);
    expect(gateway.pairing.pending()).toEqual([]);
    expect(() => gateway.pairing.approve(String(first))).toThrow(RangeError);
  });

  it('is asked for again by another platform, even on the same host with the shared token', async () => {
    const { dial } = await opened();
    const device = new RawDevice();
    await dial().connect({ auth, device });
    const { error } = await dial().connect({ auth, device, client: { platform: 'darwin' } });
    expect(error).toMatchObject({ code: 'NOT_PAIRED', details: { reason: 'metadata-upgrade' } });
  });

  it('is asked for by a remote caller that wants more, with what it has', async () => {
    const { gateway, dial } = await opened();
    const device = new RawDevice();
    await dial().connect({ auth, device });
    gateway.faults.isRemote = true;
    const { error } = await dial().connect({ auth, device, scopes: ['operator.write'] });
    expect(error?.details).toMatchObject({ reason: 'scope-upgrade', approvedScopes: ['operator.read'] });
  });
});

describe('after the hello', () => {
  it('answers malformed requests, lets what is no JSON go, and takes an id twice', async () => {
    const client = (await opened()).dial();
    await client.connect({ auth, device: new RawDevice() });
    client.send('no json');
    client.send({ type: 'req', id: 'a', method: 'health', extra: 1 });
    expect((await client.answer('a')).error).toMatchObject({ code: 'INVALID_REQUEST' });
    client.send({ type: 'req', method: 'health' });
    expect((await client.answer('invalid')).ok).toBe(false);
    client.send({ type: 'req', id: 'b', method: 'health' });
    client.send({ type: 'req', id: 'b', method: 'health' });
    expect([(await client.answer('b')).ok, (await client.answer('b')).ok]).toEqual([true, true]);
  });

  it('ticks in the gateway’s rhythm, not the connection’s', async () => {
    const { clock, dial } = await opened();
    await clock.advance(20_000);
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    await client.next();
    await clock.advance(10_000);
    expect(await client.next()).toMatchObject({ event: 'tick', payload: { ts: clock.now() } });
  });

  it('ends a connection that does not answer pings', async () => {
    const { clock, dial } = await opened();
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    client.socket.pause();
    await clock.advance(50_000);
    client.socket.resume();
    expect((await client.closed).code).toBe(1006);
  });

  it('defers a restart until the runs have ended', async () => {
    const { gateway, clock, dial } = await opened();
    gateway.restartStyle = {};
    const client = dial();
    await client.connect({ auth, device: new RawDevice(), scopes: ['operator.admin'] });
    const runId = gateway.runs.begin();
    const { payload } = await client.request('gateway.restart.request');
    expect(payload).toMatchObject({ status: 'deferred', preflight: { safe: false } });
    const before = gateway.bootId;
    await clock.advance(10_000);
    expect(gateway.bootId).toBe(before);
    gateway.runs.end(runId);
    await clock.advance(250);
    expect(await client.closed).toEqual({ code: 1012, reason: 'service restart' });
  });

  it('says goodbye without a return when it stops', async () => {
    const { gateway, dial } = await opened();
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    await client.next();
    await gateway.stop();
    expect(await client.next()).toMatchObject({ event: 'shutdown', payload: { reason: 'gateway stopping' } });
    expect(await client.closed).toEqual({ code: 1012, reason: 'service restart' });
  });

  it('refuses a method as told, so many times', async () => {
    const { gateway, dial } = await opened();
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    gateway.faults.refuse('status', { code: 'UNAVAILABLE', message: 'busy' });
    expect((await client.request('status')).error).toMatchObject({ message: 'busy' });
    expect((await client.request('status')).ok).toBe(true);
    gateway.faults.withheld.add('status');
    expect((await client.request('status')).error).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('the sandbox’s gateway', () => {
  it('says over plain HTTP that it is one, and how it is', async () => {
    const { gateway } = await opened();
    const paths = ['/startupz', '/healthz', '/readyz', '/else'];
    const answers = await Promise.all(paths.map(path => fetch(`http://127.0.0.1:${gateway.port}${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
    expect(answers.every(({ headers }) => headers.get(SANDBOX_HEADER) === 'true')).toBe(true);
  });

  it('arms no timer while nobody is connected, unless it is to play', async () => {
    const [still, playing] = [await opened(), await opened({ demo: true })];
    expect([still.clock.pending, playing.clock.pending]).toEqual([0, 2]);
  });

  it('approves by itself what is asked for when it is to play', async () => {
    const { gateway, clock, dial } = await opened({ demo: true });
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    const asked = await client.request('device.scopes.requestUpgrade', { scopes: ['operator.admin'] });
    const { requestId } = asked.payload as { requestId: string };
    const decided = client.request('device.scopes.waitUpgrade', { requestId });
    await clock.advance(4_000);
    expect((await decided).payload).toMatchObject({ status: 'approved', requestId });
    expect(gateway.pairing.pending()).toEqual([]);
  });

  it('lets runs come and go when it is to play', async () => {
    const { gateway, clock, dial } = await opened({ demo: true });
    const client = dial();
    await client.connect({ auth, device: new RawDevice() });
    await client.request('sessions.subscribe');
    await clock.advance(60_000);
    const seen = new Set<string>();
    while (!seen.has('sessions.changed')) seen.add((await client.next()).event ?? '');
    expect(gateway.world.usage[0]!.windows[0]!.usedPercent).toBeGreaterThan(12);
    expect(seen).toContain('agent');
  });

  it('may be stopped twice, and before it started', async () => {
    const { gateway } = await opened();
    await gateway.stop();
    await gateway.stop();
    expect(gateway.life).toBe('down');
  });
});
