import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Hex, numberToHex } from 'viem';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type ChainLogEntry, matchesTopics } from './chain-log.ts';
import { type ChainView, readFilter, rpcLog } from './chain-methods.ts';
import { answerRpc, RPC_CODES, RpcError, type RpcMethod } from './json-rpc.ts';

const MAX_MESSAGE_BYTES = 1_048_576;
/** Of one connection. */
const MAX_SUBSCRIPTIONS = 64;
/** A subscriber that reads so slowly that this much waits for it is cut off. */
const MAX_WAITING_BYTES = 4_194_304;

interface Subscription {
  /** Undefined for `newHeads`. */
  readonly topics: readonly (readonly Hex[] | undefined)[] | undefined;
  readonly isOurs: boolean;
}

/** JSON-RPC over WebSocket: every method of the chain, and `eth_subscribe` for `logs` and `newHeads`. */
export class ChainSubscriptions {
  readonly #view: ChainView;
  readonly #call: RpcMethod;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  /** `call` answers the methods that are no subscriptions. */
  constructor(view: ChainView, call: RpcMethod) {
    this.#view = view;
    this.#call = call;
    this.#server.on('connection', (socket: WebSocket) => this.#serve(socket));
  }

  /** Takes over a connection that asks for an upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, client => this.#server.emit('connection', client, request));
  }

  /** Cuts every connection. May be called twice. */
  stop(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  #serve(socket: WebSocket): void {
    const subscriptions = new Map<string, Subscription>();
    let made = 0;
    const call: RpcMethod = (method, params) => {
      if (method === 'eth_unsubscribe') return subscriptions.delete(String(params[0]));
      if (method !== 'eth_subscribe') return this.#call(method, params);
      if (subscriptions.size >= MAX_SUBSCRIPTIONS)
        throw new RpcError(RPC_CODES.invalidParams, 'too many subscriptions');
      made += 1;
      const id = numberToHex(made, { size: 16 });
      subscriptions.set(id, this.#subscription(params));
      return id;
    };
    const release = this.#view.state.chain.onBlock(entries => this.#publish(socket, subscriptions, entries));
    socket.on('message', (message: RawData) => {
      const text = Buffer.isBuffer(message) ? message.toString('utf8') : '';
      const reply = answerRpc(text, call);
      if (reply !== undefined) socket.send(JSON.stringify(reply));
    });
    socket.on('error', () => socket.terminate());
    socket.once('close', release);
  }

  #subscription([kind, filter]: readonly unknown[]): Subscription {
    if (kind === 'newHeads') return { topics: undefined, isOurs: true };
    if (kind !== 'logs') throw new RpcError(RPC_CODES.invalidParams, 'only logs and newHeads can be subscribed to');
    const { topics, toBlock } = readFilter(this.#view.state, this.#view.address, filter ?? {});
    return { topics, isOurs: toBlock >= 0 };
  }

  #publish(
    socket: WebSocket,
    subscriptions: ReadonlyMap<string, Subscription>,
    entries: readonly ChainLogEntry[],
  ): void {
    if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
    const { number, hash, parentHash, timestamp } = this.#view.state.chain.head;
    const head = { number: numberToHex(number), hash, parentHash, timestamp: numberToHex(timestamp) };
    for (const [subscription, { topics, isOurs }] of subscriptions) {
      const matching = topics === undefined || !isOurs ? [] : entries.filter(entry => matchesTopics(entry, topics));
      const results = topics === undefined ? [head] : matching.map(entry => rpcLog(this.#view.address, entry));
      for (const result of results) {
        const params = { subscription, result };
        socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params }));
      }
    }
  }
}
