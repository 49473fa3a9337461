import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Clock, Logger } from '../../electron/core/platform/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import {
  createModels,
  InferenceService,
  type ProviderAccess,
  type ProviderLease,
  type ProviderRefusal,
  ProxyServer,
  type ProxyServerOptions,
} from '../../electron/core/proxy/index.ts';
import { ATTESTED } from './running-proxy.ts';
import { silentLogger } from './silent-logger.ts';

/** Answers one request of the provider; `body` resolves with all of it. */
export type UpstreamHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A provider on loopback whose every answer the test writes itself. */
export async function startUpstream(
  handle: UpstreamHandler,
): Promise<{ readonly url: URL; readonly seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    // A request that is broken off is no failure of the provider.
    void (async () => handle(request, response))().catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), seen };
}

/** The key of every agent of a {@link ScriptedAccess}. */
export const AGENT_KEY = 'sk-gatehouse-planted-agent-key-0001';

/** Gives out the tokens in order: the first one, and the next one after each refusal that `moves`. */
export class ScriptedAccess implements ProviderAccess {
  readonly answered: number[] = [];
  readonly refused: (ProviderRefusal & { readonly token: string })[] = [];
  /** Whether a refusal gives another credential. */
  moves: (refusal: ProviderRefusal) => boolean = ({ status }) => status === 429 || status === 401;
  /** Thrown instead of a lease. */
  fault: Error | undefined;
  readonly #baseUrl: URL;
  readonly #tokens: readonly string[];

  constructor(baseUrl: URL, tokens: readonly string[] = ['token-a', 'token-b']) {
    this.#baseUrl = baseUrl;
    this.#tokens = tokens;
  }

  async admits(agent: string, keys: readonly string[]): Promise<boolean> {
    return agent === 'coder' && keys.includes(AGENT_KEY);
  }

  async lease(): Promise<ProviderLease> {
    if (this.fault !== undefined) throw this.fault;
    return this.#lease(0);
  }

  #lease(index: number): ProviderLease {
    const token = this.#tokens[index] ?? '';
    return {
      baseUrl: this.#baseUrl,
      headers: { authorization: `Bearer ${token}` },
      betas: ['oauth-2025-04-20'],
      answered: ({ status }) => void this.answered.push(status),
      refused: async refusal => {
        this.refused.push({ ...refusal, token });
        const isNext = this.moves(refusal) && index + 1 < this.#tokens.length;
        return isNext ? this.#lease(index + 1) : undefined;
      },
    };
  }
}

/** The local endpoint with nothing behind it but the pass-through; it ends with the running test. */
export async function startEndpoint(
  access: ProviderAccess | undefined,
  options: Partial<ProxyServerOptions> & { readonly clock?: Clock; readonly logger?: Logger } = {},
): Promise<{ readonly url: string; readonly server: ProxyServer }> {
  const { clock = new SystemClock(), logger = silentLogger } = options;
  const none = (): never => {
    throw new Error('This endpoint has no enclaves.');
  };
  const emit = (): void => undefined;
  const service = new InferenceService({
    tees: { acquire: none, suspect: none, reportUnreachable: none },
    relay: { post: none },
    receipts: { append: none },
    clock,
    logger,
    emit,
  });
  const server = new ProxyServer({
    service,
    models: createModels(),
    health: { signedIn: async () => true, tee: () => ATTESTED },
    clock,
    logger,
    emit,
    port: 0,
    verification: 'strict',
    access,
    drainTimeoutMs: 100,
    ...options,
  });
  await server.start(new AbortController().signal);
  onTestFinished(() => server.stop());
  return { url: server.snapshot().endpoint?.replace(/\/v1$/, '') ?? '', server };
}

/** A reply as it came, and how it ended. */
export interface PassedReply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Posts to `/v1/messages` as the agent `coder`; the path goes out as it is written. */
export function passMessage(
  url: string,
  options: {
    readonly path?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly key?: string | null;
  } = {},
): Promise<PassedReply> {
  const { path = '/agents/coder/v1/messages', method = 'POST', headers = {}, body = '{}', key = AGENT_KEY } = options;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const credential: Record<string, string> = key === null ? {} : { 'x-api-key': key };
    const call = httpRequest({
      hostname,
      port,
      path,
      method,
      agent: false,
      headers: { 'content-type': 'application/json', ...credential, ...headers },
    });
    call.once('error', reject);
    call.once('response', response => {
      let text = '';
      response.setEncoding('utf8').on('data', chunk => {
        text += String(chunk);
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.once('error', reject);
    });
    call.end(method === 'GET' || method === 'HEAD' ? undefined : body);
  });
}

/** Something that happens once, to be waited for. */
export class Happening {
  readonly promise: Promise<void>;
  happen!: () => void;

  constructor() {
    this.promise = new Promise(resolve => {
      this.happen = resolve;
    });
  }
}
