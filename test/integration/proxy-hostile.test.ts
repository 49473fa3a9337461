import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deferredEvents } from '../helpers/event-stream.ts';
import { type HostileRelay, type RelayMode, startHostileRelay } from '../helpers/hostile-relay.ts';
import { chat, type RawReply, type RunningProxy, startProxy, TEST_TOKEN } from '../helpers/running-proxy.ts';

/** Short, so that the tests of time limits are; ample for everything else on a loaded machine. */
const TIMEOUT_MS = 1_500;

let relay: HostileRelay;
let proxy: RunningProxy;

beforeAll(async () => {
  relay = await startHostileRelay();
});
afterAll(() => relay.stop());
afterEach(async () => {
  await proxy.stop();
  relay.mode = 'honest';
  relay.holdStreams = false;
});

async function ask(mode: RelayMode, stream: boolean, headers: Record<string, string> = {}): Promise<RawReply> {
  proxy = await startProxy(relay, { relay: { timeoutMs: TIMEOUT_MS, maxResponseBytes: 1_000_000 } });
  if (mode === 'replay') await chat(proxy, { stream });
  relay.seen.length = 0;
  relay.mode = mode;
  return chat(proxy, { stream }, headers);
}

/** What the client must get for each misdeed: status, code, and the failed check where there is one. */
type Row = readonly [mode: RelayMode, status: number, code: string, check: string | undefined];
const EVERYWHERE: readonly Row[] = [
  ['flip-bit', 502, 'verification_failed', 'channel'],
  ['truncate', 502, 'verification_failed', 'channel'],
  ['replay', 502, 'verification_failed', 'channel'],
  ['swap-tee', 502, 'verification_failed', 'tee_id_vs_signing_key'],
  ['wrong-signature', 502, 'verification_failed', 'signature'],
  ['old-signature', 502, 'verification_failed', 'freshness'],
  ['foreign-type', 502, 'verification_failed', 'response_type'],
  ['status-400', 400, 'relay_status', undefined],
  ['status-401', 401, 'relay_status', undefined],
  ['status-402', 402, 'relay_status', undefined],
  ['status-403', 403, 'relay_status', undefined],
  ['status-413', 413, 'relay_status', undefined],
  ['status-429', 429, 'relay_status', undefined],
  ['status-451', 451, 'relay_status', undefined],
  ['status-500', 500, 'relay_status', undefined],
  ['status-504', 504, 'relay_status', undefined],
  ['status-999', 502, 'relay_status', undefined],
  ['html', 502, 'relay_status', undefined],
  ['stale-key', 503, 'tee_stale_key', undefined],
  ['echo-token', 403, 'relay_status', undefined],
  ['nothing', 502, 'relay_reset', undefined],
  ['not-http', 502, 'relay_malformed', undefined],
  ['redirect', 502, 'relay_redirect', undefined],
  ['stall', 504, 'relay_timeout', undefined],
  ['stall-in-body', 504, 'relay_timeout', undefined],
  ['cut-body', 502, 'relay_cut', undefined],
];

/** What is tried again on another TEE; here that one fares no better. */
const RETRIED: ReadonlySet<RelayMode> = new Set(['nothing', 'html', 'stale-key', 'cut-body']);

const STREAM_ONLY: readonly Row[] = [
  ['billing-frame', 502, 'verification_failed', 'channel'],
  ['single-for-stream', 503, 'enclave_error', undefined],
  ['single-success-for-stream', 502, 'verification_failed', 'response_type'],
  ['in-band-error', 502, 'enclave_error', undefined],
  ['huge', 502, 'verification_failed', 'channel'],
];

function expectRefusal(reply: RawReply, status: number, code: string, check: string | undefined): void {
  expect(reply.status).toBe(status);
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  expect(reply.headers['x-opengradient-verified']).toBeUndefined();
  expect(reply.text).not.toContain('tides');
  expect(reply.text).not.toContain(TEST_TOKEN);
  const { error } = JSON.parse(reply.text);
  expect(error).toMatchObject({ code, param: null, message: expect.any(String), retryable: expect.any(Boolean) });
  expect(error.check).toBe(check);
}

