import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { deferredEvents, parseEvents } from '../helpers/event-stream.ts';
import { SECRET_TEXT, startHostileRelay } from '../helpers/hostile-relay.ts';
import { startWithRelay } from '../helpers/proxy-with-relay.ts';
import { ATTESTED, chat, ListedTees, send, startProxy, TEST_TOKEN } from '../helpers/running-proxy.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';

function errorOf(reply: { text: string }): Record<string, unknown> {
  return JSON.parse(reply.text).error as Record<string, unknown>;
}

/** Sends bytes as they are and reads until the server closes. */
function exchangeRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(bytes);
  return text(socket);
}

describe('who may use the local server', () => {
  const refused = [
    ['another Host (DNS rebinding)', { host: 'evil.example' }, 'host_not_allowed'],
    ['our name with another port', { host: '127.0.0.1:1' }, 'host_not_allowed'],
    ['a web page by its Origin', { origin: 'https://evil.example' }, 'origin_not_allowed'],
    ['an opaque Origin', { origin: 'null' }, 'origin_not_allowed'],
    ['a page of another local port', { origin: 'http://127.0.0.1:3000' }, 'origin_not_allowed'],
    ['a cross-site fetch without Origin', { 'sec-fetch-site': 'cross-site' }, 'cross_site'],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }, 'cross_site'],
  ] as const;

  it.each(refused)('not %s', async (_, headers, code) => {
    const { relay, proxy } = await startWithRelay();
    for (const reply of [await chat(proxy, {}, headers), await send(`${proxy.url}/health`, { headers })]) {
      expect(reply.status).toBe(403);
      expect(errorOf(reply)).toMatchObject({ code, type: 'permission_error' });
      expect(Object.keys(reply.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
    }
    expect(relay.seen).toEqual([]);
  });

  it('not a preflight, and it gets no CORS headers', async () => {
    const { proxy } = await startWithRelay();
    const reply = await send(`${proxy.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(reply.status).toBe(403);
    expect(Object.keys(reply.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
    const own = await send(`${proxy.url}/v1/chat/completions`, { method: 'OPTIONS' });
    expect([own.status, errorOf(own)['code']]).toEqual([403, 'preflight_refused']);
  });

  it('any program of this machine, under each loopback name', async () => {
    const { proxy } = await startWithRelay();
    const { port } = new URL(proxy.url);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect((await send(`${proxy.url}/health`, { headers: { host } })).status).toBe(200);
    }
    const own = { origin: proxy.url, 'sec-fetch-site': 'same-origin' };
    expect((await send(`${proxy.url}/health`, { headers: own })).status).toBe(200);
  });
});

describe('bad input', () => {
  const json = { 'content-type': 'application/json' };
  const rows = [
    ['malformed JSON', json, '{"model": ', 400, 'invalid_json'],
    ['an empty body', json, '', 400, 'invalid_json'],
    ['NaN', json, '{"model":"m","messages":[],"temperature":NaN}', 400, 'invalid_json'],
    ['invalid UTF-8', json, Buffer.from([0x7b, 0xff, 0x7d]), 400, 'invalid_utf8'],
    ['nesting without end', json, '['.repeat(100_000), 400, 'invalid_json'],
    ['a list', json, '[]', 400, 'unsupported_request'],
    ['no messages', json, '{"model":"m"}', 400, 'unsupported_request'],
    ['plain text', { 'content-type': 'text/plain' }, '{}', 415, 'unsupported_media_type'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1', 415, 'unsupported_media_type'],
    ['no content type', {}, '{}', 415, 'unsupported_media_type'],
    ['gzip', { ...json, 'content-encoding': 'gzip' }, '{}', 415, 'unsupported_encoding'],
    ['an unknown mode', { ...json, 'x-gatehouse-verification': 'none' }, '{}', 400, 'invalid_verification_mode'],
  ] as const;

  /** Those whose request was read; the others never came that far. */
  const COUNTED = new Set<string>(['invalid_json', 'invalid_utf8', 'unsupported_request']);

  it.each(rows)('%s is answered in the envelope', async (_, headers, body, status, code) => {
    const { relay, proxy } = await startWithRelay();
    const reply = await send(`${proxy.url}/v1/chat/completions`, { method: 'POST', headers, body });
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toMatch(/^application\/json/);
    expect(errorOf(reply)).toMatchObject({
      code,
      type: 'invalid_request_error',
      message: expect.any(String),
      retryable: false,
    });
    expect(proxy.server.snapshot()).toMatchObject({
      requestsFailed: 0,
      requestsInvalid: COUNTED.has(code) ? 1 : 0,
    });
    expect(relay.seen).toEqual([]);
  });

  it.each([
    ['null content', { role: 'user', content: null }, 'messages[0].content'],
    ['a number as content', { role: 'user', content: 5 }, 'messages[0].content'],
    ['a text among the parts', { role: 'user', content: ['x'] }, 'messages[0].content[0]'],
    ['an unknown role', { role: 'robot', content: 'x' }, 'messages[0].role'],
  ])('%s is refused with a pointer to the field', async (_, message, param) => {
    const { proxy } = await startWithRelay();
    const reply = await chat(proxy, { messages: [message] });
    expect([reply.status, errorOf(reply)['param']]).toEqual([400, param]);
  });

  it('JSON types with a suffix or parameters are taken', async () => {
    const { proxy } = await startWithRelay();
    for (const type of ['application/json; charset=utf-8', 'application/vnd.api+json', 'APPLICATION/JSON']) {
      expect((await chat(proxy, {}, { 'content-type': type })).status).toBe(200);
    }
  });

  it.each([
    ['with a length', {}],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('a body over the limit, sent %s, is answered 413 that names the limit', async (_, headers) => {
    const { proxy } = await startWithRelay({ server: { maxBodyBytes: 1_000 } });
    const reply = await chat(proxy, { padding: 'x'.repeat(2_000) }, headers);
    expect(reply.status).toBe(413);
    expect(errorOf(reply)).toMatchObject({
      code: 'request_too_large',
      message: expect.stringContaining('1000 bytes, the most that this Gatehouse takes'),
    });
  });

  it('a body far over the limit is read to its end, so that its sender sees the 413 and no broken connection', async () => {
    const { proxy } = await startWithRelay({ server: { maxBodyBytes: 1_000 } });
    for (let round = 0; round < 10; round += 1) {
      expect((await chat(proxy, { padding: 'x'.repeat(10_000_000) })).status).toBe(413);
    }
  });

  it('headers over the limit are answered 431', async () => {
    const { proxy } = await startWithRelay();
    const reply = await send(`${proxy.url}/health`, { headers: { 'x-padding': 'x'.repeat(20_000) } });
    expect([reply.status, errorOf(reply)['code']]).toEqual([431, 'headers_too_large']);
  });

  it.each([
    ['headers', 'POST /v1/chat/completions HTTP/1.1\r\nhost: '],
    ['a body', 'POST /v1/chat/completions HTTP/1.1\r\nhost: HOST\r\ncontent-length: 99\r\n\r\n{'],
  ])('a client that never finishes sending %s is answered 408', async (_, bytes) => {
    const { proxy } = await startWithRelay({ server: { requestTimeoutMs: 200 } });
    const { hostname, port, host } = new URL(proxy.url);
    const socket = connect(Number(port), hostname);
    socket.write(bytes.replace('HOST', host).replace('\r\n\r\n', '\r\ncontent-type: application/json\r\n\r\n'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 [^]*"request_timeout"/);
  });

  it.each([
    ['before its request was whole', 'POST /v1/chat/completions HTTP/1.1\r\nHost: HOST\r\ncontent-length: 9\r\n\r\n{'],
    [
      'in the middle of a chunk',
      'POST /v1/chat/completions HTTP/1.1\r\nHost: HOST\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{',
    ],
  ])('a client that hangs up %s is no error in the log', async (_, bytes) => {
    const levels: string[] = [];
    const note = (level: string) => (event: string) => {
      if (event === 'request handler failed') levels.push(level);
    };
    const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    const { proxy } = await startWithRelay({ server: { logger } });
    const { hostname, port, host } = new URL(proxy.url);
    const socket = connect(Number(port), hostname);
    const body = bytes.replace('HOST', host).replace('\r\n\r\n', '\r\ncontent-type: application/json\r\n\r\n');
    socket.write(body, () => socket.destroy());
    await expect.poll(() => levels).toEqual(['debug']);
  });

  it('bytes that are not HTTP are answered 400 in the envelope', async () => {
    const { proxy } = await startWithRelay();
    const reply = await exchangeRaw(proxy.url, 'EHLO me\r\n\r\n');
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'invalid_http' } });
  });

  it('an address that is not valid is answered 400, an unknown one 404, a wrong method 405', async () => {
    const { proxy } = await startWithRelay();
    const answers = [
      await send(`${proxy.url}/v1/models/%zz`),
      await send(`${proxy.url}/v1/embeddings`, { method: 'POST' }),
      await send(`${proxy.url}/v1/chat/completions`),
      await send(`${proxy.url}/v1/models`, { method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 405, 405]);
    expect(answers.map(reply => errorOf(reply)['code'])).toEqual([
      'invalid_url',
      'not_found',
      'method_not_allowed',
      'method_not_allowed',
    ]);
    expect(answers[2]?.headers['allow']).toBe('POST');
  });
});

describe('when it cannot serve', () => {
  it('answers 401 with a remedy when nobody is signed in', async () => {
    const { relay, proxy } = await startWithRelay({ signedIn: false });
    const reply = await chat(proxy);
    expect(reply.status).toBe(401);
    expect(errorOf(reply)).toMatchObject({ code: 'login_required', type: 'authentication_error' });
    expect(relay.seen).toEqual([]);
  });

  it('answers 502 quickly when the relay cannot be reached, after one attempt through another TEE', async () => {
    const { relay, proxy } = await startWithRelay();
    await relay.stop();
    const reply = await chat(proxy);
    expect([reply.status, errorOf(reply)['code'], errorOf(reply)['retryable']]).toEqual([
      502,
      'relay_unreachable',
      true,
    ]);
    expect(proxy.tees.outcomes).toEqual([
      { kind: 'failed', code: 'relay_unreachable' },
      { kind: 'failed', code: 'relay_unreachable' },
    ]);
  });

  it('shows nothing of an error that was not made on purpose', async () => {
    const relay = await startHostileRelay();
    onTestFinished(() => relay.stop());
    const tees = await ListedTees.over(relay.enclaves);
    tees.acquire = () => Promise.reject(new TypeError('secret detail'));
    const proxy = await startProxy(relay, { tees });
    onTestFinished(() => proxy.stop());
    const reply = await chat(proxy);
    expect(reply.status).toBe(500);
    expect(reply.text).not.toContain('secret detail');
    expect(errorOf(reply)['code']).toBe('internal_error');
  });
});

describe('the routes beside chat', () => {
  it('lists the compiled-in models, marked as such', async () => {
    const { proxy } = await startWithRelay();
    const { object, data } = JSON.parse((await send(`${proxy.url}/v1/models`)).text);
    expect(object).toBe('list');
    expect(data.length).toBeGreaterThan(10);
    for (const model of data) {
      expect(model).toMatchObject({ object: 'model', owned_by: 'opengradient', source: 'built-in' });
    }
    const one = await send(`${proxy.url}/v1/models/${encodeURIComponent(data[0].id)}`);
    expect(JSON.parse(one.text)).toEqual(data[0]);
  });

  it('reports health with ages and the last failure, and never a secret', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.mode = 'wrong-signature';
    await chat(proxy);
    const reply = await send(`${proxy.url}/health`);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({
      status: 'ok',
      verified_inference: true,
      active_tee_id: ATTESTED.current?.teeId,
      active_tee_endpoint: 'https://enclave.test',
      signed_in: true,
      registry: { state: 'ok', read_age_seconds: expect.any(Number) },
      last_failure: { code: 'verification_failed', age_seconds: expect.any(Number) },
      problems: [],
    });
    expect(reply.text).not.toContain(TEST_TOKEN);
  });
});

describe('the life of the server', () => {
  it('says listening with the address to use, and stopped afterwards', async () => {
    const { proxy } = await startWithRelay();
    expect(proxy.server.snapshot()).toMatchObject({
      state: 'listening',
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
    });
    await proxy.server.stop();
    await proxy.server.stop();
    expect(proxy.server.snapshot()).toMatchObject({ state: 'stopped', endpoint: null });
    expect(proxy.events.map(({ type }) => type)).toEqual(['proxyListening', 'proxyStopped']);
  });

  it('can be started again after a stop', async () => {
    const { proxy } = await startWithRelay();
    await proxy.server.stop();
    await proxy.server.start(new AbortController().signal);
    const url = proxy.server.snapshot().endpoint?.replace('/v1', '') ?? '';
    expect((await send(`${url}/health`)).status).toBe(200);
  });

  it('refuses to listen for the whole network', async () => {
    const relay = await startHostileRelay();
    onTestFinished(() => relay.stop());
    await expect(startProxy(relay, { server: { host: '0.0.0.0' } })).rejects.toMatchObject({
      code: 'proxy_host_not_loopback',
    });
  });

  it('finishes the requests in flight before it stops, and takes no new ones', async () => {
    const { relay, proxy } = await startWithRelay();
    relay.holdStreams = true;
    const stream = deferredEvents(proxy.url, { stream: true });
    await relay.held;
    const stopped = proxy.server.stop();
    expect(proxy.server.snapshot()).toMatchObject({ state: 'draining', inFlight: 1 });
    await expect(send(`${proxy.url}/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    relay.releaseStreams();
    expect(parseEvents(await stream.finished).texts.join('')).toBe(SECRET_TEXT);
    await stopped;
  });

  it('aborts what is still in flight when the drain limit passes', async () => {
    const clock = new VirtualClock(Date.now());
    const { relay, proxy } = await startWithRelay({ clock, server: { drainTimeoutMs: 5_000 } });
    relay.mode = 'stall';
    const upstream = relay.nextRequest();
    const reply = chat(proxy);
    const { closed } = await upstream;
    const stopped = proxy.server.stop();
    await clock.advance(5_000);
    expect(errorOf(await reply)).toMatchObject({ code: 'shutting_down' });
    await stopped;
    await closed;
    await expect.poll(() => proxy.tees.outcomes).toEqual([{ kind: 'failed', code: 'shutting_down' }]);
  });

  it('does not let an idle kept-alive connection hold back the stop', async () => {
    const { proxy } = await startWithRelay({ clock: new SystemClock(), server: { drainTimeoutMs: 60_000 } });
    const { hostname, port } = new URL(proxy.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
    socket.write(`GET /health HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`);
    await new Promise<void>(resolve => socket.once('data', () => resolve()));
    await proxy.server.stop();
    await closed;
  });
});
