import type { Dispatcher } from 'undici';
import { type Clock, deadline, GatehouseError, Redactor, type SecretScrubber } from '../platform/index.ts';
import { createDispatcher } from './relay-dispatcher.ts';
import { RelayError } from './relay-error.ts';
import { isProviderFault, meansStaleKey, type RelayErrorBody, relayErrorText } from './relay-error-text.ts';
import { networkFailure } from './relay-failure.ts';
import { wellFormedRetryAfter } from './retry-after.ts';

/** Where the bearer token comes from, asked anew for every request. Undefined: nobody is signed in. */
export interface AuthProvider {
  bearer(signal: AbortSignal): Promise<string | undefined>;
  /** Another token after the relay answered 401 to `rejected`; undefined: there is none. Without it a 401 is final. */
  refresh?(rejected: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Options of {@link RelayClient}. */
export interface RelayClientOptions {
  /** The relay's base address, e.g. `https://chat.example`; a path prefix is kept. */
  readonly url: string;
  readonly auth: AuthProvider;
  readonly clock: Clock;
  /** Knows the secrets besides the token of the request, which is always kept out of error texts. Default: none. */
  readonly scrubber?: SecretScrubber;
  /** Until the response headers, and between two reads of the body. Default 120 000, as the peer product. */
  readonly timeoutMs?: number;
  /** Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** From the call to the last byte, however lively the stream. Default 600 000. */
  readonly totalTimeoutMs?: number;
  /** Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** Connections kept to the relay at most; further requests wait for a free one. Default 128. */
  readonly maxConnections?: number;
}

/** One sealed request for {@link RelayClient.post}. */
export interface RelayRequest {
  /** 0x and 64 lower-case hex digits. */
  readonly teeId: string;
  /** The encapsulated request. */
  readonly wire: Uint8Array;
  /** Whether a chunked response is asked for. */
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

/**
 * The relay's answer. Which kind it is depends on its Content-Type alone: a gateway may answer a stream request with a
 * single sealed envelope, which then holds the real error. `foreign` is a success with a type that is neither.
 * A `chunked` reply must be iterated (leaving the loop early closes the connection) or cancelled; reading it throws
 * {@link RelayError}.
 */
export type RelayReply =
  | { readonly kind: 'single'; readonly body: Uint8Array }
  | { readonly kind: 'chunked'; readonly chunks: AsyncIterable<Uint8Array>; cancel(): void }
  | { readonly kind: 'foreign'; readonly contentType: string };

/** Path, types and header names as the OpenGradient SDK's relay client sends them. */
const OHTTP_PATH = '/api/v1/chat/ohttp';
const REQUEST_TYPE = 'message/ohttp-req';
const SINGLE_TYPE = 'message/ohttp-res';
const CHUNKED_TYPE = 'message/ohttp-chunked-res';

/** Error bodies are read up to here; nothing is shown of a longer one. */
const MAX_ERROR_BODY_BYTES = 65_536;

/**
 * Posts sealed requests to the relay over a pool of kept connections. Knows HTTP only: it neither seals nor opens, does
 * not retry, follows no redirect. One per relay address; `close()` ends its connections.
 */
export class RelayClient {
  readonly #auth: AuthProvider;
  readonly #clock: Clock;
  readonly #scrubber: SecretScrubber;
  readonly #dispatcher: Dispatcher;
  readonly #origin: string;
  readonly #path: string;
  readonly #totalTimeoutMs: number;
  readonly #maxResponseBytes: number;

  constructor({ url, auth, clock, scrubber, ...limits }: RelayClientOptions) {
    const base = new URL(url);
    this.#auth = auth;
    this.#clock = clock;
    this.#scrubber = scrubber ?? new Redactor();
    this.#origin = base.origin;
    this.#path = base.pathname.replace(/\/+$/, '') + OHTTP_PATH;
    this.#totalTimeoutMs = limits.totalTimeoutMs ?? 600_000;
    this.#maxResponseBytes = limits.maxResponseBytes ?? 33_554_432;
    this.#dispatcher = createDispatcher(base, {
      timeoutMs: limits.timeoutMs ?? 120_000,
      connectTimeoutMs: limits.connectTimeoutMs ?? 10_000,
      maxConnections: limits.maxConnections ?? 128,
    });
  }

  /**
   * Sends one sealed request. Resolves with the response headers for a chunked reply, with the whole body otherwise.
   * Throws {@link RelayError}, `login_required` when there is no token, or the signal's reason.
   */
  async post({ teeId, wire, stream, signal }: RelayRequest): Promise<RelayReply> {
    const first = await this.#auth.bearer(signal);
    if (first === undefined || first === '') throw loginRequired();
    const limit = deadline(this.#clock, this.#totalTimeoutMs, signal, totalTimeout);
    let handedOver = false;
    try {
      let token = first;
      let response = await this.#request(token, teeId, wire, stream, limit.signal);
      const next = response.statusCode === 401 ? await this.#nextToken(token, limit.signal) : undefined;
      if (next !== undefined) {
        response.body.destroy();
        token = next;
        response = await this.#request(token, teeId, wire, stream, limit.signal);
      }
      const contentType = headerText(response.headers['content-type']).toLowerCase();
      if (response.statusCode < 200 || response.statusCode >= 300) {
        throw await this.#refusal(response, contentType, token, limit.signal);
      }
      const type = contentType.split(';', 1)[0]?.trim();
      if (type === CHUNKED_TYPE) {
        handedOver = true;
        const cancel = (): void => {
          limit.done();
          response.body.destroy();
        };
        return { kind: 'chunked', chunks: this.#chunks(response, limit), cancel };
      }
      if (type === SINGLE_TYPE) return { kind: 'single', body: await this.#whole(response, limit.signal) };
      response.body.destroy();
      return { kind: 'foreign', contentType: contentType.slice(0, 100) };
    } finally {
      if (!handedOver) limit.done();
    }
  }

  /** Ends idle connections at once and those in use as they become free. */
  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  /** A request that was refused for its token has not run, so that it may be sent again with another one. */
  async #nextToken(rejected: string, signal: AbortSignal): Promise<string | undefined> {
    const next = await this.#auth.refresh?.(rejected, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      // The refusal says more to the caller than why nothing better could be had.
      return undefined;
    });
    return next === rejected || next === '' ? undefined : next;
  }

  async #request(
    token: string,
    teeId: string,
    wire: Uint8Array,
    stream: boolean,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    try {
      const response = await this.#dispatcher.request({
        origin: this.#origin,
        path: this.#path,
        method: 'POST',
        headers: {
          'content-type': REQUEST_TYPE,
          accept: stream ? CHUNKED_TYPE : SINGLE_TYPE,
          'x-tee-id': teeId,
          authorization: `Bearer ${token}`,
          ...(stream ? { 'x-ohttp-stream': 'true' } : {}),
        },
        body: wire,
        signal,
      });
      // Whoever reads the body gets its error from the iterator. Without a listener, one that comes while nobody reads
      // (an abort between two steps, a body that is thrown away) would be an uncaught exception.
      response.body.on('error', () => undefined);
      return response;
    } catch (error) {
      throw networkFailure(error, signal, 'request');
    }
  }

  async #refusal(
    response: Dispatcher.ResponseData,
    contentType: string,
    token: string,
    signal: AbortSignal,
  ): Promise<Error> {
    const status = response.statusCode;
    if (status < 400) {
      response.body.destroy();
      return new RelayError('redirect', `The relay answered ${status}, a redirect, which is not followed.`, { status });
    }
    const body = await readErrorBody(response, signal);
    // Of its own, since a token that nobody stored (a sandbox's, a test's) is unknown to the scrubber.
    const own = new Redactor();
    own.add(token);
    const text = relayErrorText(status, contentType, body, raw => this.#scrubber.redact(own.redact(raw)));
    return new RelayError('status', text, {
      status,
      staleKey: meansStaleKey(status, text),
      fromProvider: isProviderFault(body.bytes),
      retryAfter: wellFormedRetryAfter(headerText(response.headers['retry-after'])),
    });
  }

  async #whole(response: Dispatcher.ResponseData, signal: AbortSignal): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.#read(response, signal)) parts.push(part);
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  async *#chunks(
    response: Dispatcher.ResponseData,
    limit: { readonly signal: AbortSignal; done(): void },
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#read(response, limit.signal);
    } finally {
      limit.done();
    }
  }

  async *#read(response: Dispatcher.ResponseData, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let received = 0;
    try {
      for await (const part of response.body as AsyncIterable<Uint8Array>) {
        received += part.length;
        if (received > this.#maxResponseBytes) throw this.#tooLarge();
        yield part;
      }
    } catch (error) {
      throw error instanceof RelayError ? error : networkFailure(error, signal, 'response');
    }
  }

  #tooLarge(): RelayError {
    return new RelayError('too_large', `The answer is larger than ${this.#maxResponseBytes} bytes.`);
  }
}

/** As much of an error body as is of use; one that breaks off or stalls is still an error with a status. */
async function readErrorBody(response: Dispatcher.ResponseData, signal: AbortSignal): Promise<RelayErrorBody> {
  const parts: Uint8Array[] = [];
  let received = 0;
  let end: RelayErrorBody['end'] = 'whole';
  try {
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      parts.push(part);
      received += part.length;
      if (received <= MAX_ERROR_BODY_BYTES) continue;
      end = 'too-long';
      break;
    }
  } catch (error) {
    if (signal.aborted) throw networkFailure(error, signal, 'response');
    end = 'broken';
  }
  return { bytes: Buffer.concat(parts), end };
}

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function loginRequired(): GatehouseError {
  return new GatehouseError('login_required', 'There is no token for the relay.', {
    remedy: 'Sign in, or set a token: gatehouse secret set relay.token.',
  });
}

function totalTimeout(): RelayError {
  return new RelayError('timeout', 'The relay did not finish its answer in time.');
}
