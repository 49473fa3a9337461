import { describe, expect, it } from 'vitest';
import { refusing } from './fake-sockets.ts';
import { played } from './played.ts';

const error = (code: string, details: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  code,
  message: 'text that must never matter',
  details,
  ...more,
});
const unavailable = (reason: string) => error('UNAVAILABLE', { reason }, { retryable: true, retryAfterMs: 1_000 });
const auth = (code: string) => error('INVALID_REQUEST', { code });
const pairing = error('NOT_PAIRED', { code: 'PAIRING_REQUIRED', reason: 'not-paired', requestId: '57065a12-1' });
const DRAINING = { type: 'rejected', status: 503, body: 'Gateway websocket admission closed' } as const;
const LOST = { type: 'closed', code: 1006, reason: '' } as const;
const slowest = { random: { below: (max: number) => max - 1, bytes: (n: number) => new Uint8Array(n) } };

describe('an outage whose budget is spent', () => {
  it('becomes a restart when the gateway is found draining', async () => {
    const sut = played(refusing);
    await sut.clock.advance(60_000);
    expect(sut.state).toBe('unreachable');
    sut.sockets.act = socket => socket.end(DRAINING);
    await sut.clock.advance(2_000);
    expect(sut.client.snapshot()).toMatchObject({ state: 'restarting', health: 'working' });
    await sut.clock.advance(300_000);
    expect(sut.state).toBe('restarting');
    await sut.clock.advance(40_000);
    expect(sut.state).toBe('unreachable');
  });

  it('becomes a restart when only a look over HTTP finds the drain', async () => {
    let finding: 'silent' | 'draining' = 'silent';
    const sut = played(() => undefined, { probe: async () => finding });
    await sut.clock.advance(60_000);
    expect(sut.state).toBe('unreachable');
    finding = 'draining';
    await sut.clock.advance(10_000);
    expect(sut.state).toBe('restarting');
  });

  it('is counted by the monotonic time, whatever happens to the clock on the wall', async () => {
    const sut = played(refusing);
    await sut.clock.advance(30_000);
    sut.clock.setNow(sut.clock.now() - 86_400_000);
    await sut.clock.advance(30_000);
    expect(sut.state).toBe('unreachable');
  });
});

describe('a state that was told once and is true no longer', () => {
  it('does not stay suspended when the gateway is gone', async () => {
    const sut = played((socket, index) =>
      index < 3 ? socket.refuse(unavailable('gateway-suspending')) : refusing(socket),
    );
    await sut.clock.advance(10_000);
    expect(sut.state).toBe('suspended');
    await sut.clock.advance(60_000);
    expect(sut.state).toBe('unreachable');
  });

  it('stays suspended for as long as the gateway says so', async () => {
    const sut = played(socket => socket.refuse(unavailable('gateway-suspending')));
    await sut.clock.advance(3_600_000);
    expect(sut.shown).toEqual(['connecting', 'suspended']);
  });

  it('does not wait for an approval of a gateway that is gone', async () => {
    const sut = played((socket, index) => (index === 0 ? socket.refuse(pairing) : refusing(socket)));
    await sut.clock.advance(5_000);
    await sut.clock.advance(60_000);
    expect(sut.state).toBe('unreachable');
  });

  it('does not speak of wrong secrets when nothing answers after the pause', async () => {
    const sut = played((socket, index) => (index === 0 ? socket.refuse(auth('AUTH_RATE_LIMITED')) : refusing(socket)));
    await sut.clock.advance(310_000);
    expect(sut.state).toBe('unreachable');
  });

  it('asks a stopped gateway only now and then', async () => {
    const sut = played((socket, index) => (index === 0 ? socket.hello() : refusing(socket)));
    await sut.clock.advance(0);
    sut.sockets.last.event('shutdown', { reason: 'gateway stopping' }, 1);
    sut.sockets.last.end({ type: 'closed', code: 1012, reason: 'service restart' });
    await sut.clock.advance(120_000);
    const before = sut.sockets.all.length;
    await sut.clock.advance(60_000);
    expect(sut.sockets.all.length - before).toBe(30);
    expect(sut.state).toBe('stopped');
  });
});

describe('a connection that breaks while the gateway said why', () => {
  it.each([
    ['draining', 'restart-announced', 'restarting'],
    ['restart', 'restart-announced', 'restarting'],
    ['stop', 'stopped-by-owner', 'stopped'],
  ])('is taken for what was said: %s', async (what, reason, state) => {
    const sut = played((socket, index) => (index === 0 ? socket.hello() : refusing(socket)));
    await sut.clock.advance(0);
    const socket = sut.sockets.last;
    if (what === 'draining') {
      const asked = sut.client.request('health').catch(() => undefined);
      socket.frame({ type: 'res', id: socket.sent.at(-1)!.id, ok: false, error: unavailable('gateway-restarting') });
      await asked;
      socket.end(LOST);
    } else {
      socket.event('shutdown', what === 'restart' ? { restartExpectedMs: 1_500 } : {}, 1);
      socket.answersPings = false;
      await sut.clock.advance(45_000);
      expect(socket.ending).toMatchObject({ isDead: true });
    }
    await sut.clock.advance(0);
    expect(sut.reasons).toContain(reason);
    expect(sut.state).toBe(state);
  });
});

