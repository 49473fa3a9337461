import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FakeSockets, refusing } from './fake-sockets.ts';
import { Bench } from './support.ts';

const error = (code: string, details: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  code,
  message: 'text that must never matter',
  details,
  ...more,
});
const starting = (retryAfterMs?: unknown) =>
  error('UNAVAILABLE', { reason: 'startup-sidecars' }, { retryable: true, retryAfterMs });
const restarting = (retryAfterMs: unknown = 1_000) =>
  error('UNAVAILABLE', { reason: 'gateway-restarting', phase: 'accepting' }, { retryable: true, retryAfterMs });
const auth = (code: string, more: Record<string, unknown> = {}) => error('INVALID_REQUEST', { code, ...more });
const pairing = (reason: string, requestId = '57065a12-1') =>
  error('NOT_PAIRED', { code: 'PAIRING_REQUIRED', reason, requestId, deviceId: 'd', requestedRole: 'operator' });

/** A client whose sockets the test plays. */
function bench(
  act: ConstructorParameters<typeof FakeSockets>[0],
  options: ConstructorParameters<typeof Bench>[0] = {},
) {
  const sockets = new FakeSockets(act);
  const made = new Bench({ openSocket: sockets.open, ...options }).start();
  return Object.assign(made, { sockets });
}

describe('row 1: one connection budget', () => {
  it('is connecting until 60 s are over, then unreachable once, and goes on quietly', async () => {
    const sut = bench(refusing);
    await sut.clock.advance(59_999);
    expect(sut.state).toBe('connecting');
    await sut.clock.advance(1);
    expect(sut.client.snapshot()).toMatchObject({ state: 'unreachable', health: 'broken', reason: 'refused' });
    const attempts = sut.sockets.all.length;
    await sut.clock.advance(60_000);
    expect(sut.sockets.all.length - attempts).toBe(30);
    expect(sut.shown).toEqual(['connecting', 'unreachable']);
  });

  it('can be spent in the middle of a hint, which is still waited out', async () => {
    const sut = bench(socket => socket.refuse(starting(2_000)), { connectBudgetMs: 1_000 });
    await sut.clock.advance(999);
    expect(sut.state).toBe('starting');
    await sut.clock.advance(1);
    expect(sut.state).toBe('unreachable');
    expect(sut.sockets.all).toHaveLength(1);
    sut.sockets.act = socket => socket.hello();
    await sut.clock.advance(999);
    expect(sut.sockets.all).toHaveLength(1);
    await sut.clock.advance(1);
    expect(sut.state).toBe('ready');
  });

  it('is new for a person who asks again', async () => {
    const sut = bench(refusing, { connectBudgetMs: 1_000 });
    await sut.clock.advance(1_000);
    expect(sut.state).toBe('unreachable');
    sut.client.reconnect();
    expect(sut.state).toBe('connecting');
  });
});

describe('row 2: a gateway that is starting', () => {
  it.each([
    ['missing', undefined, 500],
    ['negative', -5, 100],
    ['zero', 0, 100],
    ['huge', 1e12, 2_000],
    ['not a number', 'soon', 500],
    ['infinite as JSON writes it', null, 500],
    ['a fraction', 250.9, 250],
  ])('waits for a hint that is %s within the limits', async (_name, hint, delayMs) => {
    const sut = bench(socket => socket.refuse(starting(hint)));
    await sut.clock.advance(delayMs - 1);
    expect(sut.sockets.all).toHaveLength(1);
    await sut.clock.advance(1);
    expect(sut.sockets.all).toHaveLength(2);
    expect(sut.sockets.all[0]!.ending).toMatchObject({ code: 1013, reason: 'gateway starting' });
    expect(sut.shown).toEqual(['connecting', 'starting']);
  });

  it('leaves the back-off alone', async () => {
    const sut = bench(
      (socket, index) => {
        if (index < 5) socket.refuse(starting(100));
        else socket.end({ type: 'failed', code: 'EHOSTUNREACH', message: '' });
      },
      { url: 'wss://gateway.example', random: { below: max => max - 1, bytes: n => new Uint8Array(n) } },
    );
    await sut.clock.advance(500);
    expect(sut.sockets.all).toHaveLength(6);
    await sut.clock.advance(999);
    expect(sut.sockets.all).toHaveLength(6);
    await sut.clock.advance(1);
    expect(sut.sockets.all).toHaveLength(7);
  });
});

it('row 3: on loopback a refused connection is probed flat every 250 ms', async () => {
  const sut = bench(refusing);
  await sut.clock.advance(10_000);
  expect(sut.sockets.all).toHaveLength(41);
});

it('row 4: honours the hint of a gateway that restarts, and says so', async () => {
  const sut = bench((socket, index) => (index === 0 ? socket.refuse(restarting(1_000)) : socket.hello()));
  await sut.clock.advance(999);
  expect(sut.client.snapshot()).toMatchObject({ state: 'restarting', health: 'working' });
  await sut.clock.advance(1);
  expect(sut.state).toBe('ready');
});

