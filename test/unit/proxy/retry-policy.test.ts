import { describe, expect, it } from 'vitest';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { EnclaveError, VerificationError } from '../../../electron/core/proof/index.ts';
import { RelayError } from '../../../electron/core/proxy/relay-error.ts';
import {
  type FailureCategory,
  failureCategory,
  RETRY_POLICY,
  suspicionOf,
} from '../../../electron/core/proxy/retry-policy.ts';

function status(code: number, more: { staleKey?: boolean; fromProvider?: boolean } = {}): RelayError {
  return new RelayError('status', 'the relay quotes a prompt', { status: code, ...more });
}

describe('the category of a failure', () => {
  it.each<readonly [string, unknown, FailureCategory]>([
    ['a 400 for a key that is gone', status(400, { staleKey: true }), 'stale-key'],
    ['any other 400', status(400), 'final'],
    ['a 401', status(401), 'final'],
    ['a 402', status(402), 'final'],
    ['a 403', status(403), 'final'],
    ['a 404', status(404), 'unknown-tee'],
    ['a 413', status(413), 'final'],
    ['a 429', status(429), 'final'],
    ['a 500', status(500), 'enclave-failure'],
    ['a 500 of the provider', status(500, { fromProvider: true }), 'final'],
    ['a 501', status(501), 'final'],
    ['a 502', status(502), 'tee-down'],
    ['a 502 of the provider', status(502, { fromProvider: true }), 'final'],
    ['a 503', status(503), 'tee-down'],
    ['a 503 of the provider', status(503, { fromProvider: true }), 'final'],
    ['a 504', status(504), 'timeout'],
    ['a 504 of the provider', status(504, { fromProvider: true }), 'final'],
    ['no answer in time', new RelayError('timeout', 'x'), 'timeout'],
    ['no connection', new RelayError('unreachable', 'x'), 'no-connection'],
    ['a connection closed unanswered', new RelayError('reset', 'x'), 'reset'],
    ['an answer that broke off', new RelayError('cut', 'x'), 'cut'],
    ['an answer that is not HTTP', new RelayError('malformed', 'x'), 'final'],
    ['an answer that is too large', new RelayError('too_large', 'x'), 'final'],
    ['a redirect', new RelayError('redirect', 'x', { status: 307 }), 'final'],
    ['a tag that does not hold', new VerificationError('channel', 'x'), 'channel'],
    ['an answer that is not sealed', new VerificationError('response_type', 'x'), 'channel'],
    ['a wrong signature', new VerificationError('signature', 'x'), 'verification'],
    ['another request that was signed', new VerificationError('request_hash', 'x'), 'verification'],
    ['an error inside the sealed answer', new EnclaveError(503, 'x'), 'final'],
    ['a token that is missing', new GatehouseError('login_required', 'x'), 'final'],
    ['an error not made on purpose', new TypeError('x'), 'final'],
  ])('of %s', (_, error, category) => {
    expect(failureCategory(error)).toBe(category);
  });
});

describe('the retry policy', () => {
  it.each<readonly [FailureCategory, string, string, string, string, string]>([
    ['stale-key', 'elsewhere', 'wait', 'stale-key', 'quarantine', 'quiet'],
    ['unknown-tee', 'elsewhere', 'wait', 'unknown-tee', 'quarantine', 'quiet'],
    ['tee-down', 'elsewhere', 'wait', 'relay-failure', 'quarantine', 'quiet'],
    ['timeout', 'never', 'none', 'timeout', 'quarantine', 'quiet'],
    ['no-connection', 'anywhere', 'none', 'relay-unreachable', 'switch', 'quiet'],
    ['reset', 'anywhere', 'none', 'relay-failure', 'quarantine', 'quiet'],
    ['cut', 'elsewhere', 'none', 'relay-failure', 'quarantine', 'quiet'],
    ['channel', 'if-replaced', 'wait', 'channel', 'quarantine', 'alarm'],
    ['verification', 'if-replaced', 'wait', 'verification', 'quarantine', 'alarm'],
    ['enclave-failure', 'never', 'background', 'enclave-failure', 'keep', 'quiet'],
    ['final', 'never', 'none', 'none', 'keep', 'quiet'],
  ])('for %s: retry %s, check %s, suspicion %s, TEE unchanged: %s, %s', (category, ...expected) => {
    const { retry, check, suspicion, unchanged, alarm } = RETRY_POLICY[category];
    expect([retry, check, suspicion ?? 'none', unchanged, alarm ? 'alarm' : 'quiet']).toEqual(expected);
  });

  it('names every category in this test', () => {
    expect(Object.keys(RETRY_POLICY)).toHaveLength(11);
  });
});

describe('a suspicion', () => {
  it('says what was seen and never what the relay wrote', () => {
    expect(suspicionOf(status(502))).toEqual({ kind: 'relay-failure', detail: 'HTTP status 502' });
    expect(suspicionOf(new RelayError('cut', 'x'))).toEqual({ kind: 'relay-failure', detail: 'relay_cut' });
    expect(suspicionOf(new VerificationError('signature', 'x'))).toEqual({
      kind: 'verification',
      detail: 'failed check: signature',
    });
  });

  it('is none where the failure says nothing about the TEE', () => {
    expect(suspicionOf(status(402))).toBeUndefined();
  });
});
