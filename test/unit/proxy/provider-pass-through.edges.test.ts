import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  AGENT_KEY,
  Happening,
  passMessage,
  ScriptedAccess,
  startEndpoint,
  startUpstream,
} from '../../helpers/pass-through.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const isFirst = ({ headers }: IncomingMessage): boolean => headers.authorization === 'Bearer token-a';

/** Refuses token-a, serves token-b. */
async function limitA(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (isFirst(request)) response.writeHead(429).end();
  else response.end(String(body.length));
}

/** Everything that came back for raw bytes, which are not what a client library would send. */
async function rawReply(url: string, head: readonly string[], body = ''): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const lines = [...head, `host: ${hostname}:${port}`, `x-api-key: ${AGENT_KEY}`, 'connection: close', '', body];
  socket.write(lines.join('\r\n'));
  return text(socket);
}

describe('what is over', () => {
  it('makes room for the next request, and leaves no timer behind', async () => {
    const clock = new VirtualClock();
    const upstream = await startUpstream((_request, response) => void response.end('ok'));
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { clock, passThrough: { maxRequests: 1 } });
    const before = clock.pending;
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await passMessage(url)).status).toBe(200);
      await expect.poll(() => clock.pending).toBe(before);
    }
  });

  it.each([
    ['a refusal that another credential answers', 429, 200],
    ['a redirect that is not followed', 302, 502],
  ])('of the provider’s answers ends there too: %s', async (_what, status, passed) => {
    const cut = new Happening();
    const upstream = await startUpstream((request, response) => {
      if (!isFirst(request)) return void response.end('served');
      response.once('close', () => cut.happen());
      // Longer than what is looked at, and never ended.
      response.writeHead(status, { location: '/elsewhere' }).write('x'.repeat(200_000));
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    expect((await passMessage(url)).status).toBe(passed);
    await cut.promise;
  });

  it('of a kept body is given back before the answer streams', async () => {
    const [streaming, end] = [new Happening(), new Happening()];
    const upstream = await startUpstream(async (request, response) => {
      if (request.url !== '/v1/stream') return limitA(request, response);
      await text(request);
      response.write('begun');
      streaming.happen();
      await end.promise;
      response.end();
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), {
      passThrough: { maxKeptTotalBytes: 100_000 },
    });
    const body = 'x'.repeat(60_000);
    const call = httpRequest(`${url}/agents/coder/v1/stream`, { method: 'POST', headers: { 'x-api-key': AGENT_KEY } });
    call.end(body);
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await streaming.promise;
    expect(await passMessage(url, { body })).toMatchObject({ status: 200, text: '60000' });
    end.happen();
    expect(await text(response)).toBe('begun');
  });
});

describe('a limit', () => {
  it('of what is kept and of what is taken may be reached exactly', async () => {
    const upstream = await startUpstream(limitA);
    const limits = { maxKeptBytes: 50_000, maxBodyBytes: 60_000 };
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { passThrough: limits });
    expect((await passMessage(url, { body: 'x'.repeat(50_000) })).status).toBe(200);
    expect((await passMessage(url, { body: 'x'.repeat(50_001) })).status).toBe(429);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await passMessage(url, { body: 'x'.repeat(60_000), headers: chunked })).status).toBe(429);
    expect((await passMessage(url, { body: 'x'.repeat(60_001), headers: chunked })).status).toBe(413);
  });

  it('is told to a client that goes on sending far beyond it', async () => {
    const upstream = await startUpstream(limitA);
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { passThrough: { maxBodyBytes: 1_000 } });
    expect((await passMessage(url, { body: 'x'.repeat(20_000_000) })).status).toBe(413);
    expect(upstream.seen).toEqual([]);
  });
});

