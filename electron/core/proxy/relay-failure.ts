import { abortReason } from '../platform/index.ts';
import { RelayError } from './relay-error.ts';

/** Error codes after which the request may already have reached the relay. */
const RESET_CODES: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** System calls that fail before there is a connection. */
const CONNECT_CALLS: ReadonlySet<string> = new Set(['connect', 'getaddrinfo', 'bind']);

/** Codes of a TLS handshake or a proxy that came to nothing; `UND_ERR_ABORTED` is undici's for a proxy that said no. */
const NO_CONNECTION =
  /^(?:UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_TLS|UND_ERR_ABORTED|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/**
 * What an error of the HTTP client means. `phase` tells whether response headers had arrived. An aborted `signal` wins:
 * its reason is returned as it is. What is not known to have failed before sending is never called `unreachable`, since
 * that may be tried again.
 */
export function networkFailure(error: unknown, signal: AbortSignal, phase: 'request' | 'response'): Error {
  if (signal.aborted) return abortReason(signal);
  const { code, syscall } = factsOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new RelayError('timeout', 'The relay took too long to answer.', undefined, error);
  }
  if (phase === 'response') return new RelayError('cut', 'The relay broke off its answer.', undefined, error);
  if (RESET_CODES.has(code)) {
    return new RelayError('reset', 'The relay closed the connection without an answer.', undefined, error);
  }
  if (CONNECT_CALLS.has(syscall) || NO_CONNECTION.test(code)) {
    const why = code === '' ? '' : ` (${code})`;
    return new RelayError('unreachable', `No connection to the relay could be made${why}.`, undefined, error);
  }
  return new RelayError('malformed', 'The relay sent something that is not a valid response.', undefined, error);
}

/** Code and system call of the error, or of the first cause (or part of an AggregateError) that has a code. */
function factsOf(error: unknown): { readonly code: string; readonly syscall: string } {
  if (!(error instanceof Error)) return { code: '', syscall: '' };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof syscall === 'string' && typeof code === 'string') return { code, syscall };
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner instanceof Error) return factsOf(inner);
  return { code: typeof code === 'string' ? code : '', syscall: '' };
}
