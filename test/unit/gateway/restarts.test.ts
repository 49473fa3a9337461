import { describe, expect, it } from 'vitest';
import { answer, asked, played, refuse } from './played.ts';

const methods = ['health', 'gateway.restart.request', 'gateway.restart.preflight', 'sessions.list'];
const admin = ['operator.read', 'operator.admin'];
const forever = (): AbortSignal => new AbortController().signal;
const draining = {
  code: 'UNAVAILABLE',
  message: '',
  retryable: true,
  retryAfterMs: 1_000,
  details: { reason: 'gateway-restarting' },
};

describe('a restart that a person asks for', () => {
  it('needs operator.admin, and names how to ask for it', async () => {
    const sut = played(socket => socket.hello({ methods }));
    await sut.clock.advance(0);
    await expect(sut.client.restart({}, forever())).rejects.toMatchObject({
      code: 'gateway_scope_missing',
      details: { requestScopes: ['operator.admin'] },
    });
    expect(asked(sut, 'gateway.restart.request')).toBe(0);
  });

  it('is scheduled at once when nothing runs', async () => {
    const sut = played(socket => socket.hello({ methods, scopes: admin }));
    await sut.clock.advance(0);
    const outcome = sut.client.restart({ reason: 'r'.repeat(300), skipDeferral: true }, forever());
    expect(sut.sockets.last.sent.at(-1)!.params).toEqual({ reason: 'r'.repeat(200), skipDeferral: true });
    answer(sut, 'gateway.restart.request', { ok: true, status: 'scheduled', restart: { pid: 1 } });
    await expect(outcome).resolves.toEqual({ status: 'scheduled', runs: null });
    expect(sut.client.snapshot().reason).toBeNull();
  });

  it('is followed while it waits for runs, and forgotten with the connection', async () => {
    const sut = played(socket => socket.hello({ methods, scopes: admin }));
    await sut.clock.advance(0);
    const outcome = sut.client.restart({}, forever());
    const preflight = { safe: false, counts: { embeddedRuns: 2, totalActive: 5 } };
    answer(sut, 'gateway.restart.request', { ok: true, status: 'deferred', preflight });
    await expect(outcome).resolves.toEqual({ status: 'deferred', runs: 2 });
    const { health, state, sentence, reason } = sut.client.snapshot();
    expect([health, state, reason]).toEqual(['working', 'ready', 'restart-deferred']);
    expect(sentence).toBe('studio waits for 2 runs to end, then restarts.');
    await sut.clock.advance(10_000);
    answer(sut, 'gateway.restart.preflight', { counts: { embeddedRuns: 1 } });
    await sut.clock.advance(0);
    expect(sut.client.snapshot().sentence).toBe('studio waits for one run to end, then restarts.');
    sut.sockets.last.event('shutdown', { reason: 'gateway restarting', restartExpectedMs: 1_500 });
    expect(sut.state).toBe('restarting');
    sut.sockets.last.end({ type: 'closed', code: 1012, reason: 'service restart' });
    await sut.clock.advance(250);
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', reason: null });
    await sut.clock.advance(10_000);
    expect(asked(sut, 'gateway.restart.preflight')).toBe(0);
  });

  it('fails by name when the gateway refuses or answers oddly', async () => {
    const sut = played(socket => socket.hello({ methods, scopes: admin }));
    await sut.clock.advance(0);
    const refused = expect(sut.client.restart({}, forever())).rejects.toMatchObject({ code: 'gateway_refused' });
    refuse(sut, 'gateway.restart.request', draining);
    await refused;
    const odd = expect(sut.client.restart({}, forever())).rejects.toMatchObject({ code: 'gateway_answer_invalid' });
    answer(sut, 'gateway.restart.request', { status: 'maybe' });
    await odd;
  });
});

it('row 6: a drain says how many runs it waits for, connected or not, and is never red within its time', async () => {
  const sut = played((socket, index) => {
    if (index === 0) socket.hello({ methods });
    else socket.end({ type: 'rejected', status: 503, body: 'Gateway websocket admission closed' });
  });
  await sut.clock.advance(0);
  const run = { hasActiveRun: true };
  answer(sut, 'sessions.list', { sessions: [{ key: 'a', ...run }, { key: 'b', ...run }, { key: 'c' }] });
  await sut.clock.advance(0);
  refuse(sut, 'health', draining);
  expect(sut.client.snapshot()).toMatchObject({
    state: 'restarting',
    health: 'working',
    sentence: 'studio finishes 2 runs, then restarts or stops.',
  });
  sut.sockets.last.end({ type: 'closed', code: 1006, reason: '' });
  for (let minute = 0; minute < 5; minute += 1) {
    await sut.clock.advance(60_000);
    expect(sut.client.snapshot()).toMatchObject({
      state: 'restarting',
      health: 'working',
      sentence: 'studio finishes 2 runs, then restarts or stops.',
    });
  }
});
