import { describe, expect, it, onTestFinished } from 'vitest';
import { GatewayClient, type GatewayEvent, GatewayFleet } from '../../../electron/core/gateway/index.ts';
import { OFFLINE_RETRY_MS } from '../../../electron/core/offline/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { type FakeSocket, FakeSockets } from './fake-sockets.ts';
import { played } from './played.ts';
import { MemorySecrets } from './support.ts';

const OUTSIDE = 'wss://studio.example';
const unreachable = (socket: FakeSocket): void =>
  socket.end({ type: 'failed', code: 'ENETUNREACH', message: 'connect ENETUNREACH' });

/** A client whose network can be taken away. */
function travelling(url = OUTSIDE) {
  const net = { isOffline: false };
  const bench = played(socket => (net.isOffline ? unreachable(socket) : socket.hello()), {
    url,
    isOffline: () => net.isOffline,
  });
  const leave = async (): Promise<void> => {
    net.isOffline = true;
    const { last } = bench.sockets;
    last.answersPings = false;
    bench.client.networkDown();
    await bench.clock.advance(15_000);
  };
  const comeBack = async (): Promise<void> => {
    net.isOffline = false;
    bench.client.networkUp();
    await bench.clock.advance(0);
  };
  return { bench, leave, comeBack };
}

describe('a gateway elsewhere while this computer is offline', () => {
  it('is offline as soon as its connection proves dead, with what was known of it last, and nothing red', async () => {
    const { bench, leave } = travelling();
    await bench.shows('ready');
    const { server } = bench.client.snapshot();
    await leave();
    expect(bench.client.snapshot()).toMatchObject({ state: 'offline', health: 'working', remedy: null });
    expect(bench.client.snapshot().server).toMatchObject({ version: server?.version });
    await bench.clock.advance(3_600_000);
    expect(bench.state).toBe('offline');
    expect(bench.shown).toEqual(['connecting', 'ready', 'offline']);
  });

  it('is tried every two minutes, and at once when this computer is back', async () => {
    const { bench, leave, comeBack } = travelling();
    await bench.shows('ready');
    await leave();
    await bench.clock.advance(OFFLINE_RETRY_MS);
    const before = bench.sockets.all.length;
    await bench.clock.advance(10 * OFFLINE_RETRY_MS);
    expect(bench.sockets.all.length - before).toBe(10);
    await comeBack();
    expect(bench.state).toBe('ready');
    expect(bench.shown.slice(-2)).toEqual(['connecting', 'ready']);
  });

  it('has a budget of its own afterwards: the time offline was no outage of it', async () => {
    const { bench, leave, comeBack } = travelling();
    await bench.shows('ready');
    await leave();
    await bench.clock.advance(3_600_000);
    bench.sockets.act = () => undefined;
    await comeBack();
    await bench.clock.advance(1_000);
    expect(bench.client.snapshot()).toMatchObject({ state: 'connecting', health: 'working', attempt: 1 });
  });

  it('is open for as long as it answers, whatever is said of this computer', async () => {
    const { bench } = travelling();
    await bench.shows('ready');
    bench.client.networkDown();
    await bench.clock.advance(60_000);
    expect(bench.state).toBe('ready');
  });

  it('keeps that it refused, which no network changes', async () => {
    const net = { isOffline: false };
    const details = { code: 'AUTH_TOKEN_MISMATCH', canRetryWithDeviceToken: false };
    const bench = played(socket => socket.refuse({ code: 'INVALID_REQUEST', message: 'unauthorized', details }), {
      url: OUTSIDE,
      isOffline: () => net.isOffline,
    });
    await bench.shows('refused');
    net.isOffline = true;
    bench.client.networkDown();
    expect(bench.state).toBe('refused');
  });
});

describe('a gateway on this computer while it is offline', () => {
  it('is tried and judged as ever', async () => {
    const net = { isOffline: true };
    const bench = played(unreachable, { isOffline: () => net.isOffline, connectBudgetMs: 5_000 });
    await bench.clock.advance(0);
    expect(bench.state).toBe('connecting');
    await bench.clock.advance(6_000);
    expect(bench.state).toBe('unreachable');
  });
});

describe('several gateways while this computer is offline', () => {
  it('one on this computer takes over, and hands back once the other has been stable again', async () => {
    const clock = new VirtualClock();
    const net = { isOffline: false };
    const events: GatewayEvent[] = [];
    const sockets = new FakeSockets();
    const fleet = new GatewayFleet({
      clock,
      emit: event => events.push(event),
      policy: { isEnabled: true, returnAfterMs: 30_000, mostReturnAfterMs: 3_600_000 },
      createClient: (profile, emit) =>
        new GatewayClient({
          profile,
          credentials: async () => ({ token: 'shared-token-1' }),
          secrets: new MemorySecrets(),
          clock,
          random: firstRandom,
          logger: silentLogger,
          emit,
          client: { version: '0.1.0', platform: 'linux', displayName: 'Gatehouse' },
          isOffline: () => net.isOffline,
          probe: async () => 'other',
          openSocket: (endpoint, listener) => {
            const socket = sockets.open(endpoint, listener) as FakeSocket;
            sockets.act = () => undefined;
            queueMicrotask(() => (net.isOffline && !endpoint.isLoopback ? unreachable(socket) : socket.hello()));
            return socket;
          },
        }),
    });
    onTestFinished(() => fleet.stop());
    const base = { source: 'settings' } as const;
    fleet.setProfiles([
      { ...base, id: 'studio', name: 'studio', url: OUTSIDE, priority: 1 },
      { ...base, id: 'desk', name: 'desk', url: 'ws://127.0.0.1:1', priority: 2 },
    ]);
    fleet.start(new AbortController().signal);
    await clock.advance(100);
    expect(fleet.list().map(({ state }) => state)).toEqual(['ready', 'ready']);
    net.isOffline = true;
    for (const socket of sockets.all) socket.answersPings = false;
    fleet.networkDown();
    const [first] = sockets.all;
    first?.end({ type: 'closed', code: 1006, reason: '' });
    await clock.advance(600_000);
    expect(fleet.list().map(({ id, state, isActive }) => [id, state, isActive])).toEqual([
      ['studio', 'offline', false],
      ['desk', 'ready', true],
    ]);
    net.isOffline = false;
    fleet.networkUp();
    await clock.advance(31_000);
    const switches = events.filter(event => event.type === 'gatewaySwitched');
    expect(switches.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      ['studio', 'desk', 'offline'],
      ['desk', 'studio', 'returned'],
    ]);
  });
});
