import WebSocket from 'ws';
import type { Clock, Random, Timer } from '../platform/index.ts';
import { REGISTRY_TOPICS } from './event-topics.ts';
import { Retry } from './retry.ts';

/** Options of {@link LogSubscription}. */
export interface LogSubscriptionOptions {
  /** ws or wss; tried in turn. */
  readonly urls: readonly string[];
  readonly address: string;
  readonly clock: Clock;
  readonly random: Random;
  /** See `Retry`. */
  readonly leastRetryMs?: () => number;
  readonly onEvent: () => void;
  /** Called when the subscription begins or ends. */
  readonly onChange: () => void;
}

const MAX_MESSAGE_BYTES = 1_048_576;
const PING_MS = 30_000;
/** For connecting, subscribing, and each answer to a ping. */
const PATIENCE_MS = 10_000;
const SUBSCRIBE_ID = 1;

/** One connection; what comes from an earlier one is ignored. */
interface Link {
  readonly socket: WebSocket;
  timer: Timer | undefined;
  id: string | undefined;
}

/**
 * Has the contract's logs pushed over a WebSocket. Connects again with growing pauses; each time it has subscribed it says
 * that something may have changed, since it cannot know what it missed. Never throws.
 */
export class LogSubscription {
  readonly #options: LogSubscriptionOptions;
  readonly #retry: Retry;
  #isRunning = false;
  #link: Link | undefined;
  #attempts = 0;

  constructor(options: LogSubscriptionOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, options.random, options.leastRetryMs);
  }

  get isWorking(): boolean {
    return this.#link?.id !== undefined;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#connect();
  }

  /** Connects anew at once: the connection may be dead without knowing it. */
  wake(): void {
    if (!this.#isRunning) return;
    this.#retry.reset();
    this.#drop();
    this.#connect();
  }

  stop(): void {
    this.#isRunning = false;
    this.#retry.reset();
    this.#drop();
  }

  #connect(): void {
    const { urls } = this.#options;
    const url = urls[this.#attempts % urls.length] ?? '';
    this.#attempts += 1;
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, { maxPayload: MAX_MESSAGE_BYTES, followRedirects: false });
    } catch {
      this.#retry.schedule(() => this.#connect());
      return;
    }
    const link: Link = { socket, timer: undefined, id: undefined };
    this.#link = link;
    this.#expect(link);
    socket.on('open', () => this.#subscribe(link));
    socket.on('message', data => this.#onMessage(link, data));
    socket.on('pong', () => this.#rest(link));
    socket.on('error', () => this.#fail(link));
    socket.on('close', () => this.#fail(link));
  }

  #subscribe(link: Link): void {
    if (this.#link !== link) return;
    const params = ['logs', { address: this.#options.address, topics: [REGISTRY_TOPICS] }];
    link.socket.send(JSON.stringify({ jsonrpc: '2.0', id: SUBSCRIBE_ID, method: 'eth_subscribe', params }));
  }

  #onMessage(link: Link, data: WebSocket.RawData): void {
    if (this.#link !== link) return;
    const message = parse(data);
    if (message === undefined) return;
    if (message['id'] === SUBSCRIBE_ID) {
      const id = message['result'];
      if (typeof id !== 'string') {
        this.#fail(link);
        return;
      }
      link.id = id;
      this.#retry.reset();
      this.#rest(link);
      this.#options.onChange();
      this.#options.onEvent();
    } else if (message['method'] === 'eth_subscription') {
      const params = message['params'] as { readonly subscription?: unknown } | undefined;
      // A log that a reorganisation took back comes with `removed`; it is a change like any other.
      if (params?.subscription === link.id) this.#options.onEvent();
    }
  }

  /** The other side is alive; it is asked again after a while. */
  #rest(link: Link): void {
    if (this.#link !== link || link.id === undefined) return;
    link.timer?.cancel();
    link.timer = this.#options.clock.schedule(PING_MS, () => {
      link.socket.ping();
      this.#expect(link);
    });
  }

  #expect(link: Link): void {
    link.timer?.cancel();
    link.timer = this.#options.clock.schedule(PATIENCE_MS, () => this.#fail(link));
  }

  #fail(link: Link): void {
    if (this.#link !== link) return;
    this.#drop();
    this.#retry.schedule(() => this.#connect());
  }

  #drop(): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#link = undefined;
    link.timer?.cancel();
    link.socket.terminate();
    if (link.id !== undefined && this.#isRunning) this.#options.onChange();
  }
}

function parse(data: WebSocket.RawData): Readonly<Record<string, unknown>> | undefined {
  try {
    const message: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
