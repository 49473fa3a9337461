import { describe, expect, it } from 'vitest';
import { stringifyWire } from '../../../electron/core/json/index.ts';
import { EnclaveError, openInner, VerificationError } from '../../../electron/core/proof/index.ts';

function open(text: string): string {
  return stringifyWire(openInner(Buffer.from(text, 'utf8')));
}

function failure(text: string | Uint8Array): unknown {
  try {
    openInner(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('openInner', () => {
  it.each([
    ['{"a": 1.0}', '{"a":1.0}'],
    ['{"status": 200, "body": {"a": 1}}', '{"a":1}'],
    ['{"status": 399, "body": {"a": 1}}', '{"a":1}'],
    ['{"status": true, "body": {"a": 1}}', '{"a":1}'],
    ['{"status": 200.0, "body": {"a": 1}}', '{"status":200.0,"body":{"a":1}}'],
    ['{"status": 200, "body": [1]}', '{"status":200,"body":[1]}'],
    ['{"status": 200}', '{"status":200}'],
    ['{"error": "x", "tee_signature": "s"}', '{"error":"x","tee_signature":"s"}'],
  ])('opens %s', (text, inner) => {
    expect(open(text)).toBe(inner);
  });

  it.each([
    ['{"status": 400, "body": {"error": "model not supported"}}', 400, 'model not supported'],
    ['{"status": 429, "body": {"error": {"message": "slow down"}}}', 429, 'slow down'],
    ['{"status": 500, "body": {"detail": 1}}', 500, 'The enclave answered with an error and gave no reason.'],
    ['{"status": 503, "body": "down"}', 503, 'The enclave answered with an error and gave no reason.'],
    ['{"error": "not initialised"}', 502, 'not initialised'],
  ])("reports %s as the enclave's error", (text, status, message) => {
    const thrown = failure(text);
    expect(thrown).toBeInstanceOf(EnclaveError);
    expect(thrown).toMatchObject({ status, message });
  });

  it('does not let an error body that carries a signature become an answer', () => {
    expect(failure('{"status": 400, "body": {"error": "no", "tee_signature": "s"}}')).toMatchObject({ status: 400 });
  });

  it('bounds the length of the reason', () => {
    const thrown = failure(JSON.stringify({ status: 500, body: { error: 'x'.repeat(100_000) } }));
    expect((thrown as EnclaveError).message).toHaveLength(2_000);
  });

  it.each(['upstream failure', '', '[1]', 'null', '"text"', '{"a": NaN}', '{"a": 1'])(
    'refuses %j as malformed',
    text => {
      const thrown = failure(text);
      expect(thrown).toBeInstanceOf(VerificationError);
      expect(thrown).toMatchObject({ check: 'malformed_inner' });
    },
  );

  it('refuses bytes that are no UTF-8', () => {
    expect(failure(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ check: 'malformed_inner' });
  });
});
