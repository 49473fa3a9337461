import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { freePort } from './free-port.ts';

/** A request as a client sent it. */
export interface ScriptedRequest {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What the gateway does with each connection; awaited by nobody. */
export type Script = (connection: ScriptedConnection) => unknown;

/** The scopes, token and so on of a hello; see {@link helloPayload}. */
export interface HelloOptions {
  readonly scopes?: readonly string[];
  readonly deviceToken?: string;
  readonly bootId?: string;
  readonly methods?: readonly string[];
  readonly tickIntervalMs?: number;
  readonly suspension?: string;
  readonly maxPayload?: number;
  readonly protocol?: number;
}

/** A `hello-ok` payload in the shape that gateway 2026.9.1 sends, cut down to what matters. */
export function helloPayload(options: HelloOptions = {}): Record<string, unknown> {
  const { scopes = ['operator.read'], bootId = 'boot-1', methods = ['health'], tickIntervalMs = 30_000 } = options;
  return {
    type: 'hello-ok',
    protocol: options.protocol ?? 4,
    server: { version: '2026.9.1', bootId, connId: 'conn-1' },
    features: { methods, events: ['tick', 'health'], capabilities: [] },
    snapshot: { suspension: { phase: options.suspension ?? 'accepting' }, presence: [], uptimeMs: 5_000 },
    pluginSurfaceUrls: { canvas: 'http://127.0.0.1:1/__openclaw__/cap/planted-capability' },
    auth: {
      role: 'operator',
      scopes,
      ...(options.deviceToken === undefined ? {} : { deviceToken: options.deviceToken, issuedAtMs: 1 }),
    },
    policy: { maxPayload: options.maxPayload ?? 26_214_400, maxBufferedBytes: 52_428_800, tickIntervalMs },
  };
}

/** One connection as the gateway sees it. */
export class ScriptedConnection {
  readonly socket: WebSocket;
  /** How the client closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #requests: ScriptedRequest[] = [];
  readonly #waiting: ((request: ScriptedRequest) => void)[] = [];
  #seq = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise(resolve => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('error', () => undefined);
    socket.on('message', (data: RawData) => this.#take(JSON.parse((data as Buffer).toString()) as ScriptedRequest));
  }

  /** The next request, in the order in which they came. */
  next(): Promise<ScriptedRequest> {
    const request = this.#requests.shift();
    return request === undefined ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve(request);
  }

  raw(text: string | Buffer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  send(frame: unknown): void {
    this.raw(JSON.stringify(frame));
  }

  challenge(ts: unknown = 1_795_209_115_821, nonce: unknown = 'nonce-1'): void {
    this.send({ type: 'event', event: 'connect.challenge', payload: { nonce, ts } });
  }

  event(event: string, payload: unknown = {}, seq = this.#seq + 1): void {
    this.#seq = seq;
    this.send({ type: 'event', event, payload, seq });
  }

  answer({ id }: ScriptedRequest, payload: unknown = {}): void {
    this.send({ type: 'res', id, ok: true, payload });
  }

  refuse({ id }: ScriptedRequest, error: Record<string, unknown>): void {
    this.send({ type: 'res', id, ok: false, error });
  }

  /** Challenge, then the client's `connect`. */
  async greet(): Promise<ScriptedRequest> {
    this.challenge();
    return this.next();
  }

  /** The whole handshake; from then on every request is answered with `{}` unless `handle` says otherwise. */
  async welcome(options: HelloOptions = {}, handle?: (request: ScriptedRequest) => boolean): Promise<ScriptedRequest> {
    const connect = await this.greet();
    this.answer(connect, helloPayload(options));
    void this.#serve(handle);
    return connect;
  }

  async #serve(handle: ((request: ScriptedRequest) => boolean) | undefined): Promise<void> {
    while (this.socket.readyState === WebSocket.OPEN) {
      const request = await this.next();
      if (handle?.(request) !== true) this.answer(request, {});
    }
  }

  #take(request: ScriptedRequest): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#requests.push(request);
    else waiting(request);
  }
}

/** A gateway on loopback that does what a test tells it, over real sockets. */
export class ScriptedGateway {
  /** What the next connections meet; may be replaced at any time. */
  script: Script;
  /** Answers upgrades with this instead; undefined: upgrades. */
  rejection: { readonly status: number; readonly body: string } | undefined;
  readonly connections: ScriptedConnection[] = [];
  readonly upgradeHeaders: Record<string, unknown>[] = [];
  upgrades = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, script: Script) {
    this.#server = server;
    this.script = script;
    const webSockets = new WebSocketServer({ noServer: true });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      this.upgrades += 1;
      this.upgradeHeaders.push({ ...request.headers, url: request.url });
      const { rejection } = this;
      if (rejection !== undefined) {
        const length = Buffer.byteLength(rejection.body);
        socket.end(
          `HTTP/1.1 ${rejection.status} No\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${rejection.body}`,
        );
        return;
      }
      webSockets.handleUpgrade(request, socket, head, webSocket => {
        const connection = new ScriptedConnection(webSocket);
        this.connections.push(connection);
        void this.script(connection);
      });
    });
  }

  /** Listens on `port` (default: any free one) of 127.0.0.1; `server` may be one with TLS. */
  static async start(script: Script, { port = 0, server = createServer() } = {}): Promise<ScriptedGateway> {
    const gateway = new ScriptedGateway(server, script);
    const own = port === 0 ? await freePort() : port;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(own, '127.0.0.1', resolve);
    });
    return gateway;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Gone at once, as after a crash. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }
}
