import { GatehouseError } from '../platform/index.ts';

/** How a call to the relay failed:
 * - `unreachable`: no connection could be made, so nothing was sent;
 * - `reset`: the connection ended before any response; the request may or may not have arrived;
 * - `timeout`: connected and sent, but the relay took too long (an answer may have been made and billed);
 * - `cut`: the response broke off; `malformed`: it is not HTTP; `too_large`: it is over the limit;
 * - `redirect`: refused, because following it would hand the bearer token to another address;
 * - `status`: the relay, or the gateway behind it, answered an error. */
export type RelayFailure =
  | 'unreachable'
  | 'reset'
  | 'timeout'
  | 'cut'
  | 'malformed'
  | 'too_large'
  | 'redirect'
  | 'status';

const REMEDY: Readonly<Record<RelayFailure, string>> = {
  unreachable: 'Check the network connection and the relay address in the settings.',
  reset: 'Try again; if it goes on, check the network connection and the relay address.',
  timeout: 'Try again, or raise relay.timeoutMs. The request may have run and been billed.',
  cut: 'Try again. The request may have run and been billed.',
  malformed: 'Check the relay address in the settings: what answers there is not a relay.',
  too_large: 'Ask for a shorter answer, or raise relay.maxResponseBytes.',
  redirect: 'Put the final relay address into the settings.',
  status: 'Look at the relay message; the request was not answered.',
};

const RETRYABLE: ReadonlySet<RelayFailure> = new Set(['unreachable', 'reset', 'timeout', 'cut']);

/** Statuses after which the same request may succeed later. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

/** Fields of {@link RelayError} that only an answered error has. */
export interface RelayAnswer {
  readonly status: number;
  readonly staleKey: boolean;
  /** Whether the body says that the model's provider failed: then the enclave had accepted the request. */
  readonly fromProvider: boolean;
  readonly retryAfter: string | undefined;
}

/** A call to the relay failed; `code` is `relay_` and the {@link RelayFailure}. The message never holds the token. */
export class RelayError extends GatehouseError {
  readonly failure: RelayFailure;
  /** The HTTP status, for `status` and `redirect`. */
  readonly status: number | undefined;
  /** True for the gateway's 400 that means "sealed to a key I no longer have", not "your request is wrong". */
  readonly staleKey: boolean;
  /** True when the error is the model provider's: the enclave had accepted the request. */
  readonly fromProvider: boolean;
  /** The relay's Retry-After, when it is well formed. */
  readonly retryAfter: string | undefined;

  constructor(failure: RelayFailure, message: string, answer?: Partial<RelayAnswer>, cause?: unknown) {
    const status = answer?.status;
    super(`relay_${failure}`, message, {
      remedy: remedyFor(failure, status, answer?.staleKey ?? false),
      retryable:
        RETRYABLE.has(failure) || answer?.staleKey === true || (status !== undefined && RETRYABLE_STATUSES.has(status)),
      details: { failure, ...(status === undefined ? {} : { status }) },
      cause,
    });
    this.failure = failure;
    this.status = status;
    this.staleKey = answer?.staleKey ?? false;
    this.fromProvider = answer?.fromProvider ?? false;
    this.retryAfter = answer?.retryAfter;
  }
}

function remedyFor(failure: RelayFailure, status: number | undefined, staleKey: boolean): string {
  if (staleKey)
    return 'The enclave has changed its keys. Read the registry again or rotate the TEE, then repeat the request.';
  if (status === 401 || status === 403) return 'Sign in again, or set a fresh token: gatehouse secret set relay.token.';
  if (status === 402) return 'Add credit to the account behind the token.';
  if (status === 413) return 'Send a smaller request: the gateway accepts 20 MiB at most.';
  if (status === 429) return 'Wait a moment before the next request.';
  return REMEDY[failure];
}
