import type { IncomingMessage } from 'node:http';
import WebSocket, { type ClientOptions, type RawData } from 'ws';
import type { GatewayEndpoint } from './endpoint.ts';
import { MAX_FRAME_BYTES } from './frames.ts';
import { finishWhenPinned } from './pinned-request.ts';
import type { SocketEnd } from './socket-failure.ts';

/** One socket to a gateway. Nothing here throws. */
export interface GatewaySocket {
  send(text: string): void;
  /** A WebSocket ping; the answer comes as `alive`. */
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends it at once, without a close handshake: for a peer that does not answer. */
  terminate(): void;
  /** Bytes that the system has not taken yet. */
  readonly bufferedBytes: number;
}

/** What a socket tells. `ended` comes exactly once, and nothing after it. */
export interface SocketListener {
  opened(): void;
  text(text: string): void;
  /** The other side answered or asked on the WebSocket level. */
  alive(): void;
  ended(end: SocketEnd): void;
}

export type OpenSocket = (endpoint: GatewayEndpoint, listener: SocketListener) => GatewaySocket;

/** How long a close handshake may take; the default of `ws` is 30 s. */
const CLOSE_TIMEOUT_MS = 1_000;
/** The start of an HTTP answer that is looked at. */
const BODY_BYTES = 512;

/** Opens a WebSocket with `ws`. Sends no `Origin`, follows no redirect, offers no compression. */
export const openSocket: OpenSocket = (endpoint, listener) => {
  const { pin } = endpoint;
  // `closeTimeout` is newer than the types.
  const options: ClientOptions & { closeTimeout: number } = {
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    followRedirects: false,
    ...(pin === undefined ? {} : { rejectUnauthorized: false, finishRequest: finishWhenPinned(pin) }),
  };
  const socket = new WebSocket(endpoint.url, options);
  let wasOpen = false;
  let hasEnded = false;
  let fault: (Error & { code?: unknown }) | undefined;
  const end = (how: SocketEnd): void => {
    if (hasEnded) return;
    hasEnded = true;
    listener.ended(how);
  };
  socket.on('open', () => {
    wasOpen = true;
    listener.opened();
  });
  socket.on('message', data => {
    if (!hasEnded) listener.text(textOf(data));
  });
  socket.on('ping', () => listener.alive());
  socket.on('pong', () => listener.alive());
  socket.on('error', error => {
    fault ??= error;
  });
  socket.on('unexpected-response', (_request, response) => readRejection(response, end, () => socket.terminate()));
  socket.on('close', (code, reason) => {
    const faultCode = typeof fault?.code === 'string' ? fault.code : '';
    const isOurs = wasOpen && !faultCode.startsWith('WS_ERR');
    if (fault !== undefined && !isOurs) end({ type: 'failed', code: faultCode, message: fault.message });
    else end({ type: 'closed', code, reason: reason.toString() });
  });
  return {
    send: text => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text, () => undefined);
    },
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping(undefined, undefined, () => undefined);
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
};

/** Binary frames that hold JSON are frames like any other. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function readRejection(response: IncomingMessage, end: (how: SocketEnd) => void, release: () => void): void {
  const status = response.statusCode ?? 0;
  let body = '';
  const done = (): void => {
    end({ type: 'rejected', status, body: body.slice(0, BODY_BYTES) });
    response.destroy();
    release();
  };
  response.setEncoding('latin1');
  response.on('data', (chunk: string) => {
    body += chunk;
    if (body.length >= BODY_BYTES) done();
  });
  response.once('end', done);
  response.once('error', done);
  response.once('close', done);
}