describe('row 5: HTTP 503 on upgrade', () => {
  it('is a drain, however long, and never red', async () => {
    const sut = bench(socket =>
      socket.end({ type: 'rejected', status: 503, body: 'Gateway websocket admission closed' }),
    );
    await sut.clock.advance(300_000);
    expect(sut.sockets.all).toHaveLength(301);
    expect(sut.shown).toEqual(['connecting', 'restarting']);
    await sut.clock.advance(30_000);
    expect(sut.state).toBe('unreachable');
  });

  it('of too many sockets is retried flat, without a word about restarts', async () => {
    const sut = bench(socket =>
      socket.end({ type: 'rejected', status: 503, body: 'Too many unauthenticated sockets' }),
    );
    await sut.clock.advance(10_000);
    expect(sut.sockets.all).toHaveLength(11);
    expect(sut.state).toBe('connecting');
  });
});

it('row 6: requests refused by a drain make it restarting, and an answer makes it ready again', async () => {
  const sut = bench(socket => socket.hello());
  await sut.clock.advance(0);
  const refused = expect(sut.client.request('status')).rejects.toMatchObject({
    code: 'gateway_refused',
    retryable: true,
    facts: { reason: 'gateway-restarting', retryAfterMs: 1_000 },
  });
  sut.sockets.last.frame({ type: 'res', id: sut.sockets.last.sent.at(-1)!.id, ok: false, error: restarting() });
  await refused;
  expect(sut.client.snapshot()).toMatchObject({ state: 'restarting', health: 'working' });
  const answered = sut.client.request('status');
  sut.sockets.last.frame({ type: 'res', id: sut.sockets.last.sent.at(-1)!.id, ok: true, payload: 1 });
  await expect(answered).resolves.toBe(1);
  expect(sut.state).toBe('ready');
});

it('row 7: shows a suspension, from the hello as from the event', async () => {
  const sut = bench(socket => socket.hello({ suspension: 'prepared' }));
  await sut.clock.advance(0);
  expect(sut.state).toBe('suspended');
  sut.sockets.last.event('gateway.suspension', { phase: 'accepting' }, 1);
  expect(sut.state).toBe('ready');
  sut.sockets.last.event('gateway.suspension', { phase: 'preparing' }, 2);
  expect(sut.state).toBe('suspended');
});

describe('row 8: stop and restart close alike, and are told apart', () => {
  it.each([
    [{ reason: 'gateway restarting', restartExpectedMs: 1_500 }, 'restarting', 'working'],
    [{ reason: 'gateway stopping' }, 'stopped', 'needs-you'],
  ])('by the shutdown event %j', async (payload, state, health) => {
    const sut = bench((socket, index) => (index === 0 ? socket.hello() : refusing(socket)));
    await sut.clock.advance(0);
    sut.sockets.last.event('shutdown', payload, 1);
    expect(sut.state).toBe(state);
    sut.sockets.last.end({ type: 'closed', code: 1012, reason: 'service restart' });
    await sut.clock.advance(30_000);
    expect(sut.client.snapshot()).toMatchObject({ state, health });
  });

  it('never turns a stop into an alarm, and tells a new boot by its id', async () => {
    const sut = bench((socket, index) => (index === 0 ? socket.hello() : refusing(socket)));
    await sut.clock.advance(0);
    sut.sockets.last.event('shutdown', { reason: 'gateway stopping' }, 1);
    sut.sockets.last.end({ type: 'closed', code: 1012, reason: 'service restart' });
    await sut.clock.advance(600_000);
    expect(sut.state).toBe('stopped');
    sut.sockets.act = socket => socket.hello({ bootId: 'boot-2' });
    await sut.clock.advance(2_000);
    expect(sut.state).toBe('ready');
    expect(sut.events).toContainEqual(expect.objectContaining({ type: 'gatewayRestarted', bootId: 'boot-2' }));
  });
});

it('row 9: remote attempts are drawn from the whole of a doubling pause up to 30 s', async () => {
  const draws: number[] = [];
  const random = { below: (max: number) => (draws.push(max), max - 1), bytes: (n: number) => new Uint8Array(n) };
  const sut = bench(refusing, { url: 'wss://gateway.example', random });
  await sut.clock.advance(120_000);
  expect(draws.slice(0, 7)).toEqual([901, 1_901, 3_901, 7_901, 15_901, 29_901, 29_901]);
});

