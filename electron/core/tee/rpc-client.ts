import { parseUrl } from '../platform/index.ts';
import { createRpcFetch, type RpcFetch } from './rpc-endpoint.ts';
import { type RpcResult, readRpcReply } from './rpc-reply.ts';

/** Options of {@link RpcClient}. */
export interface RpcClientOptions {
  /** Default: a pool of its own that honours the proxy variables of the environment. */
  readonly fetch?: RpcFetch | undefined;
}

/** Calls JSON-RPC methods over HTTP. Holds no state but its connections. */
export class RpcClient {
  readonly #fetch: RpcFetch | undefined;
  #pool: ReturnType<typeof createRpcFetch> | undefined;
  #lastId = 0;

  constructor({ fetch }: RpcClientOptions = {}) {
    this.#fetch = fetch;
  }

  /** One call. Throws `RpcErrorReply`, `RpcHttpFailure`, `RpcTooLarge`, what the connection threw, or the signal's reason. */
  async call(rpcUrl: string, method: string, params: readonly unknown[], signal: AbortSignal): Promise<RpcResult> {
    const { url, authorization } = withoutCredentials(rpcUrl);
    this.#pool ??= this.#fetch === undefined ? createRpcFetch() : undefined;
    const fetch = this.#fetch ?? this.#pool?.fetch ?? globalThis.fetch;
    this.#lastId += 1;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify({ jsonrpc: '2.0', id: this.#lastId, method, params }),
      signal,
    });
    return readRpcReply(response, signal);
  }

  /** {@link call} for an answer that is small. */
  async callJson(rpcUrl: string, method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    const result = await this.call(rpcUrl, method, params, signal);
    return 'json' in result ? result.json : undefined;
  }

  /** Ends the connections, those in use too; the next call opens new ones. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }
}

/** `fetch` refuses a URL with credentials; they travel as a header. A WebSocket address is asked over HTTP. */
function withoutCredentials(rpcUrl: string): { readonly url: string; readonly authorization: string | undefined } {
  const url = parseUrl(rpcUrl);
  if (url === undefined) return { url: rpcUrl, authorization: undefined };
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const plain = url.href.replace(/^ws/i, 'http');
  if (username === '' && password === '') return { url: plain, authorization: undefined };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: plain, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
