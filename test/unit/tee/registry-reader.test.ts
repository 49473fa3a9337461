import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { type RegistryError, RegistryReader, type RegistryReaderOptions } from '../../../electron/core/tee/index.ts';
import { vectorReturnData } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const THREE = vectorReturnData('three usable gateways two share a build');
const EMPTY = vectorReturnData('no active gateways');
const ADDRESS = `0x${'ab'.repeat(20)}`;
const SECRETS = ['planteduser', 'plantedpassword', 'plantedpathkey', 'plantedquerykey'];
const forever = (): AbortSignal => new AbortController().signal;

interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

type Answer = (call: RpcCall, response: ServerResponse, request: IncomingMessage) => unknown;

const servers: Server[] = [];
const readers: RegistryReader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map(reader => reader.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An endpoint on loopback, its URL full of secrets. What `answer` returns is the result; undefined: it answered itself. */
async function endpoint(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = JSON.parse(Buffer.concat(chunks).toString()) as RpcCall;
      const result = answer(call, response, request);
      if (result !== undefined) respond(response, call, { result });
    });
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://planteduser:plantedpassword@127.0.0.1:${port}/v2/plantedpathkey?apikey=plantedquerykey`;
}

function respond(response: ServerResponse, { id }: RpcCall, body: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
}

function read(rpcUrls: readonly string[], changes: Partial<RegistryReaderOptions> = {}, signal = forever()) {
  const clock = new SystemClock();
  const reader = new RegistryReader({
    rpcUrls,
    address: ADDRESS,
    teeType: 0,
    requestTimeoutMs: 5_000,
    clock,
    ...changes,
  });
  readers.push(reader);
  return reader.read(signal);
}

async function failure(reading: Promise<unknown>): Promise<RegistryError> {
  const error = await reading.then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  );
  const { message, remedy, details, stack, cause } = error as RegistryError;
  const shown = JSON.stringify([message, remedy, details, stack, String(cause), cause]);
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
  return error as RegistryError;
}