describe('row 10: network up and wake', () => {
  it.each(['networkUp', 'wake'] as const)('%s tries at once', async how => {
    const sut = bench(refusing, {
      url: 'wss://gateway.example',
      random: { below: m => m - 1, bytes: n => new Uint8Array(n) },
    });
    await sut.clock.advance(20_000);
    const before = sut.sockets.all.length;
    sut.sockets.act = socket => socket.hello();
    sut.client[how]();
    await sut.clock.advance(0);
    expect(sut.sockets.all).toHaveLength(before + 1);
    expect(sut.state).toBe('ready');
  });

  it('finds within 5 s that a connection did not survive the sleep', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    sut.sockets.last.answersPings = false;
    sut.client.wake();
    await sut.clock.advance(5_000);
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
    expect(sut.reasons).toContain('half-open');
  });

  it('does not cut short the pause that a rate limit asks for', async () => {
    const sut = bench(socket => socket.refuse(auth('AUTH_RATE_LIMITED')));
    await sut.clock.advance(0);
    sut.client.wake();
    await sut.clock.advance(1_000);
    expect(sut.sockets.all).toHaveLength(1);
  });
});

describe('rows 11 and 12: liveness', () => {
  it('finds a half-open socket within 45 s, requests under way or not, and keeps the cause', async () => {
    const sut = bench((socket, index) => (index === 0 ? socket.hello() : undefined));
    await sut.clock.advance(0);
    sut.sockets.last.answersPings = false;
    const pending = expect(sut.client.request('slow', {}, { timeoutMs: 600_000 })).rejects.toMatchObject({
      code: 'gateway_closed',
    });
    await sut.clock.advance(29_999);
    expect(sut.state).toBe('ready');
    await sut.clock.advance(1);
    await pending;
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
    expect(sut.reasons.at(-1)).toBe('half-open');
  });

  it('stays connected as long as pings and ticks come', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    for (let seq = 1; seq <= 20; seq += 1) {
      await sut.clock.advance(30_000);
      sut.sockets.last.event('tick', { ts: 1 }, seq);
    }
    expect(sut.state).toBe('ready');
    expect(sut.sockets.all).toHaveLength(1);
  });

  it('tells a gateway that pongs and says nothing from a dead one', async () => {
    const sut = bench((socket, index) => (index === 0 ? socket.hello() : undefined));
    await sut.clock.advance(39_999);
    expect(sut.state).toBe('ready');
    await sut.clock.advance(1);
    expect(sut.reasons.at(-1)).toBe('stalled');
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
  });

  it('measures the round trip of a request, not of a ping', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    const health = sut.sockets.last.sent.find(({ method }) => method === 'health')!;
    await sut.clock.advance(18);
    sut.sockets.last.frame({ type: 'res', id: health.id, ok: true, payload: {} });
    await sut.clock.advance(0);
    expect(sut.client.snapshot().roundTripMs).toBe(18);
  });
});

it('row 14: an attempt against a silent peer ends after 5 s on loopback and 10 s elsewhere', async () => {
  for (const [url, limitMs] of [
    ['ws://127.0.0.1:1', 5_000],
    ['wss://gateway.example', 10_000],
  ] as const) {
    const sut = bench(undefined, { url });
    await sut.clock.advance(limitMs - 1);
    expect(sut.sockets.all[0]!.ending).toBeUndefined();
    await sut.clock.advance(1);
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
  }
});

describe('rows 15 and 16: scopes', () => {
  it('asks for reading only, and a hello without it is limited', async () => {
    const sut = bench(socket => socket.hello({ scopes: [] }));
    await sut.clock.advance(0);
    expect(sut.sockets.last.sent[0]!.params).toMatchObject({ role: 'operator', scopes: ['operator.read'] });
    expect(sut.client.snapshot()).toMatchObject({
      state: 'limited',
      health: 'needs-you',
      scopes: { missing: ['operator.read'] },
      remedy: { text: expect.stringContaining('Approve'), command: 'reconnectGateway' },
    });
    sut.sockets.act = socket => socket.hello({ scopes: [], methods: ['device.scopes.requestUpgrade'] });
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(sut.client.snapshot().remedy?.text).toContain('gatehouse gateway access');
  });

  it.each([['operator.admin'], ['operator.write']])('takes %s for reading', async scope => {
    const sut = bench(socket => socket.hello({ scopes: [scope] }));
    await sut.clock.advance(0);
    expect(sut.state).toBe('ready');
  });
});

