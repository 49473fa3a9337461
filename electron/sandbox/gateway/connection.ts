import { WebSocket } from 'ws';
import type { ConnectParams } from './connect-params.ts';
import { type CloseWith, type ErrorShape, MAX_BUFFERED_BYTES } from './wire.ts';

/** Who is at the other end of an accepted connection. */
export interface Caller {
  readonly params: ConnectParams;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly connectedAt: number;
}

/** One WebSocket as the gateway sees it: numbered events out, responses out. Decides nothing. */
export class GatewayConnection {
  readonly id: string;
  readonly nonce: string;
  readonly socket: WebSocket;
  /** Undefined until the hello. */
  caller: Caller | undefined;
  isSubscribed = false;
  /** Says nothing, although it lives. */
  isMuted = false;
  /** A pong or anything else came since the last ping. */
  isAlive = true;
  #seq = 0;

  constructor(socket: WebSocket, id: string, nonce: string) {
    this.socket = socket;
    this.id = id;
    this.nonce = nonce;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  get deviceId(): string | undefined {
    return this.caller?.params.device?.id;
  }

  /** The first frame; carries no number. */
  challenge(ts: unknown): void {
    this.raw(JSON.stringify({ type: 'event', event: 'connect.challenge', payload: { nonce: this.nonce, ts } }));
  }

  /** A numbered event. The number is used up even when the frame cannot be sent. */
  event(event: string, payload: unknown, stateVersion?: { readonly presence: number; readonly health: number }): void {
    this.#seq += 1;
    const version = stateVersion === undefined ? {} : { stateVersion };
    this.raw(JSON.stringify({ type: 'event', event, payload, seq: this.#seq, ...version }));
  }

  /** The next event's number is this much too high. */
  skip(events: number): void {
    this.#seq += events;
  }

  answer(id: string, payload: unknown): void {
    this.raw(JSON.stringify({ type: 'res', id, ok: true, payload }));
  }

  refuse(id: string, error: ErrorShape): void {
    this.raw(JSON.stringify({ type: 'res', id, ok: false, error }));
  }

  /** Exactly this text, whatever it is. */
  raw(text: string): void {
    if (!this.isOpen || this.isMuted) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.socket.close(1008, 'slow consumer');
      this.socket.terminate();
    } else {
      this.socket.send(text, () => undefined);
    }
  }

  close({ code, reason }: CloseWith): void {
    this.socket.close(code, reason);
  }

  /** Gone without a word, as after a crash. */
  terminate(): void {
    this.socket.terminate();
  }
}
