import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { AgentCode, Told } from '../../contract/index.ts';
import { type Clock, deadline, errorMessage, GatehouseError } from '../platform/index.ts';
import { isPrivate } from './agent-address.ts';

/** One HTTP call of {@link HttpCaller}. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address, without a slash at its start; already encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/**
 * How a call ended. `body` is undefined when it was longer than allowed. `sent` says whether the other side may have
 * acted on a call that failed.
 */
export type HttpOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string | undefined }
  | { readonly kind: 'failed'; readonly reason: string; readonly told: Told; readonly sent: boolean };

/** Far above any answer of the contract; lists of a large fleet fit. */
const MAX_BODY_BYTES = 1_048_576;
const MAX_HEADER_BYTES = 32_768;
const CONNECT_TIMEOUT_MS = 5_000;

type Failure = readonly [reason: string, code: AgentCode];

/** Failures before a single byte of the request was sent. */
const BEFORE_SENDING: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: ['the connection was refused', 'agent_refuses'],
  ENOTFOUND: ['the host name is unknown', 'agent_unknown_host'],
  EAI_AGAIN: ['the host name could not be looked up', 'agent_not_looked_up'],
  EHOSTUNREACH: ['the host cannot be reached', 'agent_away'],
  ENETUNREACH: ['the network cannot be reached', 'agent_network_away'],
  UND_ERR_CONNECT_TIMEOUT: ['the connection was not answered', 'agent_silent'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'agent_certificate_expired'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is self-signed', 'agent_certificate_self_signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['its certificate is self-signed', 'agent_certificate_self_signed'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['its certificate cannot be verified', 'agent_certificate_unverified'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another name', 'agent_certificate_name'],
};
const AFTER_SENDING: Readonly<Record<string, Failure>> = {
  ECONNRESET: ['the connection was cut', 'agent_cut'],
  EPIPE: ['the connection was cut', 'agent_cut'],
  UND_ERR_SOCKET: ['the connection was cut', 'agent_cut'],
  UND_ERR_HEADERS_OVERFLOW: ['the answer has too many headers', 'agent_headers'],
};

/**
 * Bounded HTTP calls to one base address: time, bytes, and no redirect is ever followed, because the credentials in the
 * headers are for this address alone. Does nothing before the first call; `close` ends calls under way.
 */
export class HttpCaller {
  readonly #base: URL;
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;

  /** `base` ends with a slash. */
  constructor(base: URL, clock: Clock) {
    this.#base = base;
    this.#clock = clock;
    // A kept connection that died with a restart of the agent would look like an agent that cannot be reached.
    const options = { pipelining: 0, connect: { timeout: CONNECT_TIMEOUT_MS }, maxHeaderSize: MAX_HEADER_BYTES };
    // A proxy can reach neither this machine nor a private network, and would learn of it.
    this.#dispatcher = isPrivate(base.hostname) ? new Agent(options) : new EnvHttpProxyAgent(options);
  }

  /** Throws only the reason of an aborted `signal`. Reasons hold neither headers nor bodies. */
  async call({ method, path, headers = {}, body, timeoutMs }: HttpCall, signal: AbortSignal): Promise<HttpOutcome> {
    const limit = deadline(this.#clock, timeoutMs, signal, () => new GatehouseError('agent_timeout', 'Too late.'));
    try {
      signal.throwIfAborted();
      const answer = await request(new URL(path, this.#base), {
        method,
        headers,
        body: body ?? null,
        signal: limit.signal,
        dispatcher: this.#dispatcher,
      });
      return { kind: 'answer', status: answer.statusCode, body: await readBounded(answer.body) };
    } catch (error) {
      signal.throwIfAborted();
      if (limit.signal.aborted) {
        const told = { code: 'agent_late', ms: timeoutMs } as const;
        return { kind: 'failed', reason: `no answer within ${timeoutMs / 1000} s`, told, sent: true };
      }
      return explain(error);
    } finally {
      limit.done();
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }
}

async function readBounded(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Only texts of our own for known codes: undici's messages may quote what was sent. */
function explain(error: unknown): HttpOutcome {
  const code = codeOf(error);
  const before = BEFORE_SENDING[code];
  if (before !== undefined) return { kind: 'failed', reason: before[0], told: { code: before[1] }, sent: false };
  const after = AFTER_SENDING[code];
  if (after !== undefined) return { kind: 'failed', reason: after[0], told: { code: after[1] }, sent: true };
  const told = { code: 'agent_call_failed', why: code } as const;
  return { kind: 'failed', reason: `the call failed (${code})`, told, sent: true };
}

function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; cause = cause.cause, depth += 1) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return code;
    // Several addresses of one name were tried; they mostly failed alike.
    if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  }
  return error instanceof Error ? error.name : errorMessage(typeof error);
}