describe('rows 17, 19, 20 and 36: what is final', () => {
  it.each([
    [3, 'protocol-old-gateway', 'Update the gateway.'],
    [5, 'protocol-old-client', 'Update Gatehouse.'],
  ])('a hello in protocol %i, which was not asked for, is not taken', async (protocol, reason, remedy) => {
    const sut = bench(socket => socket.hello({ protocol }));
    await sut.clock.advance(3_600_000);
    expect(sut.sockets.all).toHaveLength(1);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason, remedy: { text: remedy } });
  });

  it.each([
    ['invalid params', { code: 'INVALID_REQUEST', message: 'invalid connect params: at /x' }, 'params'],
    ['origin', auth('CONTROL_UI_ORIGIN_NOT_ALLOWED'), 'origin'],
    ['no token configured there', auth('AUTH_TOKEN_NOT_CONFIGURED'), 'not-configured'],
    ['unauthorized', auth('AUTH_UNAUTHORIZED'), 'unauthorized'],
    ['a device key it cannot read', auth('DEVICE_AUTH_PUBLIC_KEY_INVALID'), 'device-refused'],
    ['wrong token', auth('AUTH_TOKEN_MISMATCH', { canRetryWithDeviceToken: false }), 'token-mismatch'],
    ['no token', auth('AUTH_TOKEN_MISSING'), 'token-missing'],
    ['no identity', error('NOT_PAIRED', { code: 'DEVICE_IDENTITY_REQUIRED' }), 'identity-required'],
    ['wrong password', auth('AUTH_PASSWORD_MISMATCH'), 'password-mismatch'],
    ['used set-up code', auth('AUTH_BOOTSTRAP_TOKEN_INVALID'), 'bootstrap-invalid'],
    ['narrower grant', auth('AUTH_SCOPE_MISMATCH'), 'scope-mismatch'],
    ['newer protocol', auth('PROTOCOL_MISMATCH', { expectedProtocol: 5 }), 'protocol-old-client'],
    ['older protocol', auth('PROTOCOL_MISMATCH', { expectedProtocol: 3 }), 'protocol-old-gateway'],
  ])('%s is shown with a remedy and not tried again', async (_name, refusal, reason) => {
    const sut = bench(socket => socket.refuse(refusal));
    await sut.clock.advance(3_600_000);
    expect(sut.sockets.all).toHaveLength(1);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', health: 'needs-you', reason, nextAttemptAt: null });
    expect(sut.client.snapshot().remedy?.text).toMatch(/\.$/);
    expect(sut.clock.pending).toBe(0);
    sut.sockets.act = socket => socket.hello();
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(sut.state).toBe('ready');
  });

  it.each([
    [{ type: 'failed', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: '' }, 'certificate'],
    [{ type: 'failed', code: 'CERT_HAS_EXPIRED', message: '' }, 'certificate'],
    [{ type: 'failed', code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: '' }, 'certificate'],
    [{ type: 'failed', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: '' }, 'certificate'],
    [{ type: 'failed', code: 'gateway_pin_mismatch', message: '' }, 'pin-mismatch'],
    [{ type: 'failed', code: 'EPROTO', message: '' }, 'not-a-gateway'],
    [{ type: 'failed', code: 'HPE_INVALID_CONSTANT', message: '' }, 'not-a-gateway'],
    [{ type: 'rejected', status: 404, body: '' }, 'not-a-gateway'],
    [{ type: 'rejected', status: 302, body: '' }, 'identity-proxy'],
    [{ type: 'rejected', status: 403, body: '' }, 'identity-proxy'],
  ] as const)('%j is not tried again', async (end, reason) => {
    const sut = bench(socket => socket.end(end));
    await sut.clock.advance(3_600_000);
    expect(sut.sockets.all).toHaveLength(1);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason });
  });
});

it('row 18: a rate limit is waited out once, then a person is asked', async () => {
  const sut = bench(socket =>
    socket.refuse(error('UNAVAILABLE', { code: 'AUTH_RATE_LIMITED' }, { retryAfterMs: 299_994 })),
  );
  await sut.clock.advance(299_993);
  expect(sut.sockets.all).toHaveLength(1);
  await sut.clock.advance(1);
  expect(sut.sockets.all).toHaveLength(2);
  await sut.clock.advance(3_600_000);
  expect(sut.sockets.all).toHaveLength(2);
  expect(sut.state).toBe('refused');
});

describe('row 21: pairing', () => {
  it('shows the command, asks slowly, and connects by itself after approval', async () => {
    const sut = bench(socket => socket.refuse(pairing('not-paired')));
    await sut.clock.advance(0);
    expect(sut.client.snapshot()).toMatchObject({
      state: 'waiting-for-approval',
      health: 'needs-you',
      approval: { reason: 'not-paired', requestId: '57065a12-1', command: 'openclaw devices approve 57065a12-1' },
    });
    await sut.clock.advance(120_000);
    expect(sut.sockets.all).toHaveLength(25);
    await sut.clock.advance(300_000);
    expect(sut.sockets.all).toHaveLength(35);
    expect(sut.shown).toEqual(['connecting', 'waiting-for-approval']);
    expect(sut.events.filter(({ type }) => type === 'gatewayApprovalNeeded')).toHaveLength(1);
    sut.sockets.act = socket => socket.hello();
    await sut.clock.advance(30_000);
    expect(sut.state).toBe('ready');
    expect(sut.events.at(-1)).toMatchObject({ type: 'gatewayApproved' });
  });

  it('puts nothing into a command that is no request id', async () => {
    const sut = bench(socket => socket.refuse(pairing('scope-upgrade', 'x; rm -rf ~')));
    await sut.clock.advance(0);
    expect(sut.client.snapshot().approval).toEqual({
      reason: 'scope-upgrade',
      requestId: null,
      command: 'openclaw devices list',
    });
  });

  it('has a budget again when the gateway goes away meanwhile', async () => {
    const sut = bench((socket, index) => (index === 0 ? socket.refuse(pairing('not-paired')) : refusing(socket)));
    await sut.clock.advance(5_000);
    expect(sut.clock.pending).toBe(2);
  });
});

