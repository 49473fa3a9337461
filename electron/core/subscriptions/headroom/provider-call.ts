import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { type Clock, deadline, GatehouseError } from '../../platform/index.ts';
import type { SubscriptionKind } from '../vault/subscription.ts';

/** The provider could not be asked, or its answer was no answer. Never holds the token. */
export class ProviderCallError extends GatehouseError {
  declare readonly code: 'provider_unreachable' | 'provider_timeout' | 'provider_misconfigured';
}

/** What came back; `body` is at most its first 64 KiB. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ProviderCallOptions {
  /** Where the provider is; default `https://api.anthropic.com`. Plain http only for this machine. */
  readonly baseUrl?: URL;
  readonly clock: Clock;
  /** For the whole exchange; default 15 seconds. */
  readonly timeoutMs?: number;
}

const PROVIDER_URL = 'https://api.anthropic.com';
const TIMEOUT_MS = 15_000;
const MAX_BODY_BYTES = 65_536;
const MAX_HEADER_BYTES = 32_768;

/** The smallest request that makes the provider tell what is left: one token of its smallest model. */
const BODY = JSON.stringify({
  model: 'claude-haiku-4-5-20251001',
  max_tokens: 1,
  messages: [{ role: 'user', content: 'hi' }],
});

/** Without it a setup token is refused: as the provider's own command line sends it. */
const OAUTH_BETA = 'oauth-2025-04-20';
const HEADERS = {
  'anthropic-beta': OAUTH_BETA,
  'anthropic-version': '2023-06-01',
  'content-type': 'application/json',
  'user-agent': 'claude-code/2.0.32',
};

/** How a credential goes along with a request. */
export interface ProviderCredential {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values that `anthropic-beta` has to have. */
  readonly betas: readonly string[];
}

/**
 * Asks the provider with one token what it thinks of it. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured except for
 * this machine; redirects are not followed, because the token would go along.
 */
export class ProviderCall {
  /** `https`, or this machine; `/v1/…` is appended. */
  readonly baseUrl: URL;
  readonly #url: URL;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;

  /** Throws {@link ProviderCallError} (`provider_misconfigured`) for a base URL that would show the token on the wire. */
  constructor({ baseUrl = new URL(PROVIDER_URL), clock, timeoutMs = TIMEOUT_MS }: ProviderCallOptions) {
    const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(baseUrl.hostname);
    if (baseUrl.protocol !== 'https:' && !(isLocal && baseUrl.protocol === 'http:')) {
      throw new ProviderCallError(
        'provider_misconfigured',
        `A token must not be sent to ${baseUrl.host} unprotected.`,
        {
          remedy: 'Use an https address for the provider.',
          told: { code: 'headroom_unprotected', name: baseUrl.host },
        },
      );
    }
    this.baseUrl = baseUrl;
    this.#url = new URL(`${baseUrl.pathname.replace(/\/+$/, '')}/v1/messages`, baseUrl);
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    const pool = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    this.#dispatcher = isLocal ? new Agent(pool) : new EnvHttpProxyAgent(pool);
  }

  /**
   * Sends the request. Rejects with {@link ProviderCallError} when nothing usable came in time, or with the signal's
   * reason when aborted.
   */
  async send(token: string, signal: AbortSignal): Promise<ProviderAnswer> {
    signal.throwIfAborted();
    const limit = deadline(this.#clock, this.#timeoutMs, signal, () => this.#timeout());
    try {
      const { statusCode, headers, body } = await request(this.#url, {
        method: 'POST',
        headers: { ...HEADERS, ...this.credential(token, 'setup_token').headers },
        body: BODY,
        signal: limit.signal,
        dispatcher: this.#dispatcher,
      });
      return { status: statusCode, headers, body: await firstBytes(body) };
    } catch (thrown) {
      signal.throwIfAborted();
      throw limit.signal.aborted ? this.#timeout() : this.#unreachable(thrown);
    } finally {
      limit.done();
    }
  }

  /** How the provider takes a token of that kind. */
  credential(token: string, kind: SubscriptionKind): ProviderCredential {
    return kind === 'api_key'
      ? { headers: { 'x-api-key': token }, betas: [] }
      : { headers: { authorization: `Bearer ${token}` }, betas: [OAUTH_BETA] };
  }

  /** Ends what is open. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  #timeout(): ProviderCallError {
    const seconds = this.#timeoutMs / 1000;
    return new ProviderCallError('provider_timeout', `${this.#url.host} did not answer within ${seconds} s.`, {
      remedy: 'Check the network connection; the next attempt follows by itself.',
      retryable: true,
    });
  }

  /** The cause is not kept: the library's errors may quote the request. */
  #unreachable(thrown: unknown): ProviderCallError {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return new ProviderCallError('provider_unreachable', `${this.#url.host} cannot be reached (${code}).`, {
      remedy: 'Check the network connection; the next attempt follows by itself.',
      retryable: true,
      details: { code },
    });
  }
}

async function firstBytes(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BODY_BYTES) break;
  }
  body.destroy();
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}
