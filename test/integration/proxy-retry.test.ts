import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deferredEvents, parseEvents } from '../helpers/event-stream.ts';
import { type HostileRelay, type RelayMode, SECRET_TEXT, startHostileRelay } from '../helpers/hostile-relay.ts';
import { chat, ListedTees, type RunningProxy, startProxy } from '../helpers/running-proxy.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';

const progressive = { 'x-gatehouse-verification': 'progressive' };

let relay: HostileRelay;
let proxy: RunningProxy;
let first: string;
let second: string;

beforeEach(async () => {
  relay = await startHostileRelay();
  proxy = await startProxy(relay, { relay: { timeoutMs: 1_500 } });
  [first = '', second = ''] = relay.enclaves.map(({ teeId }) => teeId);
});
afterEach(async () => {
  await proxy.stop();
  await relay.stop();
});

/** The first TEE misbehaves, the second one does not. */
function misbehave(mode: RelayMode, registry: ListedTees['registry'] = 'unchanged'): void {
  relay.mode = mode;
  relay.victim = first;
  proxy.tees.registry = registry;
}

function asked(): unknown[] {
  return relay.seen.map(request => request.headers['x-tee-id']);
}

function eventTypes(): string[] {
  return proxy.events.map(({ type }) => type).filter(type => type !== 'proxyListening');
}

const KINDS = [
  ['whole', {}, {}],
  ['strict stream', { stream: true }, {}],
  ['progressive stream', { stream: true }, progressive],
] as const;

describe.each(KINDS)('a %s', (_, body, headers) => {
  it.each([
    ['stale-key', 'relay_status'],
    ['status-404', 'relay_status'],
    ['status-502', 'relay_status'],
    ['status-503', 'relay_status'],
    ['nothing', 'relay_reset'],
  ] as const)('that met %s is answered by another TEE, the registry unchanged', async (mode, code) => {
    misbehave(mode);
    const reply = await chat(proxy, body, headers);
    expect([reply.status, reply.headers['x-gatehouse-attempts']]).toEqual([200, '2']);
    expect(reply.headers['x-opengradient-tee-id']).toBe(second);
    expect(asked()).toEqual([first, second]);
    expect(proxy.tees.reported).toEqual([first]);
    expect(proxy.tees.outcomes).toEqual([
      { kind: 'failed', code },
      { kind: 'verified', latencyMs: expect.any(Number) },
    ]);
    expect(eventTypes()).toEqual(['answerVerified']);
    expect(proxy.server.snapshot()).toMatchObject({ answersVerified: 1, requestsFailed: 0, answersRefused: 0 });
  });

  it.each(['stale-key', 'status-502', 'flip-bit', 'truncate', 'wrong-signature', 'swap-tee'] as const)(
    'that met %s is answered by the new TEE once the registry shows a change',
    async mode => {
      if (mode !== 'stale-key' && mode !== 'status-502' && headers === progressive)
        relay.answer = { text: '', frames: [] };
      misbehave(mode, 'changed');
      const reply = await chat(proxy, body, headers);
      expect([reply.status, reply.headers['x-gatehouse-attempts']]).toEqual([200, '2']);
      expect(proxy.tees.suspicions).toHaveLength(1);
      expect(proxy.tees.reported).toEqual([]);
      expect(proxy.tees.outcomes).toMatchObject([
        { kind: expect.stringMatching(/failed|refused/) },
        { kind: 'verified' },
      ]);
      expect(eventTypes()).toEqual(['answerVerified']);
    },
  );

  it.each(['flip-bit', 'wrong-signature'] as const)(
    'that met %s is refused once, the registry unchanged or unreadable',
    async mode => {
      relay.answer = { text: '', frames: [] };
      for (const registry of ['unchanged', 'unreadable'] as const) {
        misbehave(mode, registry);
        relay.seen.length = 0;
        proxy.tees.restart();
        const reply = await chat(proxy, body, headers);
        expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([502, 'verification_failed']);
        expect(asked()).toEqual([first]);
        expect(proxy.tees.reported).toEqual([first]);
        expect(proxy.tees.outcomes).toEqual([{ kind: 'refused', check: expect.any(String) }]);
      }
      expect(eventTypes()).toEqual(['answerRefused', 'answerRefused']);
    },
  );

  it.each([
    ['status-400', 400],
    ['status-401', 401],
    ['status-402', 402],
    ['status-403', 403],
    ['status-429', 429],
    ['provider-fault', 502],
  ] as const)('that met %s is answered so at once, and nobody is suspected', async (mode, status) => {
    misbehave(mode, 'changed');
    const reply = await chat(proxy, body, headers);
    expect(reply.status).toBe(status);
    expect(asked()).toEqual([first]);
    expect([proxy.tees.suspicions, proxy.tees.reported]).toEqual([[], []]);
  });

  it('that met a 500 is answered so, while the registry is checked in the background', async () => {
    misbehave('status-500', 'stalled');
    expect((await chat(proxy, body, headers)).status).toBe(500);
    expect(asked()).toEqual([first]);
    expect(proxy.tees.suspicions).toEqual([{ kind: 'enclave-failure', detail: 'HTTP status 500' }]);
  });

  it('that met a 504 is not sent again, since it may have run, but counts against the TEE', async () => {
    misbehave('status-504', 'changed');
    expect((await chat(proxy, body, headers)).status).toBe(504);
    expect(asked()).toEqual([first]);
    expect(proxy.tees.reported).toEqual([first]);
    expect(eventTypes()).toEqual(['requestFailed']);
  });
});

