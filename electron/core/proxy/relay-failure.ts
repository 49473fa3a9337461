import { abortReason } from '../platform/index.ts';
import { RelayError } from './relay-error.ts';

/** Error codes after which the request may already have reached the relay. */
const RESET_CODES: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Error codes of undici for an answer that is not HTTP as we can accept it. */
const MALFORMED_CODES: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_EXCEEDED_MAX_SIZE']);

/**
 * What an error of the HTTP client means. `phase` tells whether response headers had arrived. An aborted `signal` wins:
 * its reason is returned as it is.
 */
export function networkFailure(error: unknown, signal: AbortSignal, phase: 'request' | 'response'): Error {
  if (signal.aborted) return abortReason(signal);
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new RelayError('unreachable', 'The relay did not take the connection in time.', undefined, error);
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new RelayError('timeout', 'The relay took too long to answer.', undefined, error);
  }
  if (code.startsWith('HPE_') || MALFORMED_CODES.has(code)) {
    return new RelayError('malformed', 'The relay sent something that is not a valid response.', undefined, error);
  }
  if (phase === 'response') return new RelayError('cut', 'The relay broke off its answer.', undefined, error);
  if (RESET_CODES.has(code)) {
    return new RelayError('reset', 'The relay closed the connection without an answer.', undefined, error);
  }
  return new RelayError(
    'unreachable',
    `The relay cannot be reached${code === '' ? '' : ` (${code})`}.`,
    undefined,
    error,
  );
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}