describe('row 22: identity and tokens', () => {
  it('keeps one key for all attempts and starts, and the device token apart for each gateway', async () => {
    const sut = bench(socket => socket.hello({ deviceToken: 'device-token-planted' }));
    await sut.clock.advance(0);
    const first = sut.sockets.last.sent[0]!.params['device'];
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(sut.sockets.last.sent[0]!.params['device']).toEqual(first);
    const names = [...sut.secrets.values.keys()].sort();
    expect(names).toEqual(['gateway.device', expect.stringMatching(/^gateway\.token\.[0-9a-f]{32}$/)]);
  });

  it('never replaces a key that it cannot read', async () => {
    const sockets = new FakeSockets(socket => socket.hello());
    const sut = new Bench({ openSocket: sockets.open });
    sut.secrets.values.set('gateway.device', 'bm90IGEga2V5');
    sut.start();
    await sut.clock.advance(60_000);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'device-unreadable' });
    expect(sut.secrets.values.get('gateway.device')).toBe('bm90IGEga2V5');
    expect(sockets.all).toHaveLength(0);
  });

  it('waits for a secret store that is locked', async () => {
    const sockets = new FakeSockets(socket => socket.hello());
    const sut = new Bench({ openSocket: sockets.open });
    sut.secrets.isBroken = true;
    sut.start();
    await sut.clock.advance(50);
    sut.secrets.isBroken = false;
    await sut.clock.advance(100);
    expect(sut.state).toBe('ready');
  });

  it('tries the device token beside a shared one that was replaced, once and on loopback only', async () => {
    for (const [url, attempts] of [
      ['ws://127.0.0.1:1', 3],
      ['wss://gateway.example', 2],
    ] as const) {
      const sut = bench(
        (socket, index) => {
          if (index === 0) socket.hello({ deviceToken: 'device-token-planted' });
          else socket.refuse(auth('AUTH_TOKEN_MISMATCH', { canRetryWithDeviceToken: true }));
        },
        { url },
      );
      await sut.clock.advance(0);
      sut.client.reconnect();
      await sut.clock.advance(60_000);
      expect(sut.sockets.all).toHaveLength(attempts);
      expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'token-mismatch' });
      const auths = sut.sockets.all.map(({ sent }) => sent[0]!.params['auth']);
      expect(auths[2]).toEqual(
        attempts === 3 ? { token: 'shared-token-1', deviceToken: 'device-token-planted' } : undefined,
      );
    }
  });

  it('forgets a device token that the gateway no longer takes, and does not loop', async () => {
    const sut = bench((socket, index) => {
      if (index === 0) socket.hello({ deviceToken: 'device-token-planted' });
      else socket.refuse(auth('AUTH_DEVICE_TOKEN_MISMATCH'));
    });
    await sut.clock.advance(0);
    sut.shared = {};
    sut.client.reconnect();
    await sut.clock.advance(600_000);
    expect(sut.sockets.all[1]!.sent[0]!.params['auth']).toEqual({ deviceToken: 'device-token-planted' });
    expect([...sut.secrets.values.keys()]).toEqual(['gateway.device']);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'device-token-refused' });
    expect(sut.sockets.all).toHaveLength(2);
  });

  it('falls back to the older payload once, then stops', async () => {
    const sut = bench(socket => socket.refuse(auth('DEVICE_AUTH_SIGNATURE_INVALID')));
    await sut.clock.advance(600_000);
    expect(sut.sockets.all).toHaveLength(2);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'device-refused' });
    const { device } = sut.sockets.last.sent[0]!.params as { device: Record<'id' | 'publicKey' | 'signature', string> };
    const text = `v2|${device.id}|gateway-client|ui|operator|operator.read|1795209115821|shared-token-1|nonce-1`;
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: device.publicKey }, format: 'jwk' });
    expect(verify(null, Buffer.from(text), key, Buffer.from(device.signature, 'base64url'))).toBe(true);
  });

  it('signs a new challenge once when the gateway finds the signature too old', async () => {
    const sut = bench((socket, index) =>
      index === 0 ? socket.refuse(auth('DEVICE_AUTH_SIGNATURE_EXPIRED')) : socket.hello(),
    );
    await sut.clock.advance(250);
    expect(sut.state).toBe('ready');
  });

  it('clears a device token that does not help beside the shared one', async () => {
    for (const code of ['AUTH_DEVICE_TOKEN_MISMATCH', 'AUTH_TOKEN_MISMATCH']) {
      const sut = bench((socket, index) => {
        if (index === 0) socket.hello({ deviceToken: 'device-token-planted' });
        else socket.refuse(auth(index === 1 ? 'AUTH_TOKEN_MISMATCH' : code));
      });
      await sut.clock.advance(0);
      sut.client.reconnect();
      await sut.clock.advance(60_000);
      expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'token-mismatch' });
      expect([...sut.secrets.values.keys()]).toEqual(['gateway.device']);
    }
  });
});

