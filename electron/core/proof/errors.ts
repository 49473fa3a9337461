import { GatehouseError } from '../platform/index.ts';

/** A chat request that the enclave would refuse, or whose hash it would compute differently. A 400 for the caller. */
export class UnsupportedRequestError extends GatehouseError {
  /** Where in the body, e.g. `messages[2].role`; empty for the body itself. */
  readonly param: string;

  constructor(param: string, problem: string) {
    super('unsupported_request', problem, {
      remedy:
        param === '' ? 'Send a chat completion request as a JSON object.' : `Correct \`${param}\` in the request.`,
      details: { param },
    });
    this.param = param;
  }
}

/** An answer of the enclave itself that is an error: the sealed channel vouches for it, no signature does. */
export class EnclaveError extends GatehouseError {
  /** As the enclave gave it; 502 for an error inside a stream. May lie outside 400..599. */
  readonly status: number;

  constructor(status: number, message: string) {
    super('enclave_error', message, { retryable: status === 429 || status >= 500, details: { status } });
    this.status = status;
  }
}

/** Every reason for which an answer is kept from the client. Closed: code and tables branch on it. */
export type VerificationCheck =
  | 'missing_field'
  | 'tee_id_vs_signing_key'
  | 'tee_id_vs_expected'
  | 'request_hash'
  | 'output_hash'
  | 'signature'
  | 'content_encoding'
  | 'malformed_inner'
  | 'missing_final_frame'
  | 'timestamp'
  | 'freshness'
  | 'unsigned_tool_calls'
  | 'unsigned_choices'
  | 'response_type'
  | 'channel';

/** An answer that does not prove itself. `retryable`: another enclave may well answer properly. */
export class VerificationError extends GatehouseError {
  readonly check: VerificationCheck;

  constructor(
    check: VerificationCheck,
    message: string,
    options: {
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
      /** Where something else helps than another try. */
      readonly remedy?: string;
    } = {},
  ) {
    super('verification_failed', message, {
      remedy: options.remedy ?? 'The answer was withheld. Try again; if it happens again, rotate to another TEE.',
      retryable: true,
      details: { check, ...options.details },
      cause: options.cause,
    });
    this.check = check;
  }
}
