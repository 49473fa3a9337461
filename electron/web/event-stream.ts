import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StatusSnapshot } from '../contract/index.ts';
import type { Clock, Timer } from '../core/platform/index.ts';

/** Where snapshots come from; `subscribe` calls back after each change, with nothing. */
export interface SnapshotSource {
  snapshot(): StatusSnapshot;
  subscribe(callback: () => void): () => void;
}

/** Pages that watch at once. */
const MAX_WATCHERS = 16;
/** A burst of changes becomes one push; faster is not seen by anyone. */
const COALESCE_MS = 50;
/** A watcher that answered no ping within this time is gone. */
const PING_INTERVAL_MS = 20_000;
/** A watcher that reads more slowly than this much is behind gets only what is newest once it has caught up. */
const MAX_BUFFERED_BYTES = 1_048_576;
/** Watchers only listen. */
const MAX_INCOMING_BYTES = 1_024;

/** Pushes the newest snapshot to every watching page over WebSocket: at once when it joins, then after each change. */
export class EventStream {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_INCOMING_BYTES, perMessageDeflate: false });
  readonly #alive = new Set<WebSocket>();
  readonly #source: SnapshotSource;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #pushTimer: Timer | undefined;
  #pingTimer: Timer;

  constructor({ source, clock }: { source: SnapshotSource; clock: Clock }) {
    this.#source = source;
    this.#clock = clock;
    this.#unsubscribe = source.subscribe(() => this.#schedulePush());
    this.#pingTimer = clock.schedule(PING_INTERVAL_MS, () => this.#ping());
  }

  /** Whether another watcher would be one too many. */
  get isFull(): boolean {
    return this.#server.clients.size >= MAX_WATCHERS;
  }

  /** Turns an upgrade request that was already checked into a watcher. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, client => {
      this.#alive.add(client);
      client.on('pong', () => this.#alive.add(client));
      client.on('message', () => client.close(1008, 'This stream takes no messages.'));
      client.on('error', () => client.terminate());
      client.on('close', () => this.#alive.delete(client));
      client.send(JSON.stringify(this.#source.snapshot()));
    });
  }

  /** Says good-bye to all watchers and pushes no more. */
  stop(): void {
    this.#unsubscribe();
    this.#pushTimer?.cancel();
    this.#pingTimer.cancel();
    for (const client of this.#server.clients) client.close(1001, 'Gatehouse stops.');
    this.#server.close();
  }

  /** Ends what did not say good-bye itself. */
  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  #schedulePush(): void {
    this.#pushTimer ??= this.#clock.schedule(COALESCE_MS, () => {
      this.#pushTimer = undefined;
      this.#push();
    });
  }

  #push(): void {
    if (this.#server.clients.size === 0) return;
    const text = JSON.stringify(this.#source.snapshot());
    for (const client of this.#server.clients) {
      if (client.readyState !== client.OPEN) continue;
      if (client.bufferedAmount > MAX_BUFFERED_BYTES) this.#schedulePush();
      else client.send(text);
    }
  }

  #ping(): void {
    for (const client of this.#server.clients) {
      if (this.#alive.delete(client)) client.ping();
      else client.terminate();
    }
    this.#pingTimer = this.#clock.schedule(PING_INTERVAL_MS, () => this.#ping());
  }
}
