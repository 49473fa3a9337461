import { describe, expect, it } from 'vitest';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { EnclaveError, UnsupportedRequestError, VerificationError } from '../../../electron/core/proof/index.ts';
import { HttpError, toClientError } from '../../../electron/core/proxy/client-error.ts';
import { RelayError } from '../../../electron/core/proxy/relay-error.ts';

const relayStatus = (status: number): RelayError => new RelayError('status', 'says the relay', { status });

describe('what a client is told', () => {
  it.each([
    ['a refused body', new UnsupportedRequestError('messages[0].role', 'Bad role.'), 400, 'invalid_request_error'],
    ['no token', new GatehouseError('login_required', 'x'), 401, 'authentication_error'],
    ['no TEE', new GatehouseError('no_usable_tee', 'x'), 503, 'server_error'],
    ['a pin that matches nothing', new GatehouseError('pcr_pin_unmatched', 'x'), 503, 'server_error'],
    ['an unreachable chain', new GatehouseError('registry_unreachable', 'x'), 503, 'server_error'],
    ['a failed verification', new VerificationError('signature', 'x'), 502, 'server_error'],
    ['a relay timeout', new RelayError('timeout', 'x'), 504, 'server_error'],
    ['an unreachable relay', new RelayError('unreachable', 'x'), 502, 'server_error'],
    ['relay 402', relayStatus(402), 402, 'insufficient_quota'],
    ['relay 403', relayStatus(403), 403, 'permission_error'],
    ['relay 429', relayStatus(429), 429, 'rate_limit_error'],
    ['relay 599', relayStatus(599), 599, 'server_error'],
    ['relay 600', relayStatus(600), 502, 'server_error'],
    ['enclave 451', new EnclaveError(451, 'x'), 451, 'invalid_request_error'],
    ['enclave 1000', new EnclaveError(1_000, 'x'), 502, 'server_error'],
    ['our own', new HttpError(404, 'not_found', 'x'), 404, 'not_found_error'],
    ['a code without a row', new GatehouseError('strange', 'x'), 500, 'server_error'],
    ['no error at all', 'text', 500, 'server_error'],
  ] as const)('of %s', (_, error, status, type) => {
    const answer = toClientError(error);
    expect([answer.status, answer.body.error.type]).toEqual([status, type]);
  });

  it('has exactly the keys of the envelope', () => {
    expect(toClientError(relayStatus(500)).body).toEqual({
      error: {
        message: 'says the relay Look at the relay message; the request was not answered.',
        type: 'server_error',
        param: null,
        code: 'relay_status',
        retryable: true,
      },
    });
  });

  it('names the failed check and says that verification failed', () => {
    const { error } = toClientError(new VerificationError('output_hash', 'Not the same.')).body;
    expect(error).toMatchObject({ check: 'output_hash', code: 'verification_failed', param: null });
    expect(error.message).toMatch(/^Verification failed: Not the same\./);
  });

  it('tells a stale key from a bad body', () => {
    const stale = toClientError(new RelayError('status', 'malformed', { status: 400, staleKey: true }));
    expect([stale.status, stale.body.error.code, stale.body.error.retryable]).toEqual([503, 'tee_stale_key', true]);
    const bad = toClientError(relayStatus(400));
    expect([bad.status, bad.body.error.code, bad.body.error.retryable]).toEqual([400, 'relay_status', false]);
  });

  it('hints at signing in again for 401 and 403 of the relay', () => {
    for (const status of [401, 403])
      expect(toClientError(relayStatus(status)).body.error.message).toMatch(/Sign in again/);
  });

  it('hands Retry-After through', () => {
    const error = new RelayError('status', 'x', { status: 429, retryAfter: '7' });
    expect(toClientError(error).headers).toEqual({ 'retry-after': '7' });
  });
});
