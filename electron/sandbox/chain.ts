import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodeAbiParameters, type Hex } from 'viem';
import { callChain } from './chain-methods.ts';
import { ChainSubscriptions } from './chain-subscriptions.ts';
import { withFalseKeys } from './false-keys.ts';
import { answerRpc, isRecord } from './json-rpc.ts';
import { LoopbackServer, readBody, sendBytes, sendJson } from './loopback-server.ts';
import type { RegistryState } from './registry-state.ts';
import type { SeededRandom } from './seeded-random.ts';
import { untilAborted } from './until-aborted.ts';

const MAX_BODY_BYTES = 1_048_576;

/**
 * How the chain endpoint behaves. `down` cuts connections, `stalled` never answers, `erring` answers JSON-RPC errors,
 * `html` is a proxy's error page, `empty` lists nobody, `no-contract` has no code at the address, `wrong-chain` reports
 * another chain id, `garbage` answers calls with bytes that are no records, `false-keys` lists everybody with HPKE keys that are not theirs.
 */
export type ChainMode =
  | 'honest'
  | 'down'
  | 'stalled'
  | 'erring'
  | 'html'
  | 'empty'
  | 'no-contract'
  | 'wrong-chain'
  | 'garbage'
  | 'false-keys';

/** Options of {@link SandboxChain}. */
export interface SandboxChainOptions {
  readonly state: RegistryState;
  readonly address: Hex;
  readonly chainId: number;
  readonly random: SeededRandom;
}

/** The JSON-RPC endpoint in front of the {@link RegistryState}. */
export class SandboxChain {
  readonly #options: SandboxChainOptions;
  readonly #server: LoopbackServer;
  readonly #subscriptions: ChainSubscriptions;
  #mode: ChainMode = 'honest';

  constructor(options: SandboxChainOptions) {
    this.#options = options;
    this.#server = new LoopbackServer((request, response, signal) => this.#answer(request, response, signal));
    this.#subscriptions = new ChainSubscriptions(options, (method, params) => this.#call(method, params));
    this.#server.onUpgrade((request, socket, head) => {
      if (this.#mode === 'down') socket.destroy();
      else this.#subscriptions.upgrade(request, socket, head);
    });
  }

  /** How it behaves from the next request on; going down also cuts the subscribers. */
  behave(mode: ChainMode): void {
    this.#mode = mode;
    if (mode === 'down') this.#subscriptions.stop();
  }

  /** JSON-RPC over WebSocket. Only after {@link start}. */
  get webSocketUrl(): string {
    return this.#server.origin.replace('http:', 'ws:');
  }

  /** JSON-RPC over HTTP. Only after {@link start}. */
  get url(): string {
    return this.#server.origin;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#server.start(signal);
  }

  stop(): Promise<void> {
    this.#subscriptions.stop();
    return this.#server.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    if (this.#mode === 'down') {
      request.socket.destroy();
      return;
    }
    if (request.method !== 'POST') {
      sendJson(response, 405, { error: 'JSON-RPC needs POST' });
      return;
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    if (this.#mode === 'stalled') await untilAborted(signal);
    if (this.#mode === 'html') {
      sendBytes(response, 502, 'text/html', Buffer.from('<html><body>502 Bad Gateway</body></html>'));
      return;
    }
    const reply = answerRpc(Buffer.from(body).toString('utf8'), (method, params) => this.#call(method, params));
    if (reply === undefined) response.writeHead(204).end();
    else sendJson(response, 200, reply);
  }

  #call(method: string, params: readonly unknown[]): unknown {
    const mode = this.#mode;
    if (mode === 'erring') throw new Error('the sandbox was told to fail');
    if (mode === 'wrong-chain' && method === 'eth_chainId') return '0x1';
    if (mode === 'no-contract' && (method === 'eth_call' || method === 'eth_getCode')) return '0x';
    if (method === 'eth_call' && isListCall(params)) {
      if (mode === 'empty') return encodeAbiParameters([{ type: 'bytes32[]' }], [[]]);
      if (mode === 'garbage') return `0x${Buffer.from(this.#options.random.bytes(96)).toString('hex')}`;
    }
    const answer = callChain(this.#options, method, params);
    const isFalse = mode === 'false-keys' && method === 'eth_call' && isActiveCall(params);
    return isFalse ? withFalseKeys(answer as Hex) : answer;
  }
}

/** The calls that list TEEs: getActiveTEEs and getEnabledTEEs. An empty list looks the same for both. */
function isListCall(params: readonly unknown[]): boolean {
  return isActiveCall(params) || callData(params).startsWith('0x63b86b89');
}

/** getActiveTEEs. */
function isActiveCall(params: readonly unknown[]): boolean {
  return callData(params).startsWith('0x4b6014da');
}

function callData([transaction]: readonly unknown[]): string {
  return isRecord(transaction) ? String(transaction['input'] ?? transaction['data']) : '';
}
