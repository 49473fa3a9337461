import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { RelayClient, type RelayClientOptions } from '../../../electron/core/proxy/relay-client.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function listen(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function client(url: string, options: Partial<RelayClientOptions> = {}): RelayClient {
  const relay = new RelayClient({ url, auth: { bearer: async () => 'tok' }, clock: new SystemClock(), ...options });
  stops.push(() => relay.close());
  return relay;
}

const { signal } = new AbortController();
const request = { teeId: `0x${'a'.repeat(64)}`, wire: Buffer.from('sealed'), stream: false, signal };
const sealedReply: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-type': 'message/ohttp-res' }).end('answer');

describe('a relay client', () => {
  it.each([
    ['', '/api/v1/chat/ohttp'],
    ['/', '/api/v1/chat/ohttp'],
    ['/base/path//', '/base/path/api/v1/chat/ohttp'],
  ])('posts to the protocol path under a base address that ends in "%s"', async (suffix, expected) => {
    const paths: (string | undefined)[] = [];
    const { url } = await listen((incoming, response) => {
      paths.push(incoming.url);
      sealedReply(incoming, response);
    });
    await client(url + suffix).post(request);
    expect(paths).toEqual([expected]);
  });

  it('keeps its connections and asks for the token anew each time', async () => {
    const seen: unknown[] = [];
    const ports = new Set<unknown>();
    const { url } = await listen((incoming, response) => {
      seen.push(incoming.headers.authorization);
      ports.add(incoming.socket.remotePort);
      sealedReply(incoming, response);
    });
    let asked = 0;
    const relay = client(url, { auth: { bearer: async () => `token-${(asked += 1)}` } });
    for (let count = 0; count < 20; count += 1) await relay.post(request);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `Bearer token-${index + 1}`));
    // A second one may be opened while the first is still being given back.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('chooses the kind of reply by its type alone, parameters and case aside', async () => {
    let type = '';
    const { url } = await listen((_, response) => void response.writeHead(200, { 'content-type': type }).end('x'));
    const relay = client(url);
    const kinds: string[] = [];
    for (type of [
      'message/ohttp-res',
      'Message/OHTTP-Res; v=1',
      'message/ohttp-chunked-res',
      'application/json',
      'x',
    ]) {
      const reply = await relay.post({ ...request, stream: true });
      kinds.push(reply.kind);
      if (reply.kind === 'chunked') for await (const _part of reply.chunks) expect(_part.length).toBe(1);
    }
    expect(kinds).toEqual(['single', 'single', 'chunked', 'foreign', 'foreign']);
  });

  it('ends a stream that drips for longer than the total limit, however lively it is', async () => {
    const clock = new VirtualClock();
    const { url } = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'message/ohttp-chunked-res' }).write('drip');
    });
    const reply = await client(url, { clock, totalTimeoutMs: 60_000 }).post({ ...request, stream: true });
    if (reply.kind !== 'chunked') throw new Error('not a stream');
    const parts = reply.chunks[Symbol.asyncIterator]();
    await parts.next();
    const rest = parts.next();
    rest.catch(() => undefined);
    await clock.advance(59_999);
    await clock.advance(1);
    await expect(rest).rejects.toMatchObject({ code: 'relay_timeout' });
  });

  it('closes the connection of a stream that is left or cancelled', async () => {
    const closed: Promise<void>[] = [];
    const { url } = await listen((_, response) => {
      closed.push(new Promise(resolve => response.once('close', resolve)));
      response.writeHead(200, { 'content-type': 'message/ohttp-chunked-res' }).write('drip');
    });
    const relay = client(url);
    const left = await relay.post({ ...request, stream: true });
    if (left.kind === 'chunked') {
      const parts = left.chunks[Symbol.asyncIterator]();
      await parts.next();
      await parts.return?.();
    }
    const cancelled = await relay.post({ ...request, stream: true });
    if (cancelled.kind === 'chunked') cancelled.cancel();
    await Promise.all(closed);
    expect(closed).toHaveLength(2);
  });

  it('survives an abort between two reads of a stream', async () => {
    const { url } = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'message/ohttp-chunked-res' }).write('drip');
    });
    const controller = new AbortController();
    const reply = await client(url).post({ ...request, stream: true, signal: controller.signal });
    if (reply.kind !== 'chunked') throw new Error('not a stream');
    controller.abort(new Error('left'));
    // An error event that nobody listens to would end the process here.
    await new Promise(resolve => setImmediate(resolve));
    await expect(reply.chunks[Symbol.asyncIterator]().next()).rejects.toThrow('left');
  });

  it('passes a well-formed Retry-After on and drops any other', async () => {
    let value = '30';
    const { url } = await listen((_, response) => void response.writeHead(429, { 'retry-after': value }).end());
    const relay = client(url);
    await expect(relay.post(request)).rejects.toMatchObject({ status: 429, retryAfter: '30' });
    for (value of ['<script>', 'a_token_of_word_characters', 'tok'])
      await expect(relay.post(request)).rejects.toMatchObject({ status: 429, retryAfter: undefined });
  });

  describe.each([
    ['as it is', (token: string) => token],
    ['in base64', (token: string) => Buffer.from(token).toString('base64')],
    ['in hex', (token: string) => Buffer.from(token).toString('hex')],
    ['in a URL', (token: string) => encodeURIComponent(token)],
  ])('shows nothing of a token that the relay quotes %s', (_, encode) => {
    const token = 'tok-PLANTED/abc+0123456789';
    const start = encode(token).slice(0, 6);

    /** The error text for a body of `before` filler bytes, the token, and `after` filler bytes. */
    async function textFor(before: number, after = 0): Promise<string> {
      const body = 'x'.repeat(before) + encode(token) + 'y'.repeat(after);
      const { url } = await listen(
        (_request, response) => void response.writeHead(500, { 'content-type': 'text/plain' }).end(body),
      );
      const error: unknown = await client(url, { auth: { bearer: async () => token } })
        .post(request)
        .catch((thrown: unknown) => thrown);
      return (error as Error).message;
    }

    it('around the length at which its text is cut', async () => {
      for (let offset = 470; offset <= 500; offset += 1) expect(await textFor(offset)).not.toContain(start);
    });

    it('around the lengths at which it stops cleaning and reading', async () => {
      for (const limit of [2_000, 65_536]) {
        for (const before of [10, 1, 0].map(back => limit - token.length - back)) {
          expect(await textFor(before, 100)).not.toContain(start);
          expect(await textFor(before)).not.toContain(start);
        }
        expect(await textFor(limit - 10)).not.toContain(start);
      }
      expect(await textFor(0, 70_000)).toBe('The relay answered 500 with a reason that is too long to show.');
    });
  });

  it('shows nothing of an error text that breaks off, which it may do inside the token', async () => {
    const { url } = await listen((_, response) => {
      response.writeHead(500, { 'content-type': 'text/plain', 'content-length': 100 });
      response.write('it was tok-PLANT', () => response.destroy());
    });
    const relay = client(url, { auth: { bearer: async () => 'tok-PLANTED' } });
    await expect(relay.post(request)).rejects.toMatchObject({
      code: 'relay_status',
      status: 500,
      message: 'The relay answered 500 and broke off its reason.',
    });
  });

  it('keeps the secrets of its scrubber out of error texts too', async () => {
    const { url } = await listen((_, response) => void response.writeHead(500).end('the other-secret it was'));
    const scrubber = { redact: (text: string) => text.replaceAll('other-secret', '***') };
    await expect(client(url, { scrubber }).post(request)).rejects.toThrow('the *** it was');
  });

  it('takes the proxy of the environment for a far relay and never for one on this machine', async () => {
    const asked: (string | undefined)[] = [];
    const { url: proxyUrl, server } = await listen((_, response) => void response.writeHead(500).end());
    server.on('connect', (incoming, socket) => {
      asked.push(incoming.url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const { url } = await listen(sealedReply);
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']) vi.stubEnv(name, proxyUrl);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    expect(await client(url).post(request)).toMatchObject({ kind: 'single' });
    await expect(client('https://relay.invalid').post(request)).rejects.toMatchObject({ code: 'relay_unreachable' });
    expect(asked).toEqual(['relay.invalid:443']);
  });

  it('asks nobody when there is no token', async () => {
    const { url } = await listen(() => {
      throw new Error('must not be asked');
    });
    const relay = client(url, { auth: { bearer: async () => undefined } });
    await expect(relay.post(request)).rejects.toMatchObject({ code: 'login_required' });
  });
});
