import { describe, expect, it } from 'vitest';
import { SettingsSchema } from '../../electron/core/config/index.ts';
import { verifyReceipt } from '../../electron/core/proof/index.ts';
import { deferredEvents, parseEvents } from '../helpers/event-stream.ts';
import { SECRET_TEXT } from '../helpers/hostile-relay.ts';
import { startWithRelay } from '../helpers/proxy-with-relay.ts';
import { chat, send, TEST_TOKEN } from '../helpers/running-proxy.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';

const COMMENTS = { keepAliveComments: true };

describe('a whole answer', () => {
  it('comes verified, with its proof block and the two headers', async () => {
    const { relay, proxy } = await startWithRelay();
    const reply = await chat(proxy);
    expect(reply.status).toBe(200);
    expect(reply.headers['x-opengradient-verified']).toBe('true');
    expect(reply.headers['x-opengradient-tee-id']).toBe(relay.enclaves[0]?.teeId);
    const body = JSON.parse(reply.text);
    expect(body.choices[0].message.content).toBe(SECRET_TEXT);
    expect(body.opengradient_verification).toEqual({
      verified: true,
      tee_id: relay.enclaves[0]?.teeId,
      request_hash: body.tee_request_hash,
      output_hash: body.tee_output_hash,
      timestamp: body.tee_timestamp,
      tee_host: 'https://enclave.test',
    });
  });

  it('keeps the number tokens that the enclave wrote', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.answer = { text: 'x', costToken: '0.10000000000000000001' };
    expect((await chat(proxy)).text).toContain('"cost":0.10000000000000000001');
  });

  it('reports request fields that took no part in a header, without letting them break it', async () => {
    const { proxy } = await startWithRelay();
    const reply = await chat(proxy, { top_p: 0.5, seed: 1, 'naïve\r\nx-evil': 1 });
    const names = String(reply.headers['x-gatehouse-dropped-fields']).split(', ');
    expect(names).toEqual(expect.arrayContaining(['top_p', 'seed']));
    expect(reply.headers['x-evil']).toBeUndefined();
  });

  it('limits its length by the newer name of max_tokens too, says so, and verifies', async () => {
    const { proxy } = await startWithRelay();
    const reply = await chat(proxy, { max_completion_tokens: 9 });
    expect([reply.status, reply.headers['x-opengradient-verified']]).toEqual([200, 'true']);
    expect(reply.headers['x-gatehouse-mapped-fields']).toBe('max_completion_tokens=max_tokens');
    expect(reply.headers['x-gatehouse-dropped-fields']).toBeUndefined();
  });

  it('drops the newer name beside max_tokens', async () => {
    const { proxy } = await startWithRelay();
    const reply = await chat(proxy, { max_tokens: 7, max_completion_tokens: 9 });
    expect(reply.status).toBe(200);
    expect(reply.headers['x-gatehouse-mapped-fields']).toBeUndefined();
    expect(reply.headers['x-gatehouse-dropped-fields']).toBe('max_completion_tokens');
  });

  it('marks text beside signed tool calls as unsigned', async () => {
    const { relay, proxy } = await startWithRelay();
    const toolCalls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1.0}' } }];
    relay.answer = { text: 'I will call f.', toolCalls };
    const body = JSON.parse((await chat(proxy)).text);
    expect(body.choices[0].message.tool_calls).toEqual(toolCalls);
    expect(body.opengradient_verification.unsigned_fields).toEqual(['choices[0].message.content']);
  });

  it('with tool calls that the signature leaves out is refused, whole and streamed', async () => {
    const { relay, proxy } = await startWithRelay();
    const call = { index: 0, id: 'c1', type: 'function', function: { name: 'rm', arguments: '{}' } };
    const frame = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })}\n\n`;
    relay.answer = { text: '', frames: [frame], unsignedToolCalls: [call] };
    for (const stream of [false, true]) {
      const reply = await chat(proxy, { stream });
      expect([reply.status, JSON.parse(reply.text).error.check]).toEqual([502, 'unsigned_tool_calls']);
    }
  });

  it('leaves a receipt, an event and one ended lease', async () => {
    const { relay, proxy } = await startWithRelay();
    await chat(proxy);
    expect(proxy.tees.outcomes).toEqual([{ kind: 'verified', latencyMs: expect.any(Number) }]);
    expect(proxy.receipts).toMatchObject([{ model: 'm', stream: false, mode: 'strict', sandbox: false }]);
    expect(proxy.receipts.map(receipt => verifyReceipt(receipt))).toEqual([{ ok: true }]);
    expect(JSON.stringify([proxy.receipts, proxy.events])).not.toContain(SECRET_TEXT);
    expect(proxy.events.filter(({ type }) => type === 'answerVerified')).toMatchObject([
      { teeId: relay.enclaves[0]?.teeId, model: 'm', stream: false },
    ]);
    expect(proxy.server.snapshot()).toMatchObject({ answersVerified: 1, inFlight: 0, requestsFailed: 0 });
  });

  it('sends the relay the headers of the protocol and nothing of the caller', async () => {
    const { relay, proxy } = await startWithRelay();
    await chat(proxy, {}, { authorization: 'Bearer callers-own-key', 'user-agent': 'nosy/1', 'x-stainless-os': 'L' });
    expect(relay.seen[0]?.headers).toEqual({
      host: new URL(relay.url).host,
      connection: 'keep-alive',
      'content-type': 'message/ohttp-req',
      accept: 'message/ohttp-res',
      'x-tee-id': relay.enclaves[0]?.teeId,
      authorization: `Bearer ${TEST_TOKEN}`,
      'content-length': expect.any(String),
    });
  });

  it('cancels the upstream request when the client leaves, without counting a failure', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.mode = 'stall';
    const upstream = relay.nextRequest();
    const controller = new AbortController();
    const reply = chat(proxy, {}, {}, controller.signal);
    const { closed } = await upstream;
    controller.abort();
    await expect(reply).rejects.toThrow();
    await closed;
    await expect.poll(() => proxy.tees.outcomes).toEqual([{ kind: 'failed', code: 'client_gone' }]);
    expect(proxy.server.snapshot()).toMatchObject({ inFlight: 0, requestsFailed: 0 });
    expect(proxy.events.filter(({ type }) => type === 'requestFailed')).toEqual([]);
  });

  it('says so when the answer comes from the sandbox', async () => {
    const { proxy } = await startWithRelay({ server: { sandbox: true } });
    expect((await chat(proxy)).headers['x-gatehouse-sandbox']).toBe('true');
    expect((await send(`${proxy.url}/nowhere`)).headers['x-gatehouse-sandbox']).toBe('true');
    expect((await chat(proxy, { stream: true })).headers['x-gatehouse-sandbox']).toBe('true');
  });
});

describe('a streamed answer', () => {
  it('is replayed after verification, with the proof as a comment and one end marker', async () => {
    const { relay, proxy } = await startWithRelay();
    const reply = await chat(proxy, { stream: true });
    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-opengradient-verified': 'true',
      'x-opengradient-tee-id': relay.enclaves[0]?.teeId,
      'x-gatehouse-verification': 'strict',
    });
    const { texts, done, comments } = parseEvents(reply.text);
    expect(texts.join('')).toBe(SECRET_TEXT);
    expect(done).toBe(1);
    expect(reply.text.endsWith('data: [DONE]\n\n')).toBe(true);
    const proof = JSON.parse(comments.at(-1)?.replace('opengradient_verification ', '') ?? '');
    expect(proof).toMatchObject({
      verified: true,
      tee_id: relay.enclaves[0]?.teeId,
      output_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(relay.seen[0]?.headers).toMatchObject({ accept: 'message/ohttp-chunked-res', 'x-ohttp-stream': 'true' });
  });

  it('keeps content that mentions [DONE], and several events in one frame', async () => {
    const { relay, proxy } = await startWithRelay();
    const delta = (content: string): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
    relay.answer = {
      text: 'say [DONE] twice: [DONE]',
      frames: [delta('say [DONE]') + delta(' twice: '), delta('[DONE]')],
    };
    const { texts, done } = parseEvents((await chat(proxy, { stream: true })).text);
    expect(texts).toEqual(['say [DONE]', ' twice: ', '[DONE]']);
    expect(done).toBe(1);
  });

  it('survives events and characters that are split over chunks', async () => {
    const { relay, proxy } = await startWithRelay();
    const event = Buffer.from(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'naïve 😀' } }] })}\n\n`,
    );
    const inEmoji = event.indexOf(0xf0) + 2;
    relay.answer = { text: 'naïve 😀', frames: [event.subarray(0, inEmoji), event.subarray(inEmoji)] };
    expect(parseEvents((await chat(proxy, { stream: true })).text).texts).toEqual(['naïve 😀']);
  });

  it('passes the usage of the last frame on', async () => {
    const { proxy } = await startWithRelay();
    const { events } = parseEvents((await chat(proxy, { stream: true, stream_options: { include_usage: true } })).text);
    expect(events.at(-1)).toMatchObject({ usage: { total_tokens: 8 } });
  });

  it('sends not one byte before the signed end is there', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.holdStreams = true;
    const upstream = relay.nextRequest();
    const stream = deferredEvents(proxy.url, { stream: true });
    await upstream;
    await relay.held;
    // By the time another request has gone round, the parts that are here would have been passed on.
    await send(`${proxy.url}/health`);
    expect(stream.received()).toBe('');
    relay.releaseStreams();
    expect(parseEvents(await stream.finished).texts.join('')).toBe(SECRET_TEXT);
  });

  it('is kept alive, where comments are switched on, after ten seconds, and every fifteen after that', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock, server: COMMENTS });
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true });
    await relay.held;
    await clock.advance(9_999);
    expect(stream.received()).toBe('');
    await clock.advance(1);
    const head = await stream.head;
    expect(head).toMatchObject({
      'x-opengradient-verified': 'pending',
      'x-opengradient-tee-id': relay.enclaves[0]?.teeId,
      'x-gatehouse-verification': 'strict',
    });
    await stream.until(': verifying\n\n');
    await clock.advance(15_000);
    await stream.until(': verifying\n\n: verifying\n\n');
    relay.releaseStreams();
    const { texts, done } = parseEvents(await stream.finished);
    expect(texts.join('')).toBe(SECRET_TEXT);
    expect(done).toBe(1);
  });

  it('ends with an in-band error and no end marker when it fails after a comment', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock, server: COMMENTS });
    relay.mode = 'wrong-signature';
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true });
    await relay.held;
    await clock.advance(10_000);
    await stream.head;
    relay.releaseStreams();
    const received = await stream.finished;
    const { events, done } = parseEvents(received);
    expect(events).toMatchObject([{ error: { code: 'verification_failed', check: 'signature' } }]);
    expect(done).toBe(0);
    expect(received).not.toContain('tides');
  });

  it('names in its early head the TEE that is being asked, and that it is the second', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock, server: COMMENTS });
    relay.mode = 'nothing-once';
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true });
    await relay.held;
    await clock.advance(10_000);
    expect(await stream.head).toMatchObject({
      'x-opengradient-tee-id': relay.enclaves[1]?.teeId,
      'x-gatehouse-attempts': '2',
    });
    relay.releaseStreams();
    expect(await stream.finished).toContain(`"tee_id":"${relay.enclaves[1]?.teeId}"`);
  });

  it('waits in silence unless told otherwise, and then has its proof in the headers', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock });
    expect(SettingsSchema.parse({}).proxy.keepAliveComments).toBe(false);
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true });
    await relay.held;
    await clock.advance(60_000);
    expect(stream.received()).toBe('');
    relay.releaseStreams();
    expect((await stream.finished).startsWith(': ')).toBe(false);
    expect(await stream.head).toMatchObject({
      'x-opengradient-verified': 'true',
      'x-opengradient-tee-id': relay.enclaves[0]?.teeId,
    });
  });

  it('that fails late still fails by its status', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock });
    relay.mode = 'wrong-signature';
    relay.holdStreams = true;
    const reply = chat(proxy, { stream: true });
    await relay.held;
    await clock.advance(60_000);
    relay.releaseStreams();
    expect((await reply).status).toBe(502);
    expect(JSON.parse((await reply).text).error).toMatchObject({ code: 'verification_failed', check: 'signature' });
  });
});