it('row 23: a revoked access that stays revoked ends in a sentence and no loop', async () => {
  const sut = bench((socket, index) => {
    if (index === 0) socket.hello({ deviceToken: 'device-token-planted' });
    else socket.refuse(auth('AUTH_DEVICE_TOKEN_MISMATCH'));
  });
  await sut.clock.advance(0);
  sut.shared = {};
  sut.sockets.last.end({ type: 'closed', code: 4001, reason: 'device removed' });
  await sut.clock.advance(600_000);
  expect(sut.sockets.all).toHaveLength(2);
  expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason: 'device-token-refused' });
});

it('row 23: a revoked access is named as such and signed in again', async () => {
  const sut = bench((socket, index) => (index === 0 ? socket.hello() : undefined));
  await sut.clock.advance(0);
  sut.sockets.last.end({ type: 'closed', code: 4001, reason: 'device removed' });
  await sut.clock.advance(250);
  expect(sut.reasons).toContain('access-changed');
  expect(sut.sockets.all).toHaveLength(2);
});

describe('rows 24, 25 and 26: events', () => {
  const methods = ['health', 'system-presence', 'sessions.subscribe', 'sessions.list'];

  it('holds back what comes before the hello, and counts its number', async () => {
    const sut = bench(socket => {
      socket.challenge();
      socket.event('presence', { presence: [] }, 1);
    });
    await sut.clock.advance(0);
    expect(sut.frames).toEqual([]);
    const { helloPayload } = await import('../../helpers/scripted-gateway.ts');
    sut.sockets.last.frame({ type: 'res', id: 'connect', ok: true, payload: helloPayload() });
    sut.sockets.last.event('health', {}, 2);
    await sut.clock.advance(0);
    expect(sut.frames.map(({ event }) => event)).toEqual(['presence', 'health']);
    expect(sut.events.some(({ type }) => type === 'gatewayGap')).toBe(false);
  });

  it('holds back no more than it can bear, and then asks for everything anew', async () => {
    const sut = bench(socket => {
      socket.challenge();
      for (let seq = 1; seq <= 10; seq += 1) socket.event('presence', { text: 'x'.repeat(1_000_000) }, seq);
      for (let seq = 11; seq <= 1_000; seq += 1) socket.event('tick', {}, seq);
    });
    await sut.clock.advance(0);
    const { helloPayload } = await import('../../helpers/scripted-gateway.ts');
    sut.sockets.last.frame({ type: 'res', id: 'connect', ok: true, payload: helloPayload() });
    await sut.clock.advance(0);
    expect(sut.frames.filter(({ event }) => event === 'presence')).toHaveLength(4);
    expect(sut.frames).toHaveLength(64);
    expect(sut.events.filter(({ type }) => type === 'gatewayGap')).toHaveLength(1);
    const health = () => sut.sockets.last.sent.filter(({ method }) => method === 'health');
    sut.sockets.last.frame({ type: 'res', id: health()[0]!.id, ok: true, payload: {} });
    await sut.clock.advance(0);
    expect(health()).toHaveLength(2);
  });

  it('takes a flood after hello without keeping anything of it, and goes on answering', async () => {
    const sut = bench(socket => socket.hello({ methods }));
    await sut.clock.advance(0);
    const pending = sut.clock.pending;
    for (let seq = 1; seq <= 100_000; seq += 1) sut.sockets.last.event('sessions.changed', { key: 'a' }, seq);
    expect(sut.clock.pending).toBeLessThan(pending + 5);
    const answered = sut.client.request('last-heartbeat');
    sut.sockets.last.frame({ type: 'res', id: sut.sockets.last.sent.at(-1)!.id, ok: true, payload: 1 });
    await expect(answered).resolves.toBe(1);
    expect(sut.sockets.last.sent.filter(({ method }) => method === 'sessions.list').length).toBeLessThan(2);
  });

  it('subscribes first, then lists, after each connect; and fetches anew after a gap', async () => {
    const sut = bench(socket => socket.hello({ methods }));
    const answerAll = async (): Promise<string[]> => {
      const asked: string[] = [];
      for (let seen = 1; ; seen += 1) {
        await sut.clock.advance(0);
        const next = sut.sockets.last.sent[seen];
        if (next === undefined) return asked;
        asked.push(next.method);
        sut.sockets.last.frame({ type: 'res', id: next.id, ok: true, payload: {} });
      }
    };
    const order = ['sessions.subscribe', 'system-presence', 'sessions.list'];
    expect((await answerAll()).slice(1)).toEqual(order);
    expect(sut.parts.map(({ method }) => method)).toEqual(['health', ...order]);
    sut.sockets.last.event('tick', {}, 1);
    sut.sockets.last.event('tick', {}, 4);
    expect(sut.events.at(-1)).toMatchObject({ type: 'gatewayGap', expected: 2, received: 4 });
    expect(new Set((await answerAll()).slice(4))).toEqual(new Set(['health', 'system-presence', 'sessions.list']));
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect((await answerAll()).slice(1)).toEqual(order);
  });

  it('goes on without the parts that are refused', async () => {
    const sut = bench(socket => socket.hello({ methods }));
    for (let seen = 1; seen < 5; seen += 1) {
      await sut.clock.advance(0);
      const { id, method } = sut.sockets.last.sent[seen]!;
      const isRefused = method === 'system-presence';
      sut.sockets.last.frame(
        isRefused
          ? {
              type: 'res',
              id,
              ok: false,
              error: error('FORBIDDEN', { code: 'MISSING_SCOPE', missingScope: 'operator.read' }),
            }
          : { type: 'res', id, ok: true, payload: {} },
      );
    }
    await sut.clock.advance(0);
    expect(sut.parts.map(({ method }) => method)).toEqual(['health', 'sessions.subscribe', 'sessions.list']);
    await sut.clock.advance(0);
    const { presence, sessions } = sut.client.details();
    expect(presence).toMatchObject({ state: 'missing-scope', reason: 'It needs operator.read.', value: null });
    expect(sessions.state).toBe('failed');
  });
});

