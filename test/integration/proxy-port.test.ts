import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../electron/contract/index.ts';
import { freePort } from '../helpers/free-port.ts';
import { startHostileRelay } from '../helpers/hostile-relay.ts';
import { send, startProxy } from '../helpers/running-proxy.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A program that holds a port. */
async function blockPort(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const blocker = createServer();
  blocker.listen(await freePort(), '127.0.0.1');
  await once(blocker, 'listening');
  const stop = (): Promise<void> => new Promise(resolve => blocker.close(() => resolve()));
  stops.push(stop);
  return { port: (blocker.address() as AddressInfo).port, stop };
}

/** A server that could not have its port, on a clock of its own. */
async function startBlocked() {
  const blocker = await blockPort();
  const clock = new VirtualClock(Date.now());
  const relay = await startHostileRelay();
  stops.push(() => relay.stop());
  const events: DomainEvent[] = [];
  const proxy = await startProxy(relay, {
    clock,
    server: { port: blocker.port, emit: event => void events.push(event) },
    mayFail: true,
  });
  stops.push(() => proxy.stop());
  expect(proxy.server.snapshot().state).toBe('port-busy');
  return { blocker, clock, events, server: proxy.server };
}

/** Lets so many attempts to listen pass; each has ended before the next begins. */
async function waitRetries(clock: VirtualClock, count: number): Promise<void> {
  for (let attempt = 0; attempt < count; attempt += 1) {
    await expect.poll(() => clock.nextInMs).toBe(3_000);
    await clock.advance(3_000);
  }
}

describe('a server whose port is busy', () => {
  it('names the program that holds its port, and what to do', async () => {
    const { port } = await blockPort();
    const relay = await startHostileRelay();
    stops.push(() => relay.stop());
    await expect(startProxy(relay, { server: { port } })).rejects.toMatchObject({
      code: 'port_busy',
      message: process.platform === 'linux' ? expect.stringContaining(`pid ${process.pid}`) : expect.any(String),
      remedy: expect.stringContaining('--port'),
    });
  });

  it('takes its port as soon as that comes free, and is quiet until then', async () => {
    const { clock, events, server, blocker } = await startBlocked();
    const holder = server.snapshot().sentence;
    await waitRetries(clock, 5);
    await expect.poll(() => clock.nextInMs).toBe(3_000);
    expect(server.snapshot()).toMatchObject({ state: 'port-busy', sentence: holder, endpoint: null });
    expect(events.map(({ type }) => type)).toEqual(['proxyFailed']);
    await blocker.stop();
    await waitRetries(clock, 1);
    await expect.poll(() => server.snapshot().state).toBe('listening');
    expect(server.snapshot()).toMatchObject({ endpoint: `http://127.0.0.1:${blocker.port}/v1`, remedy: null });
    expect(events.map(({ type }) => type)).toEqual(['proxyFailed', 'proxyListening']);
    expect((await send(`http://127.0.0.1:${blocker.port}/health`)).status).toBe(200);
    expect(clock.pending).toBe(0);
    await server.stop();
    expect(events.map(({ type }) => type)).toEqual(['proxyFailed', 'proxyListening', 'proxyStopped']);
  });

  it('stops waiting for its port when it is stopped, at any moment', async () => {
    const { clock, events, server, blocker } = await startBlocked();
    await server.stop();
    expect(clock.pending).toBe(0);
    expect(server.snapshot()).toMatchObject({ state: 'stopped', remedy: null });

    const signal = new AbortController().signal;
    const begun = server.start(signal);
    const stopped = server.stop();
    await expect(begun).rejects.toThrow();
    await stopped;
    expect(clock.pending).toBe(0);

    await expect(server.start(signal)).rejects.toMatchObject({ code: 'port_busy' });
    await blocker.stop();
    const retried = clock.advance(3_000);
    await server.stop();
    await retried;
    expect(clock.pending).toBe(0);
    expect(server.snapshot().state).toBe('stopped');
    await expect(send(`http://127.0.0.1:${blocker.port}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(events.filter(({ type }) => type === 'proxyFailed')).toHaveLength(2);
  });

  it('tries at once when it is started while it waits', async () => {
    const { clock, server, blocker } = await startBlocked();
    const signal = new AbortController().signal;
    await expect(server.start(signal)).rejects.toMatchObject({ code: 'port_busy' });
    expect(clock.pending).toBe(1);
    await blocker.stop();
    await server.start(signal);
    expect(server.snapshot().state).toBe('listening');
    expect(clock.pending).toBe(0);
  });

  it('tells once when another program holds its port', async () => {
    const { clock, events, server, blocker } = await startBlocked();
    await blocker.stop();
    const child = spawn(
      process.execPath,
      ['-e', `require('net').createServer().listen(${blocker.port}, '127.0.0.1', () => console.log('up'))`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'close');
    stops.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    await once(child.stdout, 'data');
    await waitRetries(clock, 3);
    await expect.poll(() => clock.pending).toBe(1);
    expect(server.snapshot().state).toBe('port-busy');
    // Only Linux names holders without a tool that may be missing.
    if (process.platform !== 'linux') return;
    expect(server.snapshot().sentence).toContain(`pid ${child.pid}`);
    expect(events.map(({ type }) => type)).toEqual(['proxyFailed', 'proxyFailed']);
  });
});
