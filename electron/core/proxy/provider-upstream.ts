import { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { ProviderHead } from './provider-access.ts';
import { ProviderAccessError } from './provider-error.ts';
import { createDispatcher } from './relay-dispatcher.ts';

/** One request as it goes to the provider. */
export interface UpstreamRequest {
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** What came back; the body is read or destroyed by whoever has this. */
export interface UpstreamAnswer extends ProviderHead {
  readonly body: Readable;
}

const CONNECT_TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 512;

/** The connections to the provider. A redirect is not followed: the credential would go along. */
export class ProviderUpstream {
  readonly #timeoutMs: number;
  /** By origin: the provider of the settings, and the sandbox's. */
  readonly #dispatchers = new Map<string, Dispatcher>();

  /** `timeoutMs`: until the head of an answer, and between two pieces of its body. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends it. Throws {@link ProviderAccessError} `provider_unreachable`, `provider_timeout` or `provider_redirect`, what
   * reading the client's body throws, or the signal's reason.
   */
  async send({ url, method, headers, body }: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    signal.throwIfAborted();
    try {
      const answer = await request(url, {
        method,
        headers,
        body: body === null || body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false }),
        signal,
        dispatcher: this.#dispatcherFor(url),
      });
      // Whoever drops it need not hear of its end.
      answer.body.on('error', () => undefined);
      const { statusCode: status, headers: answered } = answer;
      if (status < 300 || status > 399 || status === 304) return { status, headers: answered, body: answer.body };
      answer.body.destroy();
    } catch (thrown) {
      signal.throwIfAborted();
      throw thrown instanceof ProviderAccessError ? thrown : failure(url, thrown);
    }
    throw new ProviderAccessError(502, 'provider_redirect', `${url.host} answered with a redirect.`, {
      remedy: 'It is not followed, because the credential would go along. Correct subscriptions.providerUrl.',
    });
  }

  /** Ends what is open. May be called twice. */
  async close(): Promise<void> {
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map(dispatcher => dispatcher.destroy()));
  }

  #dispatcherFor(url: URL): Dispatcher {
    const known = this.#dispatchers.get(url.origin);
    if (known !== undefined) return known;
    const dispatcher = createDispatcher(url, {
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      timeoutMs: this.#timeoutMs,
      maxConnections: MAX_CONNECTIONS,
    });
    this.#dispatchers.set(url.origin, dispatcher);
    return dispatcher;
  }
}

/** The cause is not kept: the library's errors may quote the request. */
function failure({ host }: URL, thrown: unknown): ProviderAccessError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  const remedy = 'Try again; if it stays like this, check the network connection.';
  if (code.endsWith('_TIMEOUT')) {
    return new ProviderAccessError(504, 'provider_timeout', `${host} did not answer in time.`, { remedy });
  }
  return new ProviderAccessError(502, 'provider_unreachable', `${host} cannot be reached (${code}).`, { remedy });
}
