import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { abortReason, GatehouseError } from '../../core/platform/index.ts';
import { SANDBOX_HEADER } from '../loopback-server.ts';

/** Who answers what comes in. */
export interface ListenerOptions {
  answer(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The gateway's port on 127.0.0.1: can be opened, closed and opened again at the same number. */
export class GatewayListener {
  readonly #options: ListenerOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Listens on `port` (0: any free one) and resolves to it. Throws `sandbox_listen_failed`, or the signal's reason. */
  async open(port: number, signal: AbortSignal): Promise<number> {
    if (signal.aborted) throw abortReason(signal);
    const server = createServer((request, response) => {
      response.setHeader(SANDBOX_HEADER, 'true');
      this.#options.answer(request, response);
    });
    server.on('upgrade', (request, socket, head) => this.#options.upgrade(request, socket, head));
    server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', cause =>
        reject(
          new GatehouseError('sandbox_listen_failed', 'The sandbox could not open a port on 127.0.0.1.', { cause }),
        ),
      );
      server.listen({ host: '127.0.0.1', port }, resolve);
    });
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  /** Takes nobody any more; resolves when everybody is gone. HTTP without an upgrade is cut. May be called twice. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Cuts every connection, upgraded or not. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Refuses an upgrade with a text, as the gateway does while it drains. */
export function rejectUpgrade(socket: Duplex, text: string): void {
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `${SANDBOX_HEADER}: true`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
