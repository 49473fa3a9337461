import { describe, expect, it } from 'vitest';
import { RelayError } from '../../../electron/core/proxy/relay-error.ts';
import { networkFailure } from '../../../electron/core/proxy/relay-failure.ts';

const { signal } = new AbortController();

function failed(facts: { code?: string; syscall?: string }): Error {
  return Object.assign(new Error('x'), facts);
}

function failureOf(error: unknown, phase: 'request' | 'response' = 'request'): RelayError {
  const failure = networkFailure(error, signal, phase);
  if (failure instanceof RelayError) return failure;
  throw failure;
}

describe('an error of the HTTP client', () => {
  it.each([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'unreachable'],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'unreachable'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'unreachable'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'unreachable'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'unreachable'],
    [{ code: 'UND_ERR_SOCKET' }, 'reset'],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'reset'],
    [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'timeout'],
    [{ code: 'HPE_INVALID_CONSTANT' }, 'malformed'],
    [{ code: 'UND_ERR_HEADERS_OVERFLOW' }, 'malformed'],
    [{}, 'malformed'],
  ] as const)('%j before the response is %s', (facts, failure) => {
    const error = failureOf(failed(facts));
    expect(error.failure).toBe(failure);
  });

  it.each([
    [{ code: 'UND_ERR_SOCKET' }, 'cut'],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'cut'],
    [{ code: 'UND_ERR_BODY_TIMEOUT' }, 'timeout'],
    [{ code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }, 'cut'],
  ] as const)('%j within the response is %s', (facts, failure) => {
    const error = failureOf(failed(facts), 'response');
    expect(error.failure).toBe(failure);
  });

  it('is known by its cause or by the first of several addresses', () => {
    const refused = failed({ code: 'ECONNREFUSED', syscall: 'connect' });
    expect(failureOf(new AggregateError([refused, refused])).failure).toBe('unreachable');
    expect(failureOf(new Error('fetch failed', { cause: refused })).failure).toBe('unreachable');
  });

  it('gives way to the reason of an abort', () => {
    const reason = new Error('client left');
    expect(networkFailure(failed({ code: 'UND_ERR_ABORTED' }), AbortSignal.abort(reason), 'request')).toBe(reason);
  });
});