describe('an error event', () => {
  const EVENT = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n';

  it.each([
    ['in a failed answer is taken in once, with the answer', 529, 'text/event-stream', [529]],
    ['is none in what is no event stream', 200, 'text/plain', []],
  ])('%s', async (_what, status, type, taken) => {
    const upstream = await startUpstream(
      (_request, response) => void response.writeHead(status, { 'content-type': type }).end(EVENT),
    );
    const access = new ScriptedAccess(upstream.url);
    const { url } = await startEndpoint(access);
    expect(await passMessage(url)).toMatchObject({ status, text: EVENT });
    expect(access.refused.map(refusal => refusal.status)).toEqual(taken);
  });
});

describe('a request without a body', () => {
  it('has none at the provider either, and one with an empty body says so', async () => {
    const upstream = await startUpstream((_request, response) => void response.end());
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    await passMessage(url, { method: 'GET' });
    for (const name of ['content-length', 'transfer-encoding'])
      expect(upstream.seen[0]?.headers).not.toHaveProperty(name);
    await passMessage(url, { body: '' });
    expect(upstream.seen[1]?.headers).toMatchObject({ 'content-length': '0' });
  });
});

describe('an answer without a body', () => {
  it('is passed on as it is (304, 204, and to HEAD)', async () => {
    const upstream = await startUpstream((request, response) => {
      const status = Number(/\d+$/.exec(request.url ?? '')?.[0]);
      response.writeHead(status, status === 200 ? { 'content-length': '7' } : {}).end();
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const get = (path: string, method = 'GET') => passMessage(url, { path: `/agents/coder/v1/${path}`, method });
    expect(await get('304')).toMatchObject({ status: 304, text: '' });
    expect(await get('204')).toMatchObject({ status: 204, text: '' });
    expect(await get('200', 'HEAD')).toMatchObject({ status: 200, text: '', headers: { 'content-length': '7' } });
  });
});

describe('a request that no client library sends', () => {
  it.each<[string, number, readonly string[], string?]>([
    [
      'two lengths',
      400,
      ['POST /agents/coder/v1/x HTTP/1.1', 'content-length: 4', 'transfer-encoding: chunked'],
      '0\r\n\r\n',
    ],
    ['an address of its own', 401, ['GET http://127.0.0.1/agents/coder/v1/x HTTP/1.1']],
    ['a doubled slash', 404, ['GET //agents/coder/v1/x HTTP/1.1']],
    ['a way up', 404, ['GET /agents/coder/v1/../../x HTTP/1.1']],
    ['a way up in escapes', 404, ['GET /agents/coder/v1/%2e%2e/x HTTP/1.1']],
    ['a fragment', 404, ['GET /agents/coder/v1/x#y HTTP/1.1']],
    ['a zero byte', 404, ['GET /agents/coder/v1/x%00 HTTP/1.1']],
    ['a method that repeats headers', 404, ['TRACE /agents/coder/v1/x HTTP/1.1']],
    ['a tunnel', 405, ['CONNECT /agents/coder/v1/x HTTP/1.1']],
    ['a control character', 400, ['GET /agents/coder/v1/x HTTP/1.1', 'x-a: b\u0001c']],
    ['a page without an origin', 403, ['POST /agents/coder/v1/x HTTP/1.1', 'origin: null']],
    ['a page of another site', 403, ['GET /agents/coder/v1/x HTTP/1.1', 'sec-fetch-site: cross-site']],
  ])('with %s goes nowhere', async (_what, status, head, body) => {
    const upstream = await startUpstream((_request, response) => void response.end());
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    expect(await rawReply(url, head, body)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(upstream.seen).toEqual([]);
  });

  it('is no upgrade, and no name of it reaches the provider', async () => {
    const upstream = await startUpstream((_request, response) => void response.end('plain'));
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const head = ['GET /agents/coder/v1/x HTTP/1.1', 'upgrade: websocket', 'expect: something'];
    expect(await rawReply(url, head)).toMatch(/^HTTP\/1.1 200 .*plain/s);
    for (const name of ['upgrade', 'expect', 'x-api-key']) expect(upstream.seen[0]?.headers).not.toHaveProperty(name);
  });
});
