import type { GatewaySocket, OpenSocket, SocketListener } from '../../electron/core/gateway/socket.ts';
import { METHOD_NAMES } from '../../electron/sandbox/gateway/methods.ts';
import { helloPayload } from '../helpers/scripted-gateway.ts';
import { LIVE_ID } from './frames.ts';

/** The ids of so many requests are remembered, to be answered twice and out of order. */
const MOST_IDS = 16;

/** How far the hostile gateway behaves at first. */
export type Greeting = 'none' | 'challenge' | 'hello';

/** One socket without a network. Well-behaved when told so, otherwise whatever {@link FuzzPeer.say} says. */
class FuzzSocket implements GatewaySocket {
  readonly bufferedBytes = 0;
  readonly listener: SocketListener;
  readonly ids: string[] = [];
  readonly #isGood: boolean;
  readonly #welcomed: () => void;
  isOpen = false;
  isOver = false;

  constructor(listener: SocketListener, isGood: boolean, welcomed: () => void) {
    this.listener = listener;
    this.#isGood = isGood;
    this.#welcomed = welcomed;
  }

  open(): void {
    if (this.isOver) return;
    this.isOpen = true;
    this.listener.opened();
    if (this.#isGood) this.challenge();
  }

  challenge(): void {
    this.#frame({ type: 'event', event: 'connect.challenge', payload: { nonce: 'nonce', ts: 1_795_209_115_821 } });
  }

  hello(): void {
    this.#frame({ type: 'res', id: this.ids.at(-1), ok: true, payload: helloPayload({ methods: METHOD_NAMES }) });
  }

  send(text: string): void {
    const { id, method } = JSON.parse(text) as { readonly id: string; readonly method: string };
    this.ids.push(id);
    if (this.ids.length > MOST_IDS) this.ids.shift();
    if (!this.#isGood) return;
    queueMicrotask(() => {
      if (method === 'connect') {
        this.hello();
        this.#welcomed();
      } else {
        this.#frame({ type: 'res', id, ok: true, payload: {} });
      }
    });
  }

  ping(): void {
    if (this.#isGood) queueMicrotask(() => this.isOver || this.listener.alive());
  }

  close(code: number, reason: string): void {
    this.end(code, reason);
  }

  terminate(): void {
    this.end(1006, '');
  }

  end(code: number, reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    queueMicrotask(() => this.listener.ended({ type: 'closed', code, reason }));
  }

  #frame(frame: unknown): void {
    if (!this.isOver) this.listener.text(JSON.stringify(frame));
  }
}

/** The gateway of the fuzzing: in memory, hostile or well-behaved. */
export class FuzzPeer {
  isGood = true;
  /** Handshakes that the well-behaved one completed. */
  welcomed = 0;
  #socket: FuzzSocket | undefined;
  #turn = 0;

  readonly open: OpenSocket = (_endpoint, listener) => {
    const socket = new FuzzSocket(listener, this.isGood, () => {
      this.welcomed += 1;
    });
    this.#socket = socket;
    queueMicrotask(() => socket.open());
    return socket;
  };

  /** Whether there is anybody to talk to. */
  get isConnected(): boolean {
    return this.#socket !== undefined && this.#socket.isOpen && !this.#socket.isOver;
  }

  /** The hostile one behaves for as long as that. */
  async greet(greeting: Exclude<Greeting, 'none'>): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    if (!socket.isOver) socket.challenge();
    if (greeting === 'challenge') return;
    for (let turn = 0; turn < 8 && socket.ids.length === 0; turn += 1) await Promise.resolve();
    if (socket.ids.length > 0) socket.hello();
  }

  /** Says `text`, with an id that is waited for in the place of {@link LIVE_ID}. */
  say(text: string): void {
    const socket = this.#socket;
    if (socket === undefined || socket.isOver) return;
    this.#turn += 1;
    const id = socket.ids[this.#turn % Math.max(socket.ids.length, 1)] ?? 'connect';
    socket.listener.text(text.includes(LIVE_ID) ? text.replaceAll(LIVE_ID, id) : text);
  }

  end(code: number, reason: string): void {
    this.#socket?.end(code, reason);
  }
}
