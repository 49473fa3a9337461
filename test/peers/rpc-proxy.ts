import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A JSON-RPC endpoint in front of a chain's own, honest until it is told otherwise. */
export interface RpcProxy {
  readonly rpcUrl: string;
  readonly webSocketUrl: string;
  /** `host:port`, as the product names it. */
  readonly host: string;
  /** Drops every connection, those to come too. */
  cut(): void;
  /** From now on answers again. */
  mend(): void;
  /** Puts `to` wherever its answers contain `from`; both of the same length, so that the records still decode. */
  swap(from: Uint8Array, to: Uint8Array): void;
  /** From now on answers what the chain says. */
  confess(): void;
  /** How often the method was asked for over HTTP. */
  count(method: string): number;
  /** Resolves once the method was asked for over HTTP `times` times more than now. */
  asked(method: string, times: number): Promise<void>;
  /** May be called twice. */
  stop(): Promise<void>;
}

const ASKED_LIMIT_MS = 60_000;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function methodsOf(body: string): string[] {
  const parsed = JSON.parse(body) as { method: string } | { method: string }[];
  return [parsed].flat().map(({ method }) => method);
}

/** Starts a proxy to the endpoint at `target`, an http URL on loopback, which speaks WebSocket on the same port. */
export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const sockets = new Set<Socket>();
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  let isCut = false;
  let lies: { readonly from: string; readonly to: string }[] = [];
  const count = (method: string): number => counts.get(method) ?? 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    for (const method of methodsOf(body)) counts.set(method, count(method) + 1);
    for (const check of waiting) check();
    const answered = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const honest = await answered.text();
    const told = lies.reduce((reply, { from, to }) => reply.replaceAll(from, to), honest);
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(told);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    if (isCut) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const { hostname, port } = new URL(target);
    const chain = connect(Number(port), hostname);
    const lines = Array.from({ length: request.rawHeaders.length / 2 }, (_, index) =>
      request.rawHeaders.slice(2 * index, 2 * index + 2).join(': '),
    );
    chain.write([`GET ${request.url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    chain.write(head);
    client.pipe(chain).pipe(client);
    client.once('close', () => chain.destroy());
    chain.once('close', () => client.destroy());
    chain.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    rpcUrl: `http://${host}`,
    webSocketUrl: `ws://${host}`,
    host,
    cut,
    mend: () => {
      isCut = false;
    },
    swap: (from, to) => {
      if (from.length !== to.length) throw new RangeError('a lie of another length would not decode');
      lies = [...lies, { from: hex(from), to: hex(to) }];
    },
    confess: () => {
      lies = [];
    },
    count,
    asked: (method, times) =>
      new Promise((resolve, reject) => {
        const wanted = count(method) + times;
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${method} was asked for ${count(method)} times, not ${wanted}`));
        }, ASKED_LIMIT_MS);
        const check = (): void => {
          if (count(method) < wanted) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    stop: async () => {
      cut();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
