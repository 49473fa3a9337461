import { afterEach, describe, expect, it } from 'vitest';
import { type HostileRelay, SECRET_TEXT, startHostileRelay } from '../helpers/hostile-relay.ts';
import { chat, type RunningProxy, startProxy } from '../helpers/running-proxy.ts';

const stops: (() => Promise<void>)[] = [];

async function start(
  options?: Parameters<typeof startProxy>[1],
): Promise<{ relay: HostileRelay; proxy: RunningProxy }> {
  const relay = await startHostileRelay();
  stops.push(() => relay.stop());
  const proxy = await startProxy(relay, options);
  stops.push(() => proxy.stop());
  return { relay, proxy };
}

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

describe('a strict proxy', () => {
  it('answers with the verified completion, its proof block and the two headers', async () => {
    const { relay, proxy } = await start();
    const reply = await chat(proxy);
    expect(reply.status).toBe(200);
    expect(reply.headers['x-opengradient-verified']).toBe('true');
    expect(reply.headers['x-opengradient-tee-id']).toBe(relay.enclaves[0]?.teeId);
    const body = JSON.parse(reply.text);
    expect(body.choices[0].message.content).toBe(SECRET_TEXT);
    expect(Object.keys(body.opengradient_verification)).toEqual([
      'verified',
      'tee_id',
      'request_hash',
      'output_hash',
      'timestamp',
      'tee_host',
    ]);
    expect(body.opengradient_verification).toMatchObject({
      verified: true,
      tee_id: relay.enclaves[0]?.teeId,
      request_hash: body.tee_request_hash,
      output_hash: body.tee_output_hash,
      timestamp: body.tee_timestamp,
      tee_host: 'https://enclave.test',
    });
  });
});
