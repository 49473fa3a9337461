import type { Credentials } from './credentials.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { GatewayError } from './errors.ts';
import { MAX_CONNECT_BYTES, readFrame, type WireError } from './frames.ts';
import type { Hello } from './hello.ts';
import { Inbox, type InboxOptions } from './inbox.ts';
import { type Challenge, readChallenge } from './sign-in.ts';
import type { GatewaySocket, OpenSocket } from './socket.ts';
import type { Farewell, SocketEnd } from './socket-failure.ts';

/** What one connection tells its client. Not called any more after {@link Link.end}. */
export interface LinkListener extends InboxOptions {
  readonly onOpened: () => void;
  readonly onChallenge: (challenge: Challenge) => void;
  /** The challenge cannot be signed. */
  readonly onMalformed: () => void;
  readonly onSuccess: (id: string, payload: unknown) => void;
  readonly onError: (id: string, error: WireError) => void;
  readonly onAlive: (isFrame: boolean) => void;
  readonly onEnded: (end: SocketEnd) => void;
}

/** One socket with what belongs to it alone: its credentials, its limits, its events. Ended once, never reused. */
export class Link {
  readonly #listener: LinkListener;
  readonly #inbox: Inbox;
  readonly #lifetime = new AbortController();
  #resolveClosed: () => void = () => undefined;
  /** Resolves when the socket is gone from the system, too. */
  readonly closed = new Promise<void>(resolve => {
    this.#resolveClosed = resolve;
  });
  #socket: GatewaySocket | undefined;
  #maxSendBytes = MAX_CONNECT_BYTES;
  #maxBufferedBytes = Number.POSITIVE_INFINITY;
  #isEnded = false;
  /** What this connection signs in with, once loaded. */
  credentials: Credentials | undefined;
  challenge: Challenge | undefined;
  farewell: Farewell | null = null;

  constructor(listener: LinkListener) {
    this.#listener = listener;
    this.#inbox = new Inbox(listener);
  }

  /** Aborted when the connection is over. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  open(endpoint: GatewayEndpoint, openSocket: OpenSocket): void {
    if (this.#isEnded) return;
    this.#socket = openSocket(endpoint, {
      opened: () => this.#tell(listener => listener.onOpened()),
      text: text => this.#tell(() => this.#read(text)),
      alive: () => this.#tell(listener => listener.onAlive(false)),
      ended: end => {
        this.#resolveClosed();
        this.#tell(listener => listener.onEnded(end));
      },
    });
  }

  /** Throws `gateway_request_too_large` and `gateway_request_backlog`; nothing is sent then. */
  send(frame: string): void {
    const bytes = Buffer.byteLength(frame);
    if (bytes > this.#maxSendBytes) {
      throw new GatewayError('gateway_request_too_large', `A request of ${bytes} bytes is above the gateway's limit.`, {
        details: { bytes, limit: this.#maxSendBytes },
      });
    }
    if ((this.#socket?.bufferedBytes ?? 0) + bytes > this.#maxBufferedBytes) {
      throw new GatewayError('gateway_request_backlog', 'The connection to the gateway is clogged.', {
        retryable: true,
      });
    }
    this.#socket?.send(frame);
  }

  ping(): void {
    this.#socket?.ping();
  }

  /** From now on the limits of the hello hold. */
  adopt(hello: Hello): void {
    this.#maxSendBytes = hello.maxPayloadBytes;
    this.#maxBufferedBytes = hello.maxBufferedBytes;
  }

  /** Delivers the events that came before the hello, and from now on each as it comes. */
  openInbox(): void {
    this.#inbox.open();
  }

  /** Tells nothing more, and closes. `isDead`: without a close handshake. */
  end(code: number, reason: string, isDead: boolean): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#lifetime.abort();
    if (this.#socket === undefined) this.#resolveClosed();
    else if (isDead) this.#socket.terminate();
    else this.#socket.close(code, reason);
  }

  /** {@link end} for a socket whose close handshake takes too long. */
  terminate(): void {
    this.#socket?.terminate();
  }

  #tell(act: (listener: LinkListener) => void): void {
    if (!this.#isEnded) act(this.#listener);
  }

  #read(text: string): void {
    const frame = readFrame(text);
    this.#listener.onAlive(frame.type !== 'unknown');
    switch (frame.type) {
      case 'event':
        if (frame.event === 'connect.challenge') this.#challenge(frame.payload);
        else this.#inbox.take({ event: frame.event, payload: frame.payload }, frame.seq, text.length);
        break;
      case 'success':
        this.#listener.onSuccess(frame.id, frame.payload);
        break;
      case 'error':
        this.#listener.onError(frame.id, frame.error);
        break;
      case 'unknown':
        break;
    }
  }

  #challenge(payload: unknown): void {
    if (this.challenge !== undefined) return;
    this.challenge = readChallenge(payload);
    if (this.challenge === undefined) this.#listener.onMalformed();
    else this.#listener.onChallenge(this.challenge);
  }
}
