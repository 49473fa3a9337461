import { GatehouseError } from '../platform/index.ts';
import { RelayError } from './relay-error.ts';

/** An error as an OpenAI client understands it. */
export interface ClientError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ErrorEnvelope };
}

/** The inside of `{"error": …}`: OpenAI's four keys and ours. */
export interface ErrorEnvelope {
  readonly message: string;
  readonly type: string;
  /** The field of the request that is at fault, e.g. `messages[2].role`. */
  readonly param: string | null;
  readonly code: string;
  /** Whether the same request may succeed later without changes. */
  readonly retryable: boolean;
  /** For a refused answer: which check it failed. */
  readonly check?: string;
}

/** An error that the server itself answers, before or beside inference. */
export class HttpError extends GatehouseError {
  readonly status: number;

  constructor(status: number, code: string, message: string, remedy?: string) {
    super(code, message, remedy === undefined ? {} : { remedy });
    this.status = status;
  }
}

/** Statuses by error code; what is missing here and is no relay or enclave answer is an internal error. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  invalid_json: 400,
  invalid_utf8: 400,
  unsupported_request: 400,
  login_required: 401,
  no_usable_tee: 503,
  pcr_pin_unmatched: 503,
  tee_pin_unmatched: 503,
  registry_unreachable: 503,
  registry_no_contract: 503,
  registry_wrong_chain: 503,
  registry_undecodable: 503,
  registry_misconfigured: 503,
  tee_not_configured: 503,
  tee_gate_stopped: 503,
  tee_paused: 503,
  bad_signing_key: 503,
  ohttp_bad_public_key: 503,
  ohttp_unsupported_suite: 503,
  ohttp_bad_key_config: 503,
  secret_store_unreadable: 503,
  verification_failed: 502,
  relay_unreachable: 502,
  relay_reset: 502,
  relay_cut: 502,
  relay_malformed: 502,
  relay_too_large: 502,
  relay_redirect: 502,
  relay_timeout: 504,
  shutting_down: 503,
  computer_offline: 503,
};

/** OpenAI's error types by status; other client errors are `invalid_request_error`, other failures `server_error`. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

/** What the client is told of `error`. Never throws; an error not made on purpose shows nothing of itself. */
export function toClientError(error: unknown): ClientError {
  if (!(error instanceof GatehouseError)) return internalError();
  const status = statusOf(error);
  if (status === undefined) return internalError();
  const text = error.code === 'verification_failed' ? `Verification failed: ${error.message}` : error.message;
  const { param, check } = error as { param?: unknown; check?: unknown };
  return {
    status,
    headers: error instanceof RelayError && error.retryAfter !== undefined ? { 'retry-after': error.retryAfter } : {},
    body: {
      error: {
        message: withRemedy(text, error.remedy),
        type: typeOf(status),
        param: typeof param === 'string' ? param : null,
        code: error instanceof RelayError && error.staleKey ? 'tee_stale_key' : error.code,
        retryable: error.retryable,
        ...(typeof check === 'string' ? { check } : {}),
      },
    },
  };
}

function statusOf(error: GatehouseError): number | undefined {
  if (error instanceof HttpError) return error.status;
  // The gateway's 400 for a key it no longer has is not the caller's fault: 503 makes clients try again.
  if (error instanceof RelayError && error.staleKey) return 503;
  const { status } = error as { status?: unknown };
  if (error.code === 'relay_status' || error.code === 'enclave_error') {
    return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 502;
  }
  return STATUS_BY_CODE[error.code];
}

function typeOf(status: number): string {
  return TYPE_BY_STATUS[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

function withRemedy(text: string, remedy: string | undefined): string {
  return remedy === undefined ? text : `${text} ${remedy}`;
}

function internalError(): ClientError {
  const message = 'Gatehouse had an internal error; its log says more.';
  return {
    status: 500,
    headers: {},
    body: { error: { message, type: 'server_error', param: null, code: 'internal_error', retryable: false } },
  };
}
