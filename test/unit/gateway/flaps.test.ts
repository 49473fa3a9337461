import { describe, expect, it } from 'vitest';
import type { ScriptedConnection } from '../../helpers/scripted-gateway.ts';
import { Bench, gateway } from './support.ts';

const TIMES = 8;

/** How long the client waits after each of {@link TIMES} connections that end as soon as they stand. */
async function pausesAfter(end: (connection: ScriptedConnection) => void): Promise<readonly number[]> {
  const server = await gateway(async connection => {
    await connection.welcome();
    end(connection);
  });
  const bench = new Bench({ url: server.url }).start();
  const pauses: number[] = [];
  while (pauses.length < TIMES) {
    await bench.reaches('waiting');
    const pauseMs = (bench.client.snapshot().nextAttemptAt ?? 0) - bench.clock.now();
    pauses.push(pauseMs);
    bench.events.length = 0;
    await bench.clock.advance(pauseMs);
  }
  return pauses;
}

describe('connections that end soon after hello, one after the other', () => {
  it('slow the next attempts down when they broke', async () => {
    const pauses = await pausesAfter(connection => connection.socket.terminate());
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('do not when each was a restart that the gateway announced', async () => {
    const pauses = await pausesAfter(connection => {
      const payload = { reason: 'gateway restarting', restartExpectedMs: 1_500 };
      connection.send({ type: 'event', event: 'shutdown', payload, seq: 1 });
      connection.socket.close(1012, 'service restart');
    });
    expect(new Set(pauses)).toEqual(new Set([250]));
  });
});