describe('a failed attempt', () => {
  it('is not repeated on the same TEE where there is no other', async () => {
    const [enclave] = relay.enclaves;
    const only = await ListedTees.over(enclave === undefined ? [] : [enclave]);
    await proxy.stop();
    proxy = await startProxy(relay, { tees: only });
    relay.mode = 'status-502';
    expect((await chat(proxy)).status).toBe(502);
    expect(asked()).toEqual([first]);
    expect(only.outcomes).toEqual([
      { kind: 'failed', code: 'relay_status' },
      { kind: 'failed', code: 'no_other_tee' },
    ]);
  });

  it('keeps its own error when no TEE can be had for another', async () => {
    misbehave('status-502');
    const acquire = proxy.tees.acquire.bind(proxy.tees);
    proxy.tees.acquire = () => (relay.seen.length === 0 ? acquire() : Promise.reject(new Error('none left')));
    const reply = await chat(proxy);
    expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([502, 'relay_status']);
    expect(proxy.tees.outcomes).toHaveLength(1);
    expect(eventTypes()).toEqual(['requestFailed']);
  });

  it('is repeated once and no more', async () => {
    relay.mode = 'status-502';
    expect((await chat(proxy)).status).toBe(502);
    expect(asked()).toEqual([first, second]);
    expect(eventTypes()).toEqual(['requestFailed']);
    expect(proxy.server.snapshot().requestsFailed).toBe(1);
  });

  it('of a strict stream is repeated after half of it has arrived', async () => {
    misbehave('cut-body');
    relay.holdStreams = true;
    const reply = chat(proxy, { stream: true });
    await relay.held;
    relay.releaseStreams();
    relay.holdStreams = false;
    const { status, text } = await reply;
    expect(status).toBe(200);
    expect(parseEvents(text).texts.join('')).toBe(SECRET_TEXT);
    expect(asked()).toEqual([first, second]);
  });

  it('of a progressive stream is final once something was given out', async () => {
    misbehave('wrong-signature', 'changed');
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true }, progressive);
    await stream.until('unverified ');
    relay.releaseStreams();
    expect(await stream.finished).toContain('verification_failed');
    expect(asked()).toEqual([first]);
    expect(proxy.tees.suspicions).toEqual([{ kind: 'verification', detail: 'failed check: signature' }]);
    expect(eventTypes()).toEqual(['answerRefused']);
  });

  it('does not wait for a stalled registry for longer than three seconds', async () => {
    await proxy.stop();
    const clock = new VirtualClock(Date.now());
    proxy = await startProxy(relay, { clock });
    misbehave('status-502', 'stalled');
    const reply = chat(proxy);
    await expect.poll(() => proxy.tees.suspicions).toHaveLength(1);
    await clock.advance(2_999);
    expect(asked()).toEqual([first]);
    await clock.advance(1);
    expect((await reply).status).toBe(200);
    expect(asked()).toEqual([first, second]);
    expect(proxy.tees.reported).toEqual([first]);
  });

  it('ends with the client, when that leaves during the check', async () => {
    misbehave('wrong-signature', 'stalled');
    const controller = new AbortController();
    const reply = chat(proxy, {}, {}, controller.signal);
    await expect.poll(() => proxy.tees.suspicions).toHaveLength(1);
    controller.abort();
    await expect(reply).rejects.toThrow();
    await expect.poll(() => proxy.server.snapshot().inFlight).toBe(0);
    expect(proxy.tees.outcomes).toEqual([{ kind: 'refused', check: 'signature' }]);
    expect(eventTypes()).toEqual([]);
  });
});