describe.each(EVERYWHERE)('a relay that does %s', (mode, status, code, check) => {
  it.each([false, true])(`is answered ${status} ${code} and nothing unverified (stream: %s)`, async stream => {
    expectRefusal(await ask(mode, stream), status, code, check);
    const honest = mode === 'replay' ? 1 : 0;
    expect(proxy.server.snapshot()).toMatchObject({
      answersVerified: honest,
      answersRefused: check === undefined ? 0 : 1,
      requestsFailed: check === undefined ? 1 : 0,
      inFlight: 0,
    });
    expect(proxy.tees.outcomes).toHaveLength(RETRIED.has(mode) ? 2 : 1 + honest);
    expect(JSON.stringify([proxy.events, proxy.server.snapshot()])).not.toContain(TEST_TOKEN);
  });
});

describe.each(STREAM_ONLY)('a relay that does %s to a stream', (mode, status, code, check) => {
  it(`is answered ${status} ${code} and nothing unverified`, async () => {
    expectRefusal(await ask(mode, true), status, code, check);
  });
});

describe('a failing relay', () => {
  it('is cut off when its answer passes the size limit', async () => {
    expectRefusal(await ask('huge', false), 502, 'relay_too_large', undefined);
  });

  it('may not stream when a whole answer was asked for', async () => {
    expectRefusal(await ask('stream-for-single', false), 502, 'verification_failed', 'response_type');
  });

  it('never gets the token sent to where it redirects', async () => {
    await ask('redirect', false);
    expect(relay.seen.map(request => request.url)).toEqual(['/api/v1/chat/ohttp']);
  });

  it('has its reason passed on, as one clean line', async () => {
    const { error } = JSON.parse((await ask('status-402', false)).text);
    expect(error).toMatchObject({ type: 'insufficient_quota', message: expect.stringContaining('relay says no') });
  });

  it('has a web page reduced to a phrase', async () => {
    const { error } = JSON.parse((await ask('html', false)).text);
    expect(error.message).not.toMatch(/[<>]/);
  });

  it('is retried once through another TEE when it closed the connection unanswered', async () => {
    await ask('nothing', false);
    expect(relay.seen.map(request => request.headers['x-tee-id'])).toEqual(relay.enclaves.map(({ teeId }) => teeId));
    expect(proxy.tees.reported).toEqual(relay.enclaves.map(({ teeId }) => teeId));
  });

  it('is not asked again after a timeout, since the answer may have been made and billed', async () => {
    await ask('stall', false);
    expect(relay.seen).toHaveLength(1);
    expect(proxy.tees.reported).toEqual([relay.enclaves[0]?.teeId]);
  });

  it('says in a header when the second attempt answered', async () => {
    proxy = await startProxy(relay);
    relay.mode = 'nothing-once';
    const { status, headers } = await chat(proxy);
    expect([status, headers['x-gatehouse-attempts']]).toEqual([200, '2']);
    expect(headers['x-opengradient-tee-id']).toBe(relay.enclaves[1]?.teeId);
    expect(proxy.tees.outcomes).toEqual([
      { kind: 'failed', code: 'relay_reset' },
      { kind: 'verified', latencyMs: expect.any(Number) },
    ]);
  });
});

describe('a relay that misbehaves in a progressive stream', () => {
  const progressive = { 'x-gatehouse-verification': 'progressive' };

  it.each([
    ['wrong-signature', 'verification_failed'],
    ['swap-tee', 'verification_failed'],
    ['truncate', 'verification_failed'],
    ['billing-frame', 'verification_failed'],
    ['cut-body', 'relay_cut'],
    ['in-band-error', 'enclave_error'],
  ] as const)('%s: the stream ends with %s in band and without an end marker', async (mode, code) => {
    proxy = await startProxy(relay);
    relay.mode = mode;
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true }, progressive);
    expect(await stream.head).toMatchObject({ 'x-opengradient-verified': 'pending' });
    await stream.until('unverified ');
    relay.releaseStreams();
    const text = await stream.finished;
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('finish_reason":"stop');
    expect(text).not.toContain('opengradient_verification');
    expect(JSON.parse(text.trim().split('\n\n').at(-1)?.slice(6) ?? '')).toMatchObject({ error: { code } });
    expect(proxy.tees.outcomes).toHaveLength(1);
  });

  it.each([
    ['status-429', 429],
    ['single-for-stream', 503],
    ['foreign-type', 502],
    ['stall-in-body', 504],
  ] as const)('%s: nothing was sent yet, so the status tells', async (mode, status) => {
    const reply = await ask(mode, true, progressive);
    expect(reply.status).toBe(status);
  });
});
