import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { RegistryReader, TeeGate } from '../../electron/core/tee/index.ts';
import { largeRegistry } from '../helpers/large-registry.ts';

const COUNT = 10_000;
const forever = (): AbortSignal => new AbortController().signal;

/** Counts the turns of the event loop and the longest pause between two of them. */
class TurnCounter {
  turns = 0;
  longestMs = 0;
  #isRunning = true;
  #last = performance.now();

  constructor() {
    this.#turn();
  }

  stop(): void {
    this.#isRunning = false;
  }

  #turn(): void {
    const now = performance.now();
    this.turns += 1;
    this.longestMs = Math.max(this.longestMs, now - this.#last);
    this.#last = now;
    if (this.#isRunning) setImmediate(() => this.#turn());
  }
}

describe(`a registry of ${COUNT} TEEs`, () => {
  const body = Buffer.from(`{"jsonrpc":"2.0","id":1,"result":"0x${largeRegistry(COUNT).toString('hex')}"}`);
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.setHeader('content-type', 'application/json').end(body));
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is read in slices between which other work goes on, and shown in part', async () => {
    const clock = new SystemClock();
    const registry = new RegistryReader({
      rpcUrls: [url],
      address: `0x${'ab'.repeat(20)}`,
      teeType: 0,
      requestTimeoutMs: 30_000,
      clock,
    });
    const gate = new TeeGate({
      registry,
      pins: { teeId: null, pcrHash: null },
      refreshSeconds: 0,
      clock,
      random: new SystemRandom(),
      emit: () => undefined,
    });
    const numbers: string[] = [];
    const measured = async (what: string, work: () => Promise<unknown>): Promise<number> => {
      const counter = new TurnCounter();
      const memory = process.memoryUsage();
      const [cpu, wall] = [process.cpuUsage(), performance.now()];
      await work();
      counter.stop();
      const { user, system } = process.cpuUsage(cpu);
      const after = process.memoryUsage();
      const grownMb = (after.heapUsed + after.external - memory.heapUsed - memory.external) / 1e6;
      numbers.push(
        `${what}: ${Math.round(performance.now() - wall)} ms wall, ${Math.round((user + system) / 1_000)} ms CPU with the server, longest stall ${counter.longestMs.toFixed(1)} ms, ${counter.turns} turns, memory +${grownMb.toFixed(0)} MB for ${(body.length / 1e6).toFixed(0)} MB`,
      );
      return counter.turns;
    };
    await gate.start(forever());
    const first = await measured('first reading', () => gate.acquire(forever()));
    const second = await measured('refresh', () => gate.checkRegistry(forever()));
    const { listed, listedTotal, usableTotal } = gate.snapshot().registry;
    await gate.stop();
    process.stderr.write(`${numbers.join('\n')}\n`);
    expect({ shown: listed.length, listedTotal, usableTotal }).toEqual({
      shown: 200,
      listedTotal: COUNT,
      usableTotal: COUNT,
    });
    // At least one turn for every hundred records decoded, and one for every hundred judged.
    expect(first).toBeGreaterThan(2 * (COUNT / 100));
    expect(second).toBeGreaterThan(2 * (COUNT / 100));
  });
});