it('row 28: every step is an event with a reason and a sentence', async () => {
  const sut = bench(socket => socket.hello());
  await sut.clock.advance(0);
  const transitions = sut.events.filter(event => event.type === 'gatewayTransition');
  expect(transitions).toHaveLength(4);
  for (const { reason, sentence } of transitions) {
    expect(reason).toMatch(/^[a-z-]+$/);
    expect(sentence).toMatch(/\.$/);
  }
});

describe('row 31: addresses', () => {
  it.each([
    ['ws://203.0.113.5', 'address'],
    ['wss://user:pass@gateway.example', 'address'],
    ['not a url', 'address'],
  ])('%s is refused before any socket, with a remedy', async (url, reason) => {
    const sut = bench(undefined, { url });
    await sut.clock.advance(0);
    expect(sut.sockets.all).toHaveLength(0);
    expect(sut.client.snapshot()).toMatchObject({ state: 'refused', reason, remedy: { text: expect.any(String) } });
  });

  it('warns of a network where others can read along', async () => {
    const sut = bench(undefined, { url: 'ws://192.168.1.7:18789' });
    await sut.clock.advance(0);
    expect(sut.client.snapshot().warning).toMatch(/read along/);
  });
});

it('row 20: a missing token is named as that, also where the gateway speaks of an identity', async () => {
  for (const refusal of [auth('AUTH_TOKEN_MISSING'), error('NOT_PAIRED', { code: 'DEVICE_IDENTITY_REQUIRED' })]) {
    const sut = bench(socket => socket.refuse(refusal), { shared: {} });
    await sut.clock.advance(0);
    expect(sut.client.snapshot().sentence).toMatch(/token/);
    expect(sut.client.snapshot().remedy?.text).toBe('Set the gateway’s token.');
  }
});

it('row 16: a set-up code is used once, and the token that it gave from then on', async () => {
  const sut = bench(socket => socket.hello({ deviceToken: 'device-token-planted' }), {
    shared: { bootstrapToken: 'setup-code-planted' },
  });
  await sut.clock.advance(0);
  sut.client.reconnect();
  await sut.clock.advance(0);
  const auths = sut.sockets.all.map(({ sent }) => sent[0]!.params['auth']);
  expect(auths).toEqual([{ bootstrapToken: 'setup-code-planted' }, { deviceToken: 'device-token-planted' }]);
  const { device } = sut.sockets.all[0]!.sent[0]!.params as {
    device: Record<'id' | 'publicKey' | 'signature', string>;
  };
  const parts = [
    'v3',
    device.id,
    'gateway-client',
    'ui',
    'operator',
    'operator.read',
    '1795209115821',
    'setup-code-planted',
    'nonce-1',
    'linux',
    '',
  ];
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: device.publicKey }, format: 'jwk' });
  const signature = Buffer.from(device.signature, 'base64url');
  expect(verify(null, Buffer.from(parts.join('|')), key, signature)).toBe(true);
});

