import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseEndpoint } from '../../../electron/core/gateway/endpoint.ts';
import { type ProbeFinding, probeGateway } from '../../../electron/core/gateway/http-probe.ts';
import { SELF_SIGNED } from '../../helpers/self-signed.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { played } from './played.ts';

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const probe = (url: string, clock = new VirtualClock(), tlsFingerprint?: string): Promise<ProbeFinding> =>
  probeGateway(parseEndpoint(url, { tlsFingerprint }), clock, new AbortController().signal);

const answering =
  (answers: Readonly<Record<string, readonly [number, unknown]>>): RequestListener =>
  (request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, 'no'];
    response.writeHead(status, status === 302 ? { location: '/healthz' } : {});
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('row 35: HTTP probes', () => {
  it.each<[string, ProbeFinding, Record<string, [number, unknown]>]>([
    ['is starting', 'starting', { '/startupz': [503, { ok: false, status: 'starting', pendingReason: 'x' }] }],
    ['is draining', 'draining', { '/startupz': [503, { ok: false, status: 'draining' }] }],
    ['has started', 'live', { '/startupz': [200, { ok: true, status: 'started' }] }],
    ['knows /healthz only', 'live', { '/healthz': [200, { ok: true, status: 'live' }] }],
    ['drains and knows /healthz only', 'draining', { '/healthz': [503, { status: 'draining' }] }],
    ['is something else', 'other', { '/startupz': [200, 'hello'], '/healthz': [200, { ok: 1, status: 'live' }] }],
    ['sends us elsewhere', 'other', { '/startupz': [302, ''], '/healthz': [302, ''] }],
    ['talks without an end', 'other', { '/startupz': [503, 'x'.repeat(100_000)] }],
  ])('tell a gateway that %s', async (_name, finding, answers) => {
    const port = await listening(createServer(answering(answers)));
    const clock = new VirtualClock();
    await expect(probe(`ws://127.0.0.1:${port}`, clock)).resolves.toBe(finding);
    expect(clock.pending).toBe(0);
  });

  it('carry no credential and keep the path before them', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push([request.url, Object.keys(request.headers).sort()]);
      response.end(JSON.stringify({ ok: true, status: 'started' }));
    });
    await expect(probe(`ws://127.0.0.1:${await listening(server)}/behind`)).resolves.toBe('live');
    expect(seen).toEqual([['/behind/startupz', ['accept', 'connection', 'host']]]);
  });

  it('tell that nobody listens from somebody who says nothing', async () => {
    const server = createServer();
    const port = await listening(server);
    const clock = new VirtualClock();
    const silent = probe(`ws://127.0.0.1:${port}`, clock);
    await clock.advance(1_000);
    await expect(silent).resolves.toBe('silent');
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await expect(probe(`ws://127.0.0.1:${port}`)).resolves.toBe('no-process');
  });

  it('write nothing to a certificate that is not the pinned one', async () => {
    const requests: unknown[] = [];
    const server = createTlsServer(SELF_SIGNED, (request, response) => {
      requests.push(request.url);
      response.end(JSON.stringify({ ok: true, status: 'started' }));
    });
    const url = `wss://127.0.0.1:${await listening(server)}`;
    await expect(probe(url, new VirtualClock(), '00'.repeat(32))).resolves.toBe('other');
    await expect(probe(url)).resolves.toBe('other');
    expect(requests).toEqual([]);
    await expect(probe(url, new VirtualClock(), SELF_SIGNED.pin)).resolves.toBe('live');
  });
});

describe('row 35: what a probe changes while waiting', () => {
  const random = { below: (max: number) => max - 1, bytes: (length: number) => new Uint8Array(length) };
  const remote = { url: 'wss://gateway.example', random };
  const lost = { type: 'closed', code: 1006, reason: '' } as const;

  it.each<[ProbeFinding, string, number]>([
    ['starting', 'starting', 500],
    ['draining', 'restarting', 1_000],
  ])('a gateway that is %s is shown as %s and met soon, however long the back-off is', async (finding, state, ms) => {
    const sut = played(socket => socket.end({ type: 'rejected', status: 502, body: '' }), {
      ...remote,
      probe: async () => (sut.sockets.all.length < 6 ? 'other' : finding),
    });
    await sut.clock.advance(31_000);
    expect(sut.sockets.all).toHaveLength(6);
    expect(sut.state).toBe(state);
    sut.sockets.act = socket => socket.hello();
    await sut.clock.advance(ms);
    expect(sut.state).toBe('ready');
  });

  it('a drain that a probe found is waited out for minutes without turning red', async () => {
    const sut = played(socket => socket.end({ type: 'rejected', status: 502, body: '' }), {
      probe: async () => 'draining',
    });
    await sut.clock.advance(300_000);
    expect(sut.shown).toEqual(['connecting', 'restarting']);
  });

  it('a connection that broke is made again at once when the gateway is well', async () => {
    const sut = played((socket, index) => (index === 1 ? undefined : socket.hello()), {
      ...remote,
      probe: async () => 'live',
    });
    await sut.clock.advance(20_000);
    sut.sockets.last.end(lost);
    await sut.clock.advance(250);
    expect(sut.sockets.all).toHaveLength(2);
  });

  it('a WebSocket that does not open although HTTP answers is named with its remedy', async () => {
    const sut = played(undefined, { connectBudgetMs: 1_000, probe: async () => 'live' });
    await sut.clock.advance(6_000);
    expect(sut.client.snapshot()).toMatchObject({
      state: 'unreachable',
      reason: 'no-upgrade',
      remedy: { text: expect.stringContaining('WebSocket upgrades') },
    });
  });

  it('what is found while the next attempt is under way is shown, too', async () => {
    let found: (finding: ProbeFinding) => void = () => undefined;
    const sut = played((socket, index) => (index === 0 ? socket.end(lost) : undefined), {
      probe: () => new Promise(resolve => (found = resolve)),
    });
    await sut.clock.advance(250);
    expect([sut.sockets.all.length, sut.state]).toEqual([2, 'connecting']);
    found('draining');
    await sut.clock.advance(0);
    expect([sut.sockets.all.length, sut.state]).toEqual([2, 'restarting']);
  });

  it('one look at a time, none for a refused connection, and none after a stop', async () => {
    let looks = 0;
    const signals: AbortSignal[] = [];
    const sut = played(socket => socket.end(lost), {
      probe: (_endpoint, _clock, signal) => {
        looks += 1;
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    await sut.clock.advance(10_000);
    expect(looks).toBe(1);
    await sut.client.stop();
    expect(signals[0]!.aborted).toBe(true);
    sut.sockets.act = socket => socket.end({ type: 'failed', code: 'ECONNREFUSED', message: '' });
    sut.start();
    await sut.clock.advance(10_000);
    expect(looks).toBe(1);
  });
});
