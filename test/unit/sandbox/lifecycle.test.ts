import { describe, expect, it } from 'vitest';
import { SystemRandom } from '../../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../../electron/sandbox/index.ts';
import { SeededRandom } from '../../../electron/sandbox/seeded-random.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { openSingle, post, prepare, question } from './sealed-client.ts';

const never = new AbortController().signal;

function start(seed: string, clock = new VirtualClock(), random = new SystemRandom()): Promise<Sandbox> {
  return startSandbox({ seed, clock, random, enclaveCount: 2, signal: never });
}

async function fixedBySeed(sandbox: Sandbox): Promise<unknown> {
  const [enclave] = sandbox.enclaves();
  const prepared = await prepare(enclave!, question('tell me'));
  const response = await post(sandbox, prepared);
  const { inner } = await openSingle(prepared, response, Date.UTC(2026, 0, 1));
  return {
    address: sandbox.registryAddress,
    blocks: sandbox.network.registry.chain.head.hash,
    enclaves: sandbox.enclaves().map(({ name, endpoint, pcrHash }) => ({ name, endpoint, pcrHash })),
    owners: sandbox.network.registry.ofType(0).map(entry => entry.owner),
    id: inner.get('id'),
    choices: JSON.stringify(inner.get('choices'), (_key, value: unknown) =>
      value instanceof Map ? [...(value as Map<string, unknown>)] : value,
    ),
  };
}

describe('starting and stopping', () => {
  it('repeats everything but keys and token for the same seed', async () => {
    const sandboxes = [await start('same'), await start('same'), await start('other')];
    const [first, second, third] = await Promise.all(sandboxes.map(fixedBySeed));
    const [one, two] = sandboxes as [Sandbox, Sandbox];
    await Promise.all(sandboxes.map(sandbox => sandbox.stop()));

    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
    expect(two.bearerToken).not.toBe(one.bearerToken);
    expect(two.enclaves()[0]?.teeId).not.toBe(one.enclaves()[0]?.teeId);
  });

  it('leaves no socket and no timer behind, even with a stream, a stall and a dead client in flight', async () => {
    const clock = new VirtualClock();
    const sandbox = await start('stop', clock);
    const [enclave] = sandbox.enclaves();
    sandbox.faults.relay({ kind: 'stall' });
    const stalled = post(sandbox, await prepare(enclave!, question('hi')));
    stalled.catch(() => undefined);
    const streamed = await post(sandbox, await prepare(enclave!, question('count to 9', { stream: true })));
    sandbox.faults.chain('stalled');
    const asked = fetch(sandbox.rpcUrl, { method: 'POST', body: '{}' });
    asked.catch(() => undefined);
    await clock.advance(30);
    expect(clock.pending).toBe(1);

    await sandbox.stop();
    await sandbox.stop();
    await expect(stalled).rejects.toThrow();
    await expect(asked).rejects.toThrow();
    await expect(streamed.arrayBuffer()).rejects.toThrow();
    expect(clock.pending).toBe(0);
    // Windows ends the accepting that was under way a moment after the server has closed.
    await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
    await expect(fetch(sandbox.relayUrl)).rejects.toThrow();
  });

  it('does not start on an aborted signal', async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'));
    await expect(startSandbox({ seed: 'x', clock: new VirtualClock(), signal })).rejects.toThrow('changed my mind');
  });

  it('paces a stream by the clock', async () => {
    const clock = new VirtualClock();
    const sandbox = await start('pace', clock);
    const [enclave] = sandbox.enclaves();
    const response = await post(sandbox, await prepare(enclave!, question('count to 50', { stream: true })));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const [first] = await Promise.all([reader.read(), clock.advance(0)]);
    expect(first.done).toBe(false);
    expect(clock.pending).toBe(1);
    await reader.cancel();
    await sandbox.stop();
  });

  it('serves the same model unsealed at the plain endpoint', async () => {
    const sandbox = await start('plain');
    const [enclave] = sandbox.enclaves();
    const ask = (more: object): Promise<Response> =>
      fetch(`${sandbox.plainEndpoint(enclave!.teeId)}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify(question('hi', more as Record<string, unknown>)),
      });
    const single = await (await ask({})).text();
    expect(JSON.parse(single)).toMatchObject({
      choices: [{ message: { content: expect.stringContaining('enclave-01') } }],
    });
    expect(single).not.toContain('tee_');
    expect(await (await ask({ stream: true })).text()).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);
    expect((await ask({ model: 'nope' })).status).toBe(400);
    await sandbox.stop();
  });
});

describe('seeded randomness', () => {
  it('repeats by label and differs between purposes', () => {
    const draw = (random: SeededRandom): number[] => Array.from({ length: 8 }, () => random.below(1_000));
    expect(draw(new SeededRandom('a'))).toEqual(draw(new SeededRandom('a')));
    expect(draw(new SeededRandom('a').fork('x'))).not.toEqual(draw(new SeededRandom('a').fork('y')));
  });

  it('stays below its bound and reaches all of it', () => {
    const random = new SeededRandom('bound');
    const seen = new Set(Array.from({ length: 400 }, () => random.below(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
