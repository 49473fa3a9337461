import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { parseUrl } from '../platform/index.ts';

/** The part of `fetch` that an RPC call uses. */
export type RpcFetch = (url: string, init: RequestInit) => Promise<Response>;

/** True for this machine's own names and addresses, which no proxy can reach and none needs to know of. */
function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `host:port` of an RPC URL: what may be shown. Credentials and API keys live in the rest. */
export function rpcHost(rpcUrl: string): string {
  const url = parseUrl(rpcUrl);
  return url === undefined || url.host === '' ? '(invalid URL)' : url.host;
}

/** `text` without anything of the RPC URL that could be a key: credentials, long path segments, query values. */
export function withoutRpcSecrets(text: string, rpcUrl: string): string {
  const url = parseUrl(rpcUrl);
  if (url === undefined) return text;
  const parts = [url.username, url.password, ...url.pathname.split('/'), ...url.searchParams.values()];
  const secrets = parts.flatMap(part => [part, decoded(part)]).filter(part => part.length >= 6);
  return [rpcUrl, url.href, ...secrets].reduce((clean, secret) => clean.replaceAll(secret, '…'), text);
}

/**
 * A `fetch` over a keep-alive pool of its own that honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY; loopback goes direct.
 * `close` ends the pool's connections, those in use too.
 */
export function createRpcFetch(): { readonly fetch: RpcFetch; close(): Promise<void> } {
  const direct = new Agent();
  const proxied = new EnvHttpProxyAgent();
  const dispatcherFor = (url: string): Dispatcher => (isLoopback(new URL(url).hostname) ? direct : proxied);
  return {
    fetch: async (url, init) => {
      const { method, headers, body, signal } = init;
      const response = await undiciFetch(url, {
        ...(method === undefined ? {} : { method }),
        headers: headers as Record<string, string>,
        body: body as string,
        signal: signal ?? null,
        dispatcher: dispatcherFor(url),
      });
      return response;
    },
    close: async () => {
      await Promise.all([direct.destroy(), proxied.destroy()]);
    },
  };
}
