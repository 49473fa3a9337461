import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../electron/core/json/index.ts';
import {
  canonicalizeRequest,
  createReceipt,
  openInner,
  type Receipt,
  verifyReceipt,
  verifySingle,
} from '../../../electron/core/proof/index.ts';
import { SigningEnclave } from './signing-enclave.ts';

const NOW_MS = 1_750_000_000_000;
const PROMPT = 'a very private prompt';
const ANSWER = 'a very private answer';

function receipt(more: object = {}): Receipt {
  const enclave = new SigningEnclave();
  const request = canonicalizeRequest(
    parseJson(JSON.stringify({ model: 'gpt-4.1', messages: [{ role: 'user', content: PROMPT }] })),
  );
  const signed = enclave.sign(request, ANSWER, NOW_MS / 1_000);
  const inner = openInner(
    Buffer.from(JSON.stringify({ choices: [{ message: { content: ANSWER } }], ...signed, ...more })),
  );
  const proof = verifySingle({ inner, request, identity: enclave.identity, nowMs: NOW_MS });
  return createReceipt({
    proof,
    identity: enclave.identity,
    endpoint: 'https://tee.example',
    model: request.model,
    stream: false,
    mode: 'strict',
    sandbox: true,
    nowMs: NOW_MS,
  });
}

const OTHER_KEY = Buffer.from(new SigningEnclave(1).identity.signingKeyDer).toString('base64');

describe('verifyReceipt', () => {
  it('verifies a receipt after a round trip through its JSON text', () => {
    expect(verifyReceipt(JSON.parse(JSON.stringify(receipt())))).toEqual({ ok: true });
  });

  it('holds the token counts of the answer beside what is signed', () => {
    const usage = { prompt_tokens: 18, completion_tokens: 42, total_tokens: 60 };
    const counted = receipt({ usage });
    expect(counted.unsigned).toEqual({ promptTokens: 18, completionTokens: 42 });
    expect(verifyReceipt(counted)).toEqual({ ok: true });
    // Nothing is proved about them, and one of an earlier version has none.
    expect(verifyReceipt({ ...counted, unsigned: { promptTokens: 1, completionTokens: 1 } })).toEqual({ ok: true });
    expect('unsigned' in receipt()).toBe(false);
  });

  it.each([
    null,
    [],
    { prompt_tokens: -1, completion_tokens: 2 },
    { prompt_tokens: 1.5, completion_tokens: 2 },
    { prompt_tokens: '1', completion_tokens: 2 },
    { prompt_tokens: 1e300, completion_tokens: 2 },
    { prompt_tokens: 1 },
  ])('holds no token counts of %j', usage => {
    expect('unsigned' in receipt({ usage })).toBe(false);
  });

  it('holds hashes only, never the prompt or the answer', () => {
    expect(JSON.stringify(receipt())).not.toMatch(/private/);
  });

  it.each<[keyof Receipt, unknown, RegExp]>([
    ['requestHash', '0'.repeat(64), /signature does not cover/],
    ['outputHash', '0'.repeat(64), /signature does not cover/],
    ['timestamp', '1750000001', /signature does not cover/],
    ['timestamp', '99999999999999999999', /out of range/],
    ['signature', 'AAAA', /signature does not cover/],
    ['signature', '????', /signature does not cover/],
    ['signingKeyDer', OTHER_KEY, /does not belong to the signing key/],
    ['signingKeyDer', 'AAAA', /not an RSA public key/],
    ['teeId', `0x${'1'.repeat(64)}`, /does not belong to the signing key/],
    ['teeId', 5, /Not a receipt: teeId/],
    ['version', 2, /Not a receipt: version/],
  ])('refuses one whose %s was changed to %j', (field, value, reason) => {
    const verdict = verifyReceipt({ ...receipt(), [field]: value });
    expect(verdict).toMatchObject({ ok: false });
    expect(verdict.ok ? '' : verdict.reason).toMatch(reason);
  });

  it.each([null, [], 'text', 5, {}])('refuses %j as no receipt', value => {
    expect(verifyReceipt(value)).toMatchObject({ ok: false });
  });
});
