import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, deadline, errorMessage, type Logger } from '../platform/index.ts';
import { KeptBody, KeptBytes } from './kept-body.ts';
import { PeekedBody } from './peeked-body.ts';
import type { ProviderAccess, ProviderLease } from './provider-access.ts';
import { type ProviderAddress, providerAddress, providerUrl } from './provider-address.ts';
import { ProviderAccessError } from './provider-error.ts';
import { forwardedHeaders } from './provider-headers.ts';
import { sendAnswer } from './provider-reply.ts';
import { ProviderUpstream, type UpstreamAnswer } from './provider-upstream.ts';

/** Options of {@link ProviderPassThrough}. */
export interface ProviderPassThroughOptions {
  readonly access: ProviderAccess;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A longer request body is refused. Default 256 MiB, the provider's largest (a batch of messages). */
  readonly maxBodyBytes?: number;
  /** A longer request body is not kept, so that the request cannot be repeated. Default 8 MiB. */
  readonly maxKeptBytes?: number;
  /** Of all requests together. Default 128 MiB. */
  readonly maxKeptTotalBytes?: number;
  /** Requests at a time. Default 512. */
  readonly maxRequests?: number;
  /** Until the head of an answer, and between two pieces of its body. Default 10 minutes, as the provider's own clients wait. */
  readonly timeoutMs?: number;
  /** For the whole exchange. Default 1 hour. */
  readonly exchangeTimeoutMs?: number;
}

const MIB = 1_048_576;
const TIMEOUT_MS = 600_000;
const EXCHANGE_TIMEOUT_MS = 3_600_000;
/** Of a failed answer, what is looked at before anything of it is passed on. */
const PEEK = { maxBytes: 65_536, waitMs: 5_000 } as const;

/** An answer, and what it was asked with. */
interface Exchange {
  readonly lease: ProviderLease;
  readonly answer: UpstreamAnswer;
  readonly body: PeekedBody;
  readonly attempts: number;
  /** The agent is on something else now, although this request could not be repeated. */
  readonly isWorthRetry: boolean;
}

/**
 * Passes an agent's model calls on to the provider with the credential that the agent is assigned. A refusal that makes
 * the agent move is answered by the next credential instead: once, and only while the client has seen nothing.
 */
export class ProviderPassThrough {
  readonly access: ProviderAccess;
  readonly #options: ProviderPassThroughOptions;
  readonly #upstream: ProviderUpstream;
  readonly #kept: KeptBytes;
  #underWay = 0;

  constructor(options: ProviderPassThroughOptions) {
    this.access = options.access;
    this.#options = options;
    this.#upstream = new ProviderUpstream(options.timeoutMs ?? TIMEOUT_MS);
    this.#kept = new KeptBytes(options.maxKeptTotalBytes ?? 128 * MIB);
  }

  /** Handles one request of an agent that was admitted. Throws what went wrong before anything was sent. */
  async handle(request: FastifyRequest, reply: FastifyReply, signal: AbortSignal): Promise<void> {
    const { clock, maxRequests = 512, exchangeTimeoutMs = EXCHANGE_TIMEOUT_MS } = this.#options;
    const address = providerAddress(request.raw.url ?? '');
    if (address === undefined) throw notFound();
    if (this.#underWay >= maxRequests) throw tooMany();
    this.#underWay += 1;
    const limit = deadline(clock, exchangeTimeoutMs, signal, tookTooLong);
    try {
      await this.#pass(request, reply, address, limit.signal);
    } finally {
      limit.done();
      this.#underWay -= 1;
    }
  }

  /** Ends the connections to the provider. May be called twice. */
  close(): Promise<void> {
    return this.#upstream.close();
  }

  async #pass(
    request: FastifyRequest,
    reply: FastifyReply,
    address: ProviderAddress,
    signal: AbortSignal,
  ): Promise<void> {
    const { access, logger, maxBodyBytes = 256 * MIB, maxKeptBytes = 8 * MIB } = this.#options;
    const body = await KeptBody.read(request.raw, { maxBodyBytes, maxKeptBytes, shared: this.#kept });
    try {
      // Asked as late as can be: what the agent is put on while its body arrives counts already.
      const lease = await access.lease(address.agent, signal);
      const first = await this.#exchange(request, address, body, lease, signal);
      const final = await this.#answerOf(first, request, address, body, signal);
      body.release();
      await sendAnswer(reply, final, signal);
    } catch (error) {
      if (reply.raw.headersSent) logger.debug('passing on an answer ended early', { reason: errorMessage(error) });
      else throw error;
    } finally {
      body.close();
    }
  }

  /** The exchange whose answer the client gets: this one, or the repeated one. */
  async #answerOf(
    first: Exchange,
    request: FastifyRequest,
    address: ProviderAddress,
    body: KeptBody,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const next = await this.#next(first, signal);
    if (next === undefined) return first;
    if (!body.isWhole) return { ...first, isWorthRetry: true };
    first.answer.body.destroy();
    const repeated = await this.#exchange(request, address, body, next, signal);
    await this.#next(repeated, signal);
    return { ...repeated, attempts: first.attempts + 1 };
  }

  /** What the exchange came to for its credential, and the credential that may be tried instead. */
  async #next({ answer, lease, body }: Exchange, signal: AbortSignal): Promise<ProviderLease | undefined> {
    const { status, headers } = answer;
    if (status < 400) {
      lease.answered({ status, headers });
      return undefined;
    }
    const text = await body.peek(PEEK, this.#options.clock);
    return lease.refused({ status, headers, body: text }, signal);
  }

  async #exchange(
    request: FastifyRequest,
    address: ProviderAddress,
    body: KeptBody,
    lease: ProviderLease,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const url = providerUrl(lease.baseUrl, address);
    if (url === undefined) throw notFound();
    const length = request.headers['content-length'];
    const answer = await this.#upstream.send(
      {
        url,
        method: request.method,
        headers: {
          ...forwardedHeaders(request.headers, lease),
          ...(body.isWhole || length === undefined ? {} : { 'content-length': length }),
        },
        body: body.content(),
      },
      signal,
    );
    return { lease, answer, body: new PeekedBody(answer.body), attempts: 1, isWorthRetry: false };
  }
}

function notFound(): ProviderAccessError {
  return new ProviderAccessError(404, 'not_found', 'There is nothing at this address.', {
    remedy: 'Only plain paths below /v1/ are passed on.',
  });
}

function tooMany(): ProviderAccessError {
  return new ProviderAccessError(529, 'too_many_requests', 'Too many requests are under way.', {
    retryAfterSeconds: 1,
  });
}

function tookTooLong(): ProviderAccessError {
  return new ProviderAccessError(504, 'provider_timeout', 'The provider did not finish its answer in time.');
}
