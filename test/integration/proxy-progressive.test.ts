import { describe, expect, it } from 'vitest';
import { deferredEvents, parseEvents } from '../helpers/event-stream.ts';
import { SECRET_TEXT } from '../helpers/hostile-relay.ts';
import { startWithRelay } from '../helpers/proxy-with-relay.ts';
import { chat } from '../helpers/running-proxy.ts';

const progressive = { 'x-gatehouse-verification': 'progressive' };

describe('a progressive stream', () => {
  it('is released as it comes, claims no proof in its head, and ends with the proof', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true }, progressive);
    expect(await stream.head).toMatchObject({
      'x-opengradient-verified': 'pending',
      'x-opengradient-tee-id': relay.enclaves[0]?.teeId,
      'x-gatehouse-verification': 'progressive',
    });
    await stream.until('unverified ');
    expect(stream.received()).not.toContain('[DONE]');
    relay.releaseStreams();
    const { texts, done, comments, events } = parseEvents(await stream.finished);
    expect(texts.join('')).toBe(SECRET_TEXT);
    expect(done).toBe(1);
    expect(events.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    expect(comments.at(-1)).toMatch(/^opengradient_verification \{"verified":true,/);
    expect(proxy.receipts).toMatchObject([{ mode: 'progressive', stream: true }]);
  });

  it('holds a finish reason back until the signature is verified', async () => {
    const { relay, proxy } = await startWithRelay();
    const early = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'stop' }] })}\n\n`;
    const first = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'a' } }] })}\n\n`;
    relay.answer = { text: 'ab', frames: [first, early] };
    relay.mode = 'wrong-signature';
    const reply = await chat(proxy, { stream: true }, progressive);
    expect(reply.text).not.toContain('"b"');
    expect(reply.text).not.toContain('[DONE]');
  });

  it('cancels the upstream request when the client leaves in the middle', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.holdStreams = true;
    const upstream = relay.nextRequest();
    const stream = deferredEvents(proxy.url, { stream: true }, progressive);
    const { closed } = await upstream;
    await stream.until('unverified ');
    stream.abort();
    await closed;
    await expect.poll(() => proxy.tees.outcomes).toEqual([{ kind: 'failed', code: 'client_gone' }]);
    expect(proxy.server.snapshot().inFlight).toBe(0);
  });

  it('is the default when the setting says so, and strict can be asked for', async () => {
    const { proxy } = await startWithRelay({ server: { verification: 'progressive' } });
    const byDefault = await chat(proxy, { stream: true });
    const asked = await chat(proxy, { stream: true }, { 'x-gatehouse-verification': 'strict' });
    expect(byDefault.headers['x-opengradient-verified']).toBe('pending');
    expect(asked.headers['x-opengradient-verified']).toBe('true');
  });

  it('makes no difference to a whole answer', async () => {
    const { relay, proxy } = await startWithRelay();
    expect((await chat(proxy, {}, progressive)).headers['x-opengradient-verified']).toBe('true');
    relay.mode = 'wrong-signature';
    expect((await chat(proxy, {}, progressive)).status).toBe(502);
  });
});
