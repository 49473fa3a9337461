import { describe, expect, it } from 'vitest';
import type { ScriptedConnection } from '../../helpers/scripted-gateway.ts';
import { Bench, gateway } from './support.ts';

const starting = (retryAfterMs: unknown = 250): Record<string, unknown> => ({
  code: 'UNAVAILABLE',
  message: 'gateway starting; retry shortly',
  retryable: true,
  retryAfterMs,
  details: { reason: 'startup-sidecars' },
});

const welcome = (connection: ScriptedConnection): Promise<unknown> => connection.welcome();

describe('connecting', () => {
  it('waits for the challenge, signs in with a device, and is ready', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    expect(bench.client.snapshot()).toMatchObject({ health: 'well', state: 'ready', sentence: 'Connected to studio.' });
    expect(bench.reasons).toEqual(['start', 'opened', 'challenged', 'hello']);
    expect(bench.shown).toEqual(['connecting', 'ready']);
  });

  it('answers a request with what the gateway says', async () => {
    const server = await gateway(async connection => {
      await connection.welcome({}, request => {
        if (request.method !== 'last-heartbeat') return false;
        connection.answer(request, { status: 'skipped' });
        return true;
      });
    });
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    await expect(bench.client.request('last-heartbeat')).resolves.toEqual({ status: 'skipped' });
  });

  it('honours a start-up hint of 250 ms exactly, on a second socket, closing the first with 1013', async () => {
    let visits = 0;
    const server = await gateway(async connection => {
      visits += 1;
      if (visits > 1) return connection.welcome();
      return connection.refuse(await connection.greet(), starting(250));
    });
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('waiting');
    expect(bench.state).toBe('starting');
    expect(bench.client.snapshot().health).toBe('working');
    await expect(server.connections[0]!.closed).resolves.toEqual({ code: 1013, reason: 'gateway starting' });
    await bench.clock.advance(249);
    expect(server.upgrades).toBe(1);
    await bench.clock.advance(1);
    await bench.reaches('ready');
    expect(server.upgrades).toBe(2);
    expect(bench.shown).toEqual(['connecting', 'starting', 'ready']);
  });

  it('rejects what is pending when the gateway closes, and comes back by itself', async () => {
    const server = await gateway(async connection => {
      await connection.welcome({}, ({ method }) => method === 'slow');
    });
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    const pending = expect(bench.client.request('slow')).rejects.toMatchObject({ code: 'gateway_closed' });
    server.connections[0]!.socket.terminate();
    await pending;
    await bench.reaches('waiting');
    await expect(bench.client.request('slow')).rejects.toMatchObject({ code: 'gateway_not_connected' });
    await bench.clock.advance(250);
    await bench.reaches('ready');
  });

  it('leaves nothing behind when it stops, and starts again', async () => {
    const server = await gateway(welcome);
    const bench = new Bench({ url: server.url }).start();
    await bench.reaches('ready');
    await bench.client.stop();
    await bench.client.stop();
    expect(bench.clock.pending).toBe(0);
    expect(bench.state).toBe('idle');
    await expect(server.connections[0]!.closed).resolves.toEqual({ code: 1000, reason: 'client stopped' });
    bench.start();
    await bench.reaches('ready');
    expect(server.upgrades).toBe(2);
  });
});