describe('RegistryReader.read', () => {
  it('asks once for the active TEEs of its type, with the credentials of the URL', async () => {
    const calls: RpcCall[] = [];
    const url = await endpoint((call, _response, request) => {
      calls.push(call);
      expect(request.headers.authorization).toBe(
        `Basic ${Buffer.from('planteduser:plantedpassword').toString('base64')}`,
      );
      expect(request.url).toBe('/v2/plantedpathkey?apikey=plantedquerykey');
      return THREE;
    });
    const { records, rpcHost } = await read([url], { teeType: 3, address: ADDRESS.slice(2).toUpperCase() });
    expect(records).toHaveLength(3);
    expect(rpcHost).toBe(new URL(url).host);
    const data = `0x4b6014da${'3'.padStart(64, '0')}`;
    expect(calls).toMatchObject([{ method: 'eth_call', params: [{ to: ADDRESS, data }, 'latest'] }]);
  });

  it('tells apart an empty list, no contract, another chain and no answer', async () => {
    expect((await read([await endpoint(() => EMPTY)])).records).toEqual([]);
    const bare = await endpoint(() => '0x');
    expect((await failure(read([bare]))).code).toBe('registry_no_contract');
    const other = await endpoint(({ method }) => (method === 'eth_chainId' ? '0x5' : THREE));
    expect((await failure(read([other], { chainId: 6 }))).code).toBe('registry_wrong_chain');
    expect((await read([other], { chainId: 5 })).records).toHaveLength(3);
    const gone = await endpoint((_call, response) => void response.destroy());
    expect((await failure(read([gone]))).code).toBe('registry_unreachable');
  });

  it.each<[string, string, Answer]>([
    [
      'registry_unreachable',
      'HTTP 500 with a page',
      (_, response) => void response.writeHead(500).end('<html>plantedpathkey</html>'),
    ],
    [
      'registry_unreachable',
      'HTTP 401',
      (_, response) => void response.writeHead(401).end('{"error":"plantedquerykey"}'),
    ],
    ['registry_unreachable', 'a page instead of JSON', (_, response) => void response.end('<html>')],
    ['registry_unreachable', 'an empty body', (_, response) => void response.end()],
    ['registry_unreachable', 'a result that is no text', () => ({ odd: true })],
    [
      'registry_unreachable',
      'an error that repeats the key',
      (call, response) =>
        respond(response, call, { error: { code: -32005, message: 'plantedpathkey is over its limit' } }),
    ],
    [
      'registry_undecodable',
      'a revert',
      (call, response) =>
        respond(response, call, { error: { code: 3, message: 'execution reverted', data: '0xf6523b65' } }),
    ],
    ['registry_undecodable', 'noise', () => `0x${'12'.repeat(100)}`],
    [
      'registry_undecodable',
      'nothing from a contract that is there',
      ({ method }) => (method === 'eth_getCode' ? '0x00' : '0x'),
    ],
  ])('gives %s for %s', async (code, _what, answer) => {
    const error = await failure(read([await endpoint(answer)]));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(error.remedy).toMatch(/\.$/);
    expect(error.told?.code).toMatch(/^(?:rpc|registry)_/);
    expect(JSON.stringify(error.told)).not.toContain('planted');
  });

  it('passes over endpoints that fail, in order, and stops at the first that answers', async () => {
    const asked: string[] = [];
    const note =
      (name: string, answer: Answer): Answer =>
      (call, response, request) => {
        asked.push(name);
        return answer(call, response, request);
      };
    const urls = [
      await endpoint(note('down', (_, response) => void response.writeHead(503).end())),
      await endpoint(note('bare', () => '0x')),
      await endpoint(note('good', () => THREE)),
      await endpoint(note('spare', () => THREE)),
    ];
    expect((await read(urls)).records).toHaveLength(3);
    expect(asked).toEqual(['down', 'bare', 'bare', 'good']);
  });

  it('asks the endpoint first that answered last, and the others when it fails', async () => {
    const asked: string[] = [];
    let isUp = true;
    const first = await endpoint((_, response) => {
      asked.push('first');
      response.writeHead(503).end();
    });
    const second = await endpoint((_, response) => {
      asked.push('second');
      return isUp ? THREE : response.writeHead(503).end() && undefined;
    });
    const third = await endpoint(() => {
      asked.push('third');
      return THREE;
    });
    const clock = new SystemClock();
    const rpcUrls = [first, second, third];
    const reader = new RegistryReader({ rpcUrls, address: ADDRESS, teeType: 0, requestTimeoutMs: 5_000, clock });
    readers.push(reader);
    await reader.read(forever());
    await reader.read(forever());
    isUp = false;
    await reader.read(forever());
    await reader.read(forever());
    expect(asked).toEqual(['first', 'second', 'second', 'second', 'first', 'third', 'third']);
  });

  it('reports the most telling failure, and every host when none could be reached', async () => {
    const down = await endpoint((_, response) => void response.writeHead(503).end());
    const away = await endpoint((_, response) => void response.destroy());
    const other = await endpoint(() => '0x5');
    const wrong = await failure(read([down, other], { chainId: 1 }));
    expect(wrong.code).toBe('registry_wrong_chain');
    expect(wrong.told).toMatchObject({ code: 'rpc_other_chain', count: 5, total: 1 });
    const { message, told } = await failure(read([down, away]));
    expect(told).toEqual({
      code: 'rpc_status',
      name: new URL(down).host,
      count: 503,
      of: { code: 'rpc_cut', name: new URL(away).host },
    });
    expect(message).toContain(new URL(down).host);
    expect(message).toContain(new URL(away).host);
  });

  it('gives up on an endpoint that does not answer in time and goes on to the next', async () => {
    const clock = new VirtualClock();
    const { promise: asked, resolve: onAsked } = withResolvers();
    const silent = await endpoint(() => onAsked());
    const reading = read([silent, await endpoint(() => THREE)], { clock, requestTimeoutMs: 1_000 });
    await asked;
    await clock.advance(1_000);
    expect((await reading).records).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  it('ends with the signal and asks nobody else', async () => {
    const controller = new AbortController();
    const { promise: asked, resolve: onAsked } = withResolvers();
    let spareAsked = 0;
    const silent = await endpoint(() => onAsked());
    const spare = await endpoint(() => {
      spareAsked += 1;
      return THREE;
    });
    const reading = expect(read([silent, spare], {}, controller.signal)).rejects.toThrow('enough');
    await asked;
    controller.abort(new Error('enough'));
    await reading;
    expect(spareAsked).toBe(0);
  });

  it.each<[string, Partial<RegistryReaderOptions>]>([
    ['no endpoint', { rpcUrls: [] }],
    ['an endpoint that is no URL', { rpcUrls: ['plantedpathkey'] }],
    ['an endpoint of another scheme', { rpcUrls: ['ftp://127.0.0.1/plantedpathkey'] }],
    ['an address that is too short', { address: '0xabcd' }],
    ['an address that is no hexadecimal', { address: `0x${'g'.repeat(40)}` }],
  ])('names the setting for %s', async (_what, changes) => {
    const error = await failure(read(['http://127.0.0.1:9/'], changes));
    expect(error).toMatchObject({ code: 'registry_misconfigured', retryable: false });
    expect(error.remedy).toMatch(/tee\.registry\.(rpcUrls|address)/);
  });
});

/** `Promise.withResolvers` is missing from Node 20. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => undefined } {
  let settle: () => void = () => undefined;
  const promise = new Promise<void>(resolve => {
    settle = resolve;
  });
  return { promise, resolve: () => void settle() };
}
