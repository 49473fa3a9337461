import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { abortReason, GatehouseError } from '../core/platform/index.ts';

/** On every answer of every sandbox endpoint, so that none can be mistaken for a real network's. */
export const SANDBOX_HEADER = 'X-Gatehouse-Sandbox';

/** Longer than any client pool keeps an idle connection, so that the server never closes one that is being reused. */
const KEEP_ALIVE_MS = 75_000;

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Answers one request. `signal` aborts when the client leaves or the server stops. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, signal: AbortSignal) => Promise<void>;

/** An HTTP server on 127.0.0.1 with a port of the system's choosing, for requests whose Host is loopback. */
export class LoopbackServer {
  readonly #server: Server;
  /** One for each request being answered. */
  readonly #answering = new Set<AbortController>();

  constructor(handle: RequestHandler) {
    this.#server = createServer((request, response) => void this.#serve(handle, request, response));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  /** `http://127.0.0.1:<port>`. Only after {@link start}. */
  get origin(): string {
    const address = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  /** Lets `take` have the connections that ask for another protocol; without it they are refused. */
  onUpgrade(take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
    this.#server.on('upgrade', (request, socket, head) => {
      if (LOOPBACK_HOST.test(request.headers.host ?? '')) take(request, socket, head);
      else socket.destroy();
    });
  }

  /** Rejects with the signal's reason, or with `sandbox_listen_failed`. */
  start(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(abortReason(signal));
        return;
      }
      this.#server.once('error', cause => reject(listenFailed(cause)));
      this.#server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
  }

  /** Cuts every connection and resolves when the port is free. May be called twice, and without a start. */
  stop(): Promise<void> {
    for (const answering of this.#answering) answering.abort();
    return new Promise(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(handle: RequestHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    this.#answering.add(gone);
    response.once('close', () => {
      this.#answering.delete(gone);
      gone.abort();
    });
    try {
      response.setHeader(SANDBOX_HEADER, 'true');
      if (LOOPBACK_HOST.test(request.headers.host ?? '')) await handle(request, response, gone.signal);
      else sendJson(response, 403, { error: 'the sandbox answers to loopback hosts only' });
    } catch (error) {
      if (error instanceof BodyTooLargeError) refuseBody(request, response);
      else response.destroy();
    }
  }
}

/** A request body above the cap of {@link readBody}; the server answers it with 413. */
export class BodyTooLargeError extends GatehouseError {
  constructor(maxBytes: number) {
    super('sandbox_body_too_large', `The request body is larger than ${maxBytes} bytes.`);
  }
}

/** The whole request body. Throws {@link BodyTooLargeError}, or the connection's error. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLargeError(maxBytes);
  const parts: Buffer[] = [];
  let received = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += part.length;
    if (received > maxBytes) throw new BodyTooLargeError(maxBytes);
    parts.push(part);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendBytes(response, status, 'application/json', Buffer.from(JSON.stringify(body)));
}

/** Answers with a whole body. */
export function sendBytes(response: ServerResponse, status: number, contentType: string, body: Uint8Array): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': body.length });
  response.end(body);
}

/** The rest of the body is read and thrown away: a client that still writes would otherwise see a reset, not the 413. */
function refuseBody(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  sendJson(response, 413, { detail: 'request entity too large' });
  request.resume();
}

function listenFailed(cause: Error): GatehouseError {
  return new GatehouseError('sandbox_listen_failed', 'The sandbox could not open a port on 127.0.0.1.', { cause });
}
