import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostileRelay, startHostileRelay } from '../helpers/hostile-relay.ts';
import { type RunningProxy, send, startProxy } from '../helpers/running-proxy.ts';

let relay: HostileRelay;
let proxy: RunningProxy;

beforeEach(async () => {
  relay = await startHostileRelay();
  proxy = await startProxy(relay, { server: { sandbox: true, requestTimeoutMs: 300 } });
});

afterEach(async () => {
  await proxy.stop();
  await relay.stop();
});

/** Sends bytes as they are, `HOST` replaced, and reads until the server closes; never ends its own side. */
async function exchangeRaw(bytes: string): Promise<{ head: string; code: unknown }> {
  const { hostname, port, host } = new URL(proxy.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes.replace('HOST', host));
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, code: JSON.parse(body).error.code };
}

describe('an answer that no route gives', () => {
  it.each([
    ['a request without Host', 'GET /health HTTP/1.1\r\nconnection: close\r\n\r\n', 403, 'host_not_allowed'],
    ['an old request without Host', 'GET /health HTTP/1.0\r\n\r\n', 403, 'host_not_allowed'],
    ['two Hosts', 'GET /health HTTP/1.1\r\nhost: HOST\r\nHost: b\r\nconnection: close\r\n\r\n', 400, 'invalid_http'],
    ['two lengths', 'GET /health HTTP/1.1\r\nhost: HOST\r\ncontent-length: 1, 2\r\n\r\n', 400, 'invalid_http'],
    ['no HTTP', 'EHLO me\r\n\r\n', 400, 'invalid_http'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'invalid_http'],
    ['large headers', `GET / HTTP/1.1\r\nx: ${'x'.repeat(16_500)}\r\n\r\n`, 431, 'headers_too_large'],
    ['unfinished headers', 'GET / HTTP/1.1\r\nhost: ', 408, 'request_timeout'],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n', 405, 'method_not_allowed'],
    ['an invalid address', 'GET /%zz HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n', 400, 'invalid_url'],
    [
      'an expectation and an unknown address',
      'GET /x HTTP/1.1\r\nhost: HOST\r\nexpect: magic\r\nconnection: close\r\n\r\n',
      404,
      'not_found',
    ],
  ])('to %s comes in the envelope and says that it is the sandbox', async (_, bytes, status, code) => {
    const reply = await exchangeRaw(bytes);
    expect(reply.head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`));
    expect(reply.head).toContain('\r\nx-gatehouse-sandbox: true\r\n');
    expect(reply.head).toContain('\r\ncontent-type: application/json');
    expect(reply.code).toBe(code);
  });

  it.each(['/%zz', '/v1/models/%zz'])('is kept from web pages at %s too', async path => {
    for (const headers of [{ host: 'evil.example' }, { origin: 'https://evil.example' }]) {
      const reply = await send(`${proxy.url}${path}`, { headers });
      expect([reply.status, JSON.parse(reply.text).error.type]).toEqual([403, 'permission_error']);
    }
  });

  it('is not given outside the sandbox as if it were', async () => {
    const own = await startProxy(relay);
    const { status, headers } = await send(`${own.url}/%zz`);
    await own.stop();
    expect([status, headers['x-gatehouse-sandbox']]).toEqual([400, undefined]);
  });
});

describe('the list of models', () => {
  it('is the same with a slash behind it', async () => {
    const [plain, slashed] = [await send(`${proxy.url}/v1/models`), await send(`${proxy.url}/v1/models/`)];
    expect(slashed.status).toBe(200);
    expect(slashed.text).toBe(plain.text);
    expect(JSON.parse(slashed.text).data.length).toBeGreaterThan(0);
  });
});
