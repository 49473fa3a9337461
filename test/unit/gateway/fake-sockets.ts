import type { GatewaySocket, OpenSocket, SocketListener } from '../../../electron/core/gateway/socket.ts';
import type { SocketEnd } from '../../../electron/core/gateway/socket-failure.ts';
import { type HelloOptions, helloPayload } from '../../helpers/scripted-gateway.ts';

/** One socket without a network: the test is the gateway. */
export class FakeSocket implements GatewaySocket {
  readonly listener: SocketListener;
  readonly sent: { readonly id: string; readonly method: string; readonly params: Record<string, unknown> }[] = [];
  bufferedBytes = 0;
  pings = 0;
  /** Answers pings, as every WebSocket does as long as its machine lives. */
  answersPings = true;
  ending: { readonly code: number; readonly reason: string; readonly isDead: boolean } | undefined;

  constructor(listener: SocketListener) {
    this.listener = listener;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeSocket['sent'][number]);
  }

  ping(): void {
    this.pings += 1;
    if (this.answersPings) this.listener.alive();
  }

  close(code: number, reason: string): void {
    this.#end({ code, reason, isDead: false });
  }

  terminate(): void {
    this.#end({ code: 1006, reason: '', isDead: true });
  }

  frame(frame: unknown): void {
    this.listener.text(JSON.stringify(frame));
  }

  event(event: string, payload: unknown = {}, seq?: number): void {
    this.frame({ type: 'event', event, payload, ...(seq === undefined ? {} : { seq }) });
  }

  /** Opens and challenges. */
  challenge(ts: unknown = 1_795_209_115_821): void {
    this.listener.opened();
    this.event('connect.challenge', { nonce: 'nonce-1', ts });
  }

  hello(options: HelloOptions = {}): void {
    this.challenge();
    this.frame({ type: 'res', id: 'connect', ok: true, payload: helloPayload(options) });
  }

  refuse(error: unknown): void {
    this.challenge();
    this.frame({ type: 'res', id: 'connect', ok: false, error });
  }

  end(end: SocketEnd): void {
    this.listener.ended(end);
  }

  #end(ending: { code: number; reason: string; isDead: boolean }): void {
    if (this.ending !== undefined) return;
    this.ending = ending;
    queueMicrotask(() => this.listener.ended({ type: 'closed', code: ending.code, reason: ending.reason }));
  }
}

/** Hands out fake sockets; `act` plays the gateway for each as soon as it was opened. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];
  act: (socket: FakeSocket, index: number) => void;

  constructor(act: (socket: FakeSocket, index: number) => void = () => undefined) {
    this.act = act;
  }

  readonly open: OpenSocket = (_endpoint, listener) => {
    const socket = new FakeSocket(listener);
    this.all.push(socket);
    queueMicrotask(() => this.act(socket, this.all.length - 1));
    return socket;
  };

  get last(): FakeSocket {
    return this.all.at(-1)!;
  }
}

/** Nobody listens. */
export const refusing = (socket: FakeSocket): void =>
  socket.end({ type: 'failed', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
