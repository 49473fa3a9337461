import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { abortReason, type Clock, deadline } from '../platform/index.ts';
import type { AuthServer } from './bundle.ts';
import { type Failing, ServerFault } from './failing.ts';

const LATE: Failing = { reason: 'it did not answer in time', told: { code: 'server_late' } };
const TOO_MUCH: Failing = { reason: 'its answer is too long', told: { code: 'server_too_much' } };

/** What came of asking for a new token. `refused`: only a login helps. `failed`: it may work later. */
export type RefreshOutcome =
  | {
      readonly kind: 'renewed';
      readonly accessToken: string;
      /** Null: the old one stays. */
      readonly refreshToken: string | null;
      readonly expiresInS: number | null;
      readonly expiresAtS: number | null;
    }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'failed'; readonly failing: Failing; readonly retryAfterMs: number | null };

/** Options of {@link AuthClient}. */
export interface AuthClientOptions {
  readonly clock: Clock;
  /** Of one call, answer included. Default 15 000, as the peer product. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** Whoever signs out does not wait long for the server; the session is gone from here anyway. */
const REVOKE_TIMEOUT_MS = 5_000;
const MAX_BODY_BYTES = 262_144;
const MAX_RETRY_AFTER_S = 3_600;
/** The statuses after which the peer product asks for a login. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403]);

/**
 * The two calls of Supabase's auth API that an account needs. Tokens travel in bodies and headers, never in an address;
 * nothing of an answer is quoted. Redirects are not followed: they would carry the token elsewhere.
 */
export class AuthClient {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  #dispatchers: { readonly local: Dispatcher; readonly remote: Dispatcher } | undefined;

  constructor({ clock, timeoutMs = TIMEOUT_MS }: AuthClientOptions) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** Trades the refresh token for new tokens. Throws only the signal's reason. */
  async refresh(server: AuthServer, refreshToken: string, signal: AbortSignal): Promise<RefreshOutcome> {
    const limit = deadline(this.#clock, this.#timeoutMs, signal, () => new ServerFault(LATE));
    try {
      const response = await this.#post(server, '/auth/v1/token?grant_type=refresh_token', limit.signal, {
        body: JSON.stringify({ refresh_token: refreshToken }),
      });
      const text = await readBody(response);
      return readAnswer(response, text);
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      return failed(failingOf(error));
    } finally {
      limit.done();
    }
  }

  /** Ends this session at the server. False when it did not take it. Throws only the signal's reason. */
  async revoke(server: AuthServer, accessToken: string, signal: AbortSignal): Promise<boolean> {
    const limit = deadline(
      this.#clock,
      Math.min(this.#timeoutMs, REVOKE_TIMEOUT_MS),
      signal,
      () => new ServerFault(LATE),
    );
    try {
      const response = await this.#post(server, '/auth/v1/logout?scope=local', limit.signal, {
        authorization: `Bearer ${accessToken}`,
      });
      await readBody(response);
      return response.statusCode >= 200 && response.statusCode < 300;
    } catch {
      if (signal.aborted) throw abortReason(signal);
      return false;
    } finally {
      limit.done();
    }
  }

  /** Ends its connections. A later call opens new ones. */
  async close(): Promise<void> {
    const dispatchers = this.#dispatchers;
    this.#dispatchers = undefined;
    await Promise.all([dispatchers?.local.close(), dispatchers?.remote.close()]);
  }

  async #post(
    server: AuthServer,
    path: string,
    signal: AbortSignal,
    { body, authorization }: { readonly body?: string; readonly authorization?: string },
  ): Promise<Dispatcher.ResponseData> {
    const base = new URL(server.url);
    this.#dispatchers ??= { local: new Agent(), remote: new EnvHttpProxyAgent() };
    // A proxy cannot reach this machine.
    const isLocal = ['localhost', '[::1]'].includes(base.hostname) || base.hostname.startsWith('127.');
    return this.#dispatchers[isLocal ? 'local' : 'remote'].request({
      origin: base.origin,
      path: base.pathname.replace(/\/+$/, '') + path,
      method: 'POST',
      headers: {
        apikey: server.apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: body ?? null,
      signal,
    });
  }
}

async function readBody(response: Dispatcher.ResponseData): Promise<string> {
  const parts: Uint8Array[] = [];
  let received = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    received += part.length;
    if (received > MAX_BODY_BYTES) throw new ServerFault(TOO_MUCH);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readAnswer({ statusCode, headers }: Dispatcher.ResponseData, text: string): RefreshOutcome {
  if (REFUSALS.has(statusCode)) return { kind: 'refused', status: statusCode };
  if (statusCode !== 200) {
    const told = { code: 'server_status', count: statusCode } as const;
    return failed({ reason: `it answered ${statusCode}`, told }, retryAfterMs(headers['retry-after']));
  }
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return failed({ reason: 'its answer is not JSON', told: { code: 'server_not_json' } });
  }
  const accessToken = asToken(body?.['access_token']);
  // A success without a token would wipe the one that may still be good.
  if (accessToken === null) return failed({ reason: 'its answer has no token', told: { code: 'server_no_token' } });
  return {
    kind: 'renewed',
    accessToken,
    refreshToken: asToken(body['refresh_token']),
    expiresInS: asSeconds(body['expires_in']),
    expiresAtS: asSeconds(body['expires_at']),
  };
}

function failed(failing: Failing, retryAfter: number | null = null): RefreshOutcome {
  return { kind: 'failed', failing, retryAfterMs: retryAfter };
}

/** A code at most: the messages of HTTP clients may quote addresses. */
function failingOf(error: unknown): Failing {
  if (error instanceof ServerFault) return error.failing;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string'
    ? { reason: `no connection (${code})`, told: { code: 'server_away', why: code } }
    : { reason: 'no connection', told: { code: 'server_away' } };
}

function asToken(value: unknown): string | null {
  return typeof value === 'string' && /^[\x21-\x7e]{8,16384}$/.test(value) ? value : null;
}

function asSeconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function retryAfterMs(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header)
    ? Math.min(Number(header), MAX_RETRY_AFTER_S) * 1_000
    : null;
}
