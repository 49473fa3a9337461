import { createServer } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ScriptedConnection, ScriptedGateway } from '../helpers/scripted-gateway.ts';
import { SELF_SIGNED } from '../helpers/self-signed.ts';
import { Bench, gateway } from '../unit/gateway/support.ts';

const welcome = (connection: ScriptedConnection): unknown => connection.welcome();

async function tlsGateway(): Promise<ScriptedGateway> {
  const server = createServer(SELF_SIGNED);
  const started = await ScriptedGateway.start(welcome, { server });
  onTestFinished(() => started.stop());
  return started;
}

describe('over TLS', () => {
  it('connects to the pinned certificate, whoever signed it', async () => {
    const server = await tlsGateway();
    const bench = new Bench({ url: `wss://127.0.0.1:${server.port}`, tlsFingerprint: SELF_SIGNED.pin }).start();
    await bench.reaches('ready');
    expect(server.upgrades).toBe(1);
  });

  it('writes no byte of HTTP to another certificate', async () => {
    const server = await tlsGateway();
    const bench = new Bench({ url: `wss://127.0.0.1:${server.port}`, tlsFingerprint: '00'.repeat(32) }).start();
    await bench.reaches('stopped');
    expect(bench.client.snapshot()).toMatchObject({ state: 'refused', reason: 'pin-mismatch' });
    expect(server.upgrades).toBe(0);
  });

  it('explains a certificate that nobody vouches for', async () => {
    const server = await tlsGateway();
    const bench = new Bench({ url: `wss://127.0.0.1:${server.port}` }).start();
    await bench.reaches('stopped');
    expect(bench.client.snapshot()).toMatchObject({ state: 'refused', reason: 'certificate' });
    expect(server.upgrades).toBe(0);
  });

  it('tells a port without TLS from an unreachable one', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: `wss://127.0.0.1:${server.port}` }).start();
    await bench.reaches('stopped');
    expect(bench.client.snapshot()).toMatchObject({ state: 'refused', reason: 'not-a-gateway' });
  });
});

describe('over real sockets', () => {
  it('sends no origin, and no token before the handshake', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url, shared: { token: 'shared-token-planted' } }).start();
    await bench.reaches('ready');
    expect(server.upgradeHeaders[0]).not.toHaveProperty('origin');
    expect(server.upgradeHeaders[0]).not.toHaveProperty('sec-websocket-extensions');
    expect(JSON.stringify(server.upgradeHeaders)).not.toContain('planted');
  });

  it('takes a 503 of a draining gateway for a restart', async () => {
    const server = await gateway(welcome);
    server.rejection = { status: 503, body: 'Gateway websocket admission closed' };
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('waiting');
    expect(bench.state).toBe('restarting');
    server.rejection = undefined;
    await bench.clock.advance(1_000);
    await bench.reaches('ready');
  });

  it('connects within one probe of a gateway that starts later', async () => {
    const server = await gateway(welcome);
    const { port, url } = server;
    await server.stop();
    const bench = new Bench({ url }).start();
    await bench.reaches('waiting');
    expect(bench.client.snapshot()).toMatchObject({ state: 'connecting', reason: 'refused' });
    await gateway(welcome, port);
    await bench.clock.advance(250);
    await bench.reaches('ready');
  });

  it('takes frames in binary, drops what is no frame, and survives a message above the limit', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    const [connection] = server.connections;
    connection!.raw('no json');
    connection!.raw(Buffer.from('{"type":"event","event":"tick","payload":{},"seq":1}'));
    await bench.until(() => bench.frames.length > 0);
    expect(bench.frames[0]).toMatchObject({ event: 'tick' });
    connection!.raw('x'.repeat(26_214_401));
    await bench.reaches('waiting');
    expect(bench.reasons.at(-1)).toBe('too-long');
    await bench.clock.advance(250);
    await bench.reaches('ready');
  });

  it('row 13: stops within 1.5 s although the other side does not close', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    server.connections[0]!.socket.pause();
    const stopped = bench.client.stop();
    await bench.clock.advance(1_500);
    await stopped;
    expect(bench.clock.pending).toBe(0);
    expect(bench.state).toBe('idle');
  });

  it('survives 100 restarts in a row without leaving a socket or a timer behind', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    await bench.clock.advance(0);
    const timers = bench.clock.pending;
    for (let restart = 0; restart < 100; restart += 1) {
      server.connections.at(-1)!.socket.terminate();
      await bench.reaches('waiting');
      bench.client.networkUp();
      await bench.reaches('ready');
      await bench.clock.advance(0);
    }
    expect(server.upgrades).toBe(101);
    expect(bench.clock.pending).toBeLessThanOrEqual(timers);
    expect(server.openSockets).toBe(1);
  });
});
