import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { ProviderAccessError } from '../../../electron/core/proxy/index.ts';
import {
  AGENT_KEY,
  Happening,
  passMessage,
  ScriptedAccess,
  startEndpoint,
  startUpstream,
} from '../../helpers/pass-through.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';

const LIMITED = JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Used up.' } });

function tokenOf({ headers }: IncomingMessage): string {
  return headers.authorization ?? '';
}

/** Refuses token-a and serves token-b, whose answers repeat the body. */
async function limitA(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (tokenOf(request) === 'Bearer token-b') response.end(`served ${body}`);
  else response.writeHead(429, { 'retry-after': '7200', 'request-id': 'req_a' }).end(LIMITED);
}

describe('passing a request on', () => {
  it('sends method, path, query, body and headers with the credential, and gives the answer as it is', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const received: string[] = [];
    const upstream = await startUpstream(async (request, response) => {
      received.push(await text(request));
      response.writeHead(201, { 'request-id': 'req_1', 'content-type': 'x/y', 'set-cookie': 'a=1' });
      response.end(bytes);
    });
    const access = new ScriptedAccess(new URL('/base', upstream.url));
    const { url } = await startEndpoint(access);
    const reply = await fetch(`${url}/agents/coder/v1/messages?beta=true`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${AGENT_KEY}`, 'anthropic-beta': 'mine', 'anthropic-version': '2023-06-01' },
      body: '{"a": 1}',
    });
    expect(reply.status).toBe(201);
    expect(Object.fromEntries(reply.headers)).toMatchObject({ 'request-id': 'req_1', 'content-type': 'x/y' });
    expect(reply.headers.has('set-cookie')).toBe(false);
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes);
    const [seen] = upstream.seen;
    expect([seen?.method, seen?.url, received]).toEqual(['PUT', '/base/v1/messages?beta=true', ['{"a": 1}']]);
    expect(seen?.headers).toMatchObject({
      host: upstream.url.host,
      authorization: 'Bearer token-a',
      'anthropic-beta': 'mine,oauth-2025-04-20',
      'anthropic-version': '2023-06-01',
      'content-length': '8',
    });
    expect(JSON.stringify(seen?.rawHeaders)).not.toContain(AGENT_KEY);
    expect(access.answered).toEqual([201]);
  });

  it.each(['GET', 'HEAD', 'DELETE'])('takes %s without a body', async method => {
    const upstream = await startUpstream((_request, response) => void response.end('yes'));
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const reply = await fetch(`${url}/agents/coder/v1/models`, { method, headers: { 'x-api-key': AGENT_KEY } });
    expect([reply.status, await reply.text()]).toEqual([200, method === 'HEAD' ? '' : 'yes']);
    expect(upstream.seen[0]?.method).toBe(method);
  });

  it('passes a compressed body and any content type on as they are', async () => {
    const upstream = await startUpstream(async (request, response) => void response.end(await text(request)));
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const headers = { 'content-encoding': 'gzip', 'content-type': 'multipart/form-data; boundary=x' };
    expect(await passMessage(url, { headers, body: 'not really gzip' })).toMatchObject({ text: 'not really gzip' });
    expect(upstream.seen[0]?.headers).toMatchObject(headers);
  });

  it('streams: the client has the first event while the provider still works', async () => {
    let finish: (() => void) | undefined;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ping\ndata: {}\n\n');
      finish = () => response.end('event: message_stop\ndata: {}\n\n');
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const reply = await fetch(`${url}/agents/coder/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': AGENT_KEY },
      body: '{}',
    });
    const reader = reply.body!.getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('event: ping\ndata: {}\n\n');
    finish?.();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('event: message_stop\ndata: {}\n\n');
    expect((await reader.read()).done).toBe(true);
  });

  it('ends the provider’s work when the client leaves', async () => {
    const isGone = new Happening();
    const upstream = await startUpstream((_request, response) => {
      response.once('close', () => isGone.happen());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ping\ndata: {}\n\n');
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const leaving = new AbortController();
    const reply = await fetch(`${url}/agents/coder/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': AGENT_KEY },
      body: '{}',
      signal: leaving.signal,
    });
    await reply.body!.getReader().read();
    leaving.abort();
    await isGone.promise;
  });

  it('does not read ahead of a client that reads slowly', async () => {
    const chunk = Buffer.alloc(1_048_576, 'x');
    let written = 0;
    const isBlocked = new Happening();
    const upstream = await startUpstream((request, response) => {
      if (request.method === 'GET') return void response.end();
      response.writeHead(200);
      const more = (): void => {
        while (written < 256) {
          written += 1;
          if (response.write(chunk)) continue;
          response.once('drain', more);
          isBlocked.happen();
          return;
        }
        response.end();
      };
      more();
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const call = httpRequest(`${url}/agents/coder/v1/messages`, {
      method: 'POST',
      agent: false,
      headers: { 'x-api-key': AGENT_KEY },
    });
    call.on('error', () => undefined);
    call.end('{}');
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    response.pause();
    await isBlocked.promise;
    // Had nothing held it back it would have been through long before these.
    for (let other = 0; other < 100; other += 1) await passMessage(url, { method: 'GET' });
    expect(written).toBeLessThan(128);
    let received = 0;
    for await (const part of response as AsyncIterable<Buffer>) received += part.length;
    expect(received).toBe(256 * chunk.length);
  });

  it('cuts the client’s connection when the provider’s is cut in the middle', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ping\ndata: {}\n\n', () => response.destroy());
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    await expect(passMessage(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a refusal by the provider', () => {
  it('is answered by the next credential instead, once, with the same body', async () => {
    const upstream = await startUpstream(limitA);
    const access = new ScriptedAccess(upstream.url);
    const { url } = await startEndpoint(access);
    const reply = await passMessage(url, { body: 'hello' });
    expect(reply).toMatchObject({ status: 200, text: 'served hello', headers: { 'x-gatehouse-attempts': '2' } });
    expect(access.refused).toMatchObject([{ status: 429, body: LIMITED, token: 'token-a' }]);
    expect(access.answered).toEqual([200]);
  });

  it('of the second credential, too, goes to the client: there is no second hop', async () => {
    const upstream = await startUpstream((_request, response) => void response.writeHead(401).end('no'));
    const access = new ScriptedAccess(upstream.url, ['token-a', 'token-b', 'token-c']);
    const { url } = await startEndpoint(access);
    expect(await passMessage(url)).toMatchObject({ status: 401, text: 'no' });
    expect(access.refused.map(({ token }) => token)).toEqual(['token-a', 'token-b']);
    expect(upstream.seen).toHaveLength(2);
  });

  it('that moves nobody goes through unchanged, its retry-after too', async () => {
    const upstream = await startUpstream(limitA);
    const access = new ScriptedAccess(upstream.url);
    access.moves = () => false;
    const { url } = await startEndpoint(access);
    const reply = await passMessage(url);
    expect(reply).toMatchObject({ status: 429, text: LIMITED });
    expect(reply.headers).toMatchObject({ 'retry-after': '7200', 'request-id': 'req_a' });
    expect(reply.headers).not.toHaveProperty('x-should-retry');
    expect(upstream.seen).toHaveLength(1);
  });

  it.each([400, 404, 500, 503, 529])('of status %i is taken in and passed on', async status => {
    const upstream = await startUpstream((_request, response) => void response.writeHead(status).end('why'));
    const access = new ScriptedAccess(upstream.url);
    const { url } = await startEndpoint(access);
    expect(await passMessage(url)).toMatchObject({ status, text: 'why' });
    expect(access.refused).toMatchObject([{ status, body: 'why' }]);
  });

  it('of a body too long to be kept goes to the client, who is told to come back at once', async () => {
    const upstream = await startUpstream((request, response) => {
      response.setHeader('retry-after-ms', '7200000');
      return limitA(request, response);
    });
    const access = new ScriptedAccess(upstream.url);
    const { url } = await startEndpoint(access, { passThrough: { maxKeptBytes: 1_000 } });
    const reply = await passMessage(url, { body: 'x'.repeat(200_000) });
    expect(reply).toMatchObject({ status: 429, text: LIMITED });
    expect(reply.headers).toMatchObject({ 'retry-after': '1', 'x-should-retry': 'true' });
    expect(reply.headers).not.toHaveProperty('retry-after-ms');
    expect(upstream.seen).toHaveLength(1);
  });

  it('is repeated for as many as there is memory for, which comes back', async () => {
    const upstream = await startUpstream(limitA);
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), {
      passThrough: { maxKeptTotalBytes: 100_000 },
    });
    const body = 'x'.repeat(60_000);
    for (let round = 1; round <= 3; round += 1) expect((await passMessage(url, { body })).status).toBe(200);
    expect((await passMessage(url, { body: body + body })).status).toBe(429);
    expect((await passMessage(url, { body })).status).toBe(200);
  });

  it('is decided by what came of its body in time, and passed on whole', async () => {
    const rest = 'y'.repeat(200_000);
    const upstream = await startUpstream((_request, response) => void response.writeHead(429).end(LIMITED + rest));
    const access = new ScriptedAccess(upstream.url);
    access.moves = () => false;
    const { url } = await startEndpoint(access);
    const reply = await passMessage(url);
    expect(reply.text).toBe(LIMITED + rest);
    expect(access.refused[0]?.body).toHaveLength(65_536);
  });

  it('inside a stream that began well is told, and the stream goes on as it is', async () => {
    const stream = `event: message_start\ndata: {}\n\nevent: error\ndata: ${LIMITED}\n\n`;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.end(stream);
    });
    const access = new ScriptedAccess(upstream.url);
    const { url } = await startEndpoint(access);
    expect(await passMessage(url)).toMatchObject({ status: 200, text: stream });
    expect(access.refused).toMatchObject([{ status: 200, body: `event: error\ndata: ${LIMITED}\n\n` }]);
    expect(upstream.seen).toHaveLength(1);
  });
});

describe('a long request body', () => {
  it('streams to the provider', async () => {
    const upstream = await startUpstream(async (request, response) => {
      let bytes = 0;
      for await (const part of request as AsyncIterable<Buffer>) bytes += part.length;
      response.end(String(bytes));
    });
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { passThrough: { maxKeptBytes: 1_000 } });
    expect(await passMessage(url, { body: 'x'.repeat(3_000_000) })).toMatchObject({ status: 200, text: '3000000' });
    expect(upstream.seen[0]?.headers['content-length']).toBe('3000000');
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await passMessage(url, { body: 'x'.repeat(2_000_000), headers: chunked })).toMatchObject({
      text: '2000000',
    });
  });

  it('beyond the limit is refused in the provider’s form, whether it says so before or not', async () => {
    const upstream = await startUpstream(async (request, response) => void response.end(await text(request)));
    const limits = { passThrough: { maxKeptBytes: 1_000, maxBodyBytes: 100_000 } };
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), limits);
    const body = 'x'.repeat(500_000);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) {
      const reply = await passMessage(url, { body, headers });
      expect([reply.status, JSON.parse(reply.text)]).toEqual([
        413,
        {
          type: 'error',
          error: {
            type: 'request_too_large',
            message: 'The request body is larger than 100000 bytes, the most that this Gatehouse takes.',
          },
        },
      ]);
    }
  });
});

describe('who may use it', () => {
  it.each<[string, Parameters<typeof passMessage>[1]]>([
    ['no key', { key: null }],
    ['a wrong key', { key: `${AGENT_KEY}x` }],
    ['another agent’s name', { path: '/agents/stranger/v1/messages' }],
    ['a path that is none', { path: '/agents/coder/v1/../x', key: 'wrong' }],
    ['a name that is none', { path: '/agents/NO%20NAME/v1/x' }],
  ])('is refused all alike with %s', async (_what, options) => {
    const upstream = await startUpstream((_request, response) => void response.end());
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const reply = await passMessage(url, { ...options, body: 'x'.repeat(100_000) });
    expect([reply.status, reply.text]).toEqual([
      401,
      '{"type":"error","error":{"type":"authentication_error","message":"Authentication failed."}}',
    ]);
    expect(upstream.seen).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['another Host', { host: 'elsewhere.test' }],
    ['the Origin of a page', { origin: 'https://elsewhere.test' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused with %s, whatever key it has', async (_what, headers) => {
    const upstream = await startUpstream((_request, response) => void response.end());
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const reply = await passMessage(url, { headers });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([
      403,
      { type: 'error', error: { type: 'permission_error' } },
    ]);
    expect(upstream.seen).toEqual([]);
  });

  it('refuses even the page that the endpoint itself could serve', async () => {
    const upstream = await startUpstream((_request, response) => void response.end());
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    expect((await passMessage(url, { headers: { origin: url } })).status).toBe(403);
  });

  it.each(['/agents/coder/v1/%2e%2e/x', '/agents/coder/v2/messages', '/agents/coder/v1//x', '/agents/coder/x'])(
    'passes nothing on for %s',
    async path => {
      const upstream = await startUpstream((_request, response) => void response.end());
      const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
      const reply = await passMessage(url, { path });
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([404, { error: { type: 'not_found_error' } }]);
      expect(upstream.seen).toEqual([]);
    },
  );

  it('is nowhere when nobody wants it', async () => {
    const { url } = await startEndpoint(undefined);
    expect(await passMessage(url)).toMatchObject({ status: 404 });
  });

  it('says what is wrong without saying more than it should', async () => {
    const errors: unknown[] = [];
    const logger = { ...silentLogger, error: (_text: string, fields?: unknown) => void errors.push(fields) };
    const access = new ScriptedAccess(new URL('http://127.0.0.1:1'));
    const { url } = await startEndpoint(access, { logger });
    access.fault = new ProviderAccessError(429, 'no_usable_subscription', 'Used up.', { retryAfterSeconds: 90 });
    const limited = await passMessage(url);
    expect([limited.status, limited.headers['retry-after'], JSON.parse(limited.text)]).toEqual([
      429,
      '90',
      { type: 'error', error: { type: 'rate_limit_error', message: 'Used up.' } },
    ]);
    access.fault = new GatehouseError('shared_state_unavailable', 'Redis is away.', { remedy: 'Start it.' });
    expect(await passMessage(url)).toMatchObject({
      status: 503,
      text: expect.stringContaining('Redis is away. Start it.'),
    });
    expect(errors).toEqual([]);
    access.admits = () =>
      Promise.reject(new GatehouseError('secret_store_unreadable', 'The file in /home is damaged.'));
    const closed = await passMessage(url);
    expect([closed.status, closed.headers['retry-after'], closed.text]).toEqual([
      503,
      '5',
      expect.not.stringContaining('/home'),
    ]);
    access.admits = async () => true;
    expect(errors).toEqual([]);
    access.fault = new Error('secret detail');
    const internal = await passMessage(url);
    expect([internal.status, internal.text]).toEqual([500, expect.not.stringContaining('secret detail')]);
    expect(errors).toHaveLength(1);
  });
});

describe('a provider that cannot serve', () => {
  it('is named when it cannot be reached', async () => {
    const { url } = await startEndpoint(new ScriptedAccess(new URL('http://127.0.0.1:1')));
    const reply = await passMessage(url);
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([
      502,
      {
        type: 'error',
        error: { type: 'api_error', message: expect.stringMatching(/127\.0\.0\.1:1 cannot be reached/) },
      },
    ]);
  });

  it.each([301, 302, 303, 307, 308])('is not followed elsewhere (%i), and neither is the client', async status => {
    const elsewhere = await startUpstream((_request, response) => void response.end('caught'));
    const upstream = await startUpstream(
      (_request, response) => void response.writeHead(status, { location: elsewhere.url.href }).end(),
    );
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url));
    const reply = await passMessage(url);
    expect(reply.status).toBe(502);
    expect(reply.headers).not.toHaveProperty('location');
    expect(reply.text).toMatch(/redirect.*providerUrl/);
    expect(elsewhere.seen).toEqual([]);
  });

  it('is given up when it says nothing in time', async () => {
    const upstream = await startUpstream(() => undefined);
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { passThrough: { timeoutMs: 50 } });
    const reply = await passMessage(url);
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([504, { error: { type: 'timeout_error' } }]);
  });

  it('is asked by so many at a time at most', async () => {
    let release: (() => void) | undefined;
    const upstream = await startUpstream((_request, response) => {
      release = () => response.end('done');
    });
    const arrived = new Happening();
    const access = new ScriptedAccess(upstream.url);
    const lease = access.lease.bind(access);
    access.lease = async () => {
      arrived.happen();
      return lease();
    };
    const { url } = await startEndpoint(access, { passThrough: { maxRequests: 1 } });
    const first = passMessage(url);
    await arrived.promise;
    const second = await passMessage(url);
    expect([second.status, second.headers['retry-after']]).toEqual([529, '1']);
    await expect.poll(() => release).toBeDefined();
    release?.();
    expect((await first).text).toBe('done');
  });
});

describe('the end of the endpoint', () => {
  it('waits for what streams, then tells the rest', async () => {
    const upstream = await startUpstream(() => undefined);
    const access = new ScriptedAccess(upstream.url);
    const { url, server } = await startEndpoint(access, { drainTimeoutMs: 50 });
    const pending = passMessage(url);
    await expect.poll(() => upstream.seen.length).toBe(1);
    await server.stop();
    expect(await pending).toMatchObject({ status: 503, text: expect.stringContaining('api_error') });
  });

  it('survives a client that leaves in the middle of its body', async () => {
    const upstream = await startUpstream(async (request, response) => void response.end(await text(request)));
    const errors: unknown[] = [];
    const logger = { ...silentLogger, error: (_text: string, fields?: unknown) => void errors.push(fields) };
    const { url } = await startEndpoint(new ScriptedAccess(upstream.url), { logger });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /agents/coder/v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-api-key: ${AGENT_KEY}\r\ncontent-length: 100\r\n\r\nhalf`,
    );
    await once(socket, 'connect');
    socket.destroy();
    await once(socket, 'close');
    expect(await passMessage(url, { body: 'whole' })).toMatchObject({ status: 200, text: 'whole' });
    expect(errors).toEqual([]);
  });
});