describe('another form of signing in', () => {
  it('is not used up by an attempt that never got so far', async () => {
    const sut = played((socket, index) => {
      if (index === 0) socket.refuse(auth('DEVICE_AUTH_SIGNATURE_INVALID'));
      else if (index === 1) socket.refuse(unavailable('startup-sidecars'));
      else if (index === 2) refusing(socket);
      else socket.hello();
    });
    await sut.clock.advance(5_000);
    expect(sut.state).toBe('ready');
    const signatures = sut.sockets.all.flatMap(({ sent }) =>
      sent
        .filter(({ method }) => method === 'connect')
        .map(({ params }) => (params['device'] as { signature: string }).signature),
    );
    expect(signatures).toHaveLength(3);
    expect(signatures[1]).toBe(signatures[2]);
    expect(signatures[0]).not.toBe(signatures[1]);
  });

  it('is still shown after the gateway restarted in between', async () => {
    const sut = played((socket, index) => {
      if (index === 0) socket.hello({ deviceToken: 'device-token-planted' });
      else if (index === 1) socket.refuse(auth('AUTH_TOKEN_MISMATCH'));
      else if (index === 2) socket.end(LOST);
      else socket.hello();
    });
    await sut.clock.advance(0);
    sut.client.reconnect();
    await sut.clock.advance(2_000);
    expect(sut.state).toBe('ready');
    expect(sut.sockets.all[3]!.sent[0]!.params['auth']).toEqual({
      token: 'shared-token-1',
      deviceToken: 'device-token-planted',
    });
  });

  it('may be needed again after a long wait for approval', async () => {
    let stale = 0;
    const sut = played((socket, index) => {
      if (index % 3 === 1) {
        stale += 1;
        socket.refuse(auth('DEVICE_AUTH_SIGNATURE_EXPIRED'));
      } else socket.refuse(pairing);
    });
    await sut.clock.advance(60_000);
    expect(stale).toBeGreaterThan(1);
    expect(sut.state).toBe('waiting-for-approval');
  });
});

describe('network up and wake', () => {
  it('do not wait for an attempt that began on the network before', async () => {
    const sut = played(() => undefined, { url: 'wss://gateway.example', ...slowest });
    await sut.clock.advance(9_000);
    sut.sockets.act = socket => socket.hello();
    sut.client.networkUp();
    await sut.clock.advance(0);
    expect(sut.state).toBe('ready');
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
  });

  it('leave an attempt on this computer alone', async () => {
    const sut = played(() => undefined);
    await sut.clock.advance(1_000);
    sut.client.networkUp();
    await sut.clock.advance(0);
    expect(sut.sockets.all).toHaveLength(1);
  });

  it('try again what another network answered, such as the sign-in page of a hotel', async () => {
    const sut = played(socket => socket.end({ type: 'rejected', status: 302, body: '' }), {
      url: 'wss://gateway.example',
    });
    await sut.clock.advance(600_000);
    expect(sut.state).toBe('refused');
    expect(sut.sockets.all).toHaveLength(1);
    sut.client.wake();
    expect(sut.state).toBe('refused');
    await sut.clock.advance(0);
    expect(sut.sockets.all).toHaveLength(2);
    expect(sut.shown).toEqual(['connecting', 'refused']);
    sut.sockets.act = socket => socket.hello();
    sut.client.networkUp();
    await sut.clock.advance(0);
    expect(sut.state).toBe('ready');
  });

  it('repeat no secret that was refused', async () => {
    const sut = played(socket => socket.refuse(auth('AUTH_TOKEN_MISMATCH')));
    await sut.clock.advance(0);
    sut.client.networkUp();
    sut.client.wake();
    await sut.clock.advance(600_000);
    expect(sut.sockets.all).toHaveLength(1);
  });
});

it('a proxy that answers for a gateway that is gone is asked ever less often', async () => {
  const sut = played(socket => socket.end({ type: 'rejected', status: 503, body: '' }), {
    url: 'wss://gateway.example',
    ...slowest,
  });
  await sut.clock.advance(120_000);
  const before = sut.sockets.all.length;
  await sut.clock.advance(60_000);
  expect(sut.sockets.all.length - before).toBeLessThan(5);
});
