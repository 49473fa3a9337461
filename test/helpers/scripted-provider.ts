import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What the provider says of one window. */
export interface ScriptedWindow {
  /** Share of 1, as the provider writes it. */
  readonly utilization: string;
  readonly status?: string;
  /** Unix seconds. */
  readonly reset?: number;
}

/** How the provider answers a token. */
export type ProviderMode =
  | 'ok'
  | 'quota'
  | 'throttle'
  | 'bare-429'
  | 'invalid'
  | 'forbidden'
  | 'overloaded'
  | 'no-headers'
  | 'redirect'
  | 'stall'
  | 'stall-in-body'
  | 'huge'
  | 'cut';

export interface ProviderScript {
  readonly mode?: ProviderMode;
  /** By name: `5h`, `7d`, `7d_opus`. */
  readonly windows?: Readonly<Record<string, ScriptedWindow>>;
  readonly claim?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfter?: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A provider on loopback that answers each token as told, with the real names of the limit headers. */
export interface ScriptedProvider {
  readonly url: URL;
  readonly requests: readonly SeenRequest[];
  /** How `token` is answered from now on; unknown tokens are refused with 401. */
  script(token: string, script: ProviderScript): void;
  /** Resolves when `count` requests have arrived. */
  arrived(count: number): Promise<void>;
}

const P = 'anthropic-ratelimit-unified-';

/** The unified headers as the provider writes them. */
export function unifiedHeaders({ windows = {}, claim, mode = 'ok' }: ProviderScript): Record<string, string> {
  const headers: Record<string, string> = { [`${P}status`]: mode === 'quota' ? 'rejected' : 'allowed' };
  if (claim !== undefined) headers[`${P}representative-claim`] = claim;
  for (const [name, window] of Object.entries(windows)) {
    headers[`${P}${name}-utilization`] = window.utilization;
    headers[`${P}${name}-status`] = window.status ?? 'allowed';
    if (window.reset !== undefined) headers[`${P}${name}-reset`] = String(window.reset);
  }
  return headers;
}

/** Starts a provider; it ends with the running test. */
export async function scriptedProvider(): Promise<ScriptedProvider> {
  const { stop, ...provider } = await startProvider();
  onTestFinished(stop);
  return provider;
}

/** Starts a provider, which the caller stops. */
export async function startProvider(): Promise<ScriptedProvider & { readonly stop: () => Promise<void> }> {
  const scripts = new Map<string, ProviderScript>();
  const requests: SeenRequest[] = [];
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>();
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, path: url, headers, body });
      const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
      answer(response, scripts.get(token) ?? { mode: 'invalid' });
      for (const waiter of waiting) if (requests.length >= waiter.count) waiter.resolve();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests,
    script: (token, script) => void scripts.set(token, script),
    arrived: count =>
      new Promise(resolve => {
        if (requests.length >= count) resolve();
        else waiting.add({ count, resolve });
      }),
  };
}

function answer(response: ServerResponse, script: ProviderScript): void {
  const { mode = 'ok', retryAfter, headers: more = {} } = script;
  const unified = unifiedHeaders(script);
  const retry = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  const head = { 'content-type': 'application/json', ...more, ...retry };
  const error = (status: number, type: string, message: string, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { ...head, ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
  };
  const success = JSON.stringify({ type: 'message', role: 'assistant', content: [{ type: 'text', text: 'H' }] });
  switch (mode) {
    case 'ok':
      response.writeHead(200, { ...head, ...unified }).end(success);
      return;
    case 'no-headers':
      response.writeHead(200, head).end(success);
      return;
    case 'quota':
      error(429, 'rate_limit_error', "This request would exceed your account's rate limit.", unified);
      return;
    case 'throttle':
      error(429, 'rate_limit_error', 'Number of concurrent connections has exceeded your rate limit', unified);
      return;
    case 'bare-429':
      error(429, 'rate_limit_error', 'Too many requests');
      return;
    case 'invalid':
      error(401, 'authentication_error', 'Invalid bearer token');
      return;
    case 'forbidden':
      error(403, 'permission_error', 'OAuth authentication is currently not allowed for this organization.');
      return;
    case 'overloaded':
      error(529, 'overloaded_error', 'Overloaded');
      return;
    case 'redirect':
      response.writeHead(307, { location: '/elsewhere' }).end();
      return;
    case 'huge':
      response.writeHead(200, { ...head, ...unified });
      response.end('x'.repeat(4_000_000));
      return;
    case 'stall-in-body':
      response.writeHead(200, { ...head, ...unified });
      response.write('{');
      return;
    case 'cut':
      response.destroy();
      return;
    case 'stall':
      return;
  }
}
