import { abortReason, type Clock, type Timer } from '../platform/index.ts';
import { GatewayError, GatewayRefusal } from './errors.ts';
import { requestFrame, type WireError } from './frames.ts';
import { asCount, asText } from './untrusted.ts';

/** How one request is made. */
export interface RequestOptions {
  /** Default 30 s; null: unbounded, for long polls. */
  readonly timeoutMs?: number | null;
  readonly signal?: AbortSignal;
  /** It may be sent again when the connection breaks before the answer. Never for anything that changes something twice. */
  readonly idempotent?: boolean;
}

interface Pending {
  readonly method: string;
  readonly frame: string;
  readonly isIdempotent: boolean;
  readonly resolve: (payload: unknown) => void;
  /** Settles once; releases timer and listener. */
  readonly reject: (error: Error) => void;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** The gateway itself queues 256 for all its operators together (gateway 2026.9.1). */
const MOST_PENDING = 128;

/** The requests that wait for an answer, whatever the connection does. Sends nothing itself. */
export class Requests {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The number of the last request that was made; ids are numbers that grow. */
  get lastId(): number {
    return this.#count;
  }

  /** How many wait. */
  get size(): number {
    return this.#pending.size;
  }

  /**
   * Registers a request and hands its frame to `send`. The promise rejects with `gateway_refused`,
   * `gateway_request_timeout`, `gateway_request_invalid`, `gateway_request_backlog`, what `send` throws, the reason
   * given to {@link fail}, or the signal's reason.
   */
  add(method: string, params: unknown, options: RequestOptions, send: (frame: string) => void): Promise<unknown> {
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, idempotent = false } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) throw abortReason(signal);
      if (this.#pending.size >= MOST_PENDING) throw backlog();
      this.#count += 1;
      const id = String(this.#count);
      let timer: Timer | undefined;
      const release = (): void => {
        this.#pending.delete(id);
        timer?.cancel();
        signal?.removeEventListener('abort', onAbort);
      };
      const pending: Pending = {
        method,
        frame: framed(id, method, params),
        isIdempotent: idempotent,
        resolve: payload => {
          release();
          resolve(payload);
        },
        reject: error => {
          release();
          reject(error);
        },
      };
      const onAbort = (): void => {
        if (signal !== undefined) pending.reject(abortReason(signal));
      };
      // What cannot be sent must not stay behind as waiting.
      send(pending.frame);
      this.#pending.set(id, pending);
      if (timeoutMs !== null)
        timer = this.#clock.schedule(timeoutMs, () => pending.reject(timedOut(method, timeoutMs)));
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** An answer came. Those to nobody are ignored: the request may have been aborted. */
  succeed(id: string, payload: unknown): void {
    this.#pending.get(id)?.resolve(payload);
  }

  /** An error came. Returns the refusal, undefined when nobody waited for it. */
  refuse(id: string, error: WireError): GatewayRefusal | undefined {
    const pending = this.#pending.get(id);
    if (pending === undefined) return undefined;
    const refusal = refusalOf(pending.method, error);
    pending.reject(refusal);
    return refusal;
  }

  /** The connection is gone: rejects all that must not be sent twice. */
  interrupt(error: Error): void {
    for (const pending of [...this.#pending.values()]) if (!pending.isIdempotent) pending.reject(error);
  }

  /** Rejects all. */
  fail(error: Error): void {
    for (const pending of [...this.#pending.values()]) pending.reject(error);
  }

  /** Sends what survived an interruption on the new connection, oldest first; what cannot be sent is rejected. */
  resend(send: (frame: string) => void): void {
    for (const pending of [...this.#pending.values()]) {
      try {
        send(pending.frame);
      } catch (error) {
        pending.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
}

function framed(id: string, method: string, params: unknown): string {
  try {
    return requestFrame(id, method, params);
  } catch (cause) {
    throw new GatewayError('gateway_request_invalid', `The parameters of ${method} are no JSON.`, { cause });
  }
}

function timedOut(method: string, timeoutMs: number): GatewayError {
  return new GatewayError('gateway_request_timeout', `The gateway did not answer ${method} within ${timeoutMs} ms.`, {
    retryable: true,
  });
}

function backlog(): GatewayError {
  return new GatewayError('gateway_request_backlog', 'Too many requests wait for the gateway.', { retryable: true });
}

function refusalOf(method: string, error: WireError): GatewayRefusal {
  return new GatewayRefusal({
    method,
    gatewayCode: error.code,
    reason: asText(error.details['code'], 64) ?? asText(error.details['reason'], 64) ?? null,
    missingScope: asText(error.details['missingScope'], 64) ?? null,
    retryable: error.retryable,
    retryAfterMs: asCount(error.retryAfterMs) ?? null,
  });
}