it('row 32: prompts, paths and capability addresses of hello and health are nowhere to be read', async () => {
  const sut = bench(socket => socket.hello({ deviceToken: 'device-token-planted' }));
  await sut.clock.advance(0);
  const health = {
    ok: true,
    agents: [{ agentId: 'main', heartbeat: { prompt: 'prompt-planted' } }],
    sessions: { path: '/home/planted/sessions.json' },
    eventLoop: { degraded: true, reasons: ['planted by /a/path'] },
  };
  sut.sockets.last.event('health', health, 1);
  await sut.clock.advance(250);
  const refused = sut.client.request('status').catch((cause: unknown) => cause);
  const { id } = sut.sockets.last.sent.at(-1)!;
  sut.sockets.last.frame({ type: 'res', id, ok: false, error: { code: 'X', message: 'planted /home/planted' } });
  const said = [sut.events, sut.client.snapshot(), sut.client.details(), sut.log, String(await refused), await refused];
  expect(JSON.stringify(said)).not.toMatch(/planted/);
});

it('row 32: no secret is in an event, a status or a log line', async () => {
  const sut = bench(socket => socket.hello({ deviceToken: 'device-token-planted' }), {
    shared: { token: 'shared-token-planted' },
  });
  await sut.clock.advance(0);
  sut.sockets.last.frame({ type: 'res', id: '1', ok: false, error: error('FORBIDDEN', { code: 'X' }) });
  sut.sockets.last.end({ type: 'closed', code: 1008, reason: 'shared-token-planted' });
  await sut.clock.advance(0);
  const said = JSON.stringify([sut.events, sut.client.snapshot(), sut.log]);
  expect(said).not.toMatch(/planted/);
});

describe('rows 33 and 34: start, stop and requests', () => {
  it('rejects what is pending with its own code when stopped', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    const pending = expect(sut.client.request('slow', {}, { idempotent: true })).rejects.toMatchObject({
      code: 'gateway_stopped',
    });
    await sut.client.stop();
    await pending;
    expect(sut.clock.pending).toBe(0);
  });

  it('sends again after a break only what was declared idempotent', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    const safe = sut.client.request('models.list', {}, { idempotent: true });
    const unsafe = expect(sut.client.request('agent', {})).rejects.toMatchObject({ code: 'gateway_closed' });
    sut.sockets.last.end({ type: 'closed', code: 1006, reason: '' });
    await unsafe;
    await sut.clock.advance(250);
    const methods = sut.sockets.last.sent.map(({ method }) => method);
    expect(methods).toContain('models.list');
    expect(methods).not.toContain('agent');
    const { id } = sut.sockets.last.sent.find(({ method }) => method === 'models.list')!;
    sut.sockets.last.frame({ type: 'res', id, ok: true, payload: 7 });
    await expect(safe).resolves.toBe(7);
  });

  it('lets nothing wait for a connection that will not come', async () => {
    const sut = bench((socket, index) => (index === 0 ? socket.hello() : socket.refuse(auth('AUTH_TOKEN_MISMATCH'))));
    await sut.clock.advance(0);
    const options = { idempotent: true, timeoutMs: null };
    const waiting = expect(sut.client.request('models.list', {}, options)).rejects.toMatchObject({
      code: 'gateway_not_connected',
    });
    sut.sockets.last.end({ type: 'closed', code: 1006, reason: '' });
    await sut.clock.advance(250);
    await waiting;
    expect(sut.clock.pending).toBe(0);
  });

  it('rejects what no longer fits the limits of the next connection', async () => {
    const sut = bench((socket, index) => socket.hello({ maxPayload: index === 0 ? 100_000 : 65_536 }));
    await sut.clock.advance(0);
    const big = sut.client.request('usage.cost', { text: 'x'.repeat(70_000) }, { idempotent: true });
    const rejected = expect(big).rejects.toMatchObject({ code: 'gateway_request_too_large' });
    sut.sockets.last.end({ type: 'closed', code: 1006, reason: '' });
    await sut.clock.advance(250);
    await rejected;
    expect(sut.state).toBe('ready');
  });

  it('ends a request by its time and by its signal', async () => {
    const sut = bench(socket => socket.hello());
    await sut.clock.advance(0);
    const late = expect(sut.client.request('slow', {}, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'gateway_request_timeout',
    });
    await sut.clock.advance(100);
    await late;
    const controller = new AbortController();
    const aborted = expect(sut.client.request('slow', {}, { signal: controller.signal })).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await aborted;
  });

  it('refuses what is above the limits of the hello, and keeps the connection', async () => {
    const sut = bench(socket => socket.hello({ maxPayload: 70_000 }));
    await sut.clock.advance(0);
    const big = sut.client.request('chat.send', { text: 'x'.repeat(70_000) });
    await expect(big).rejects.toMatchObject({ code: 'gateway_request_too_large' });
    sut.sockets.last.bufferedBytes = 60_000_000;
    await expect(sut.client.request('chat.send')).rejects.toMatchObject({ code: 'gateway_request_backlog' });
    expect(sut.state).toBe('ready');
  });
});
