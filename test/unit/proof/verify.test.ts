import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type JsonObject, parseJson } from '../../../electron/core/json/index.ts';
import {
  canonicalizeRequest,
  type Freshness,
  openInner,
  type Proof,
  SigningKeyError,
  StreamAccumulator,
  type TeeIdentity,
  teeIdentity,
  VerificationError,
  verifySingle,
  verifyStream,
} from '../../../electron/core/proof/index.ts';
import { SigningEnclave } from './signing-enclave.ts';

const NOW_SECONDS = 1_750_000_000;
const enclave = new SigningEnclave(0);
const request = canonicalizeRequest(parseJson('{"model":"m","messages":[{"role":"user","content":"hi"}]}'));

interface Circumstances {
  readonly identity?: TeeIdentity;
  readonly nowMs?: number;
  readonly freshness?: Freshness;
}

function basics(circumstances: Circumstances) {
  return { request, identity: enclave.identity, nowMs: NOW_SECONDS * 1_000, ...circumstances };
}

function answer(choice: object, signed: string, changes: object = {}, timestamp = NOW_SECONDS): JsonObject {
  const fields = { ...enclave.sign(request, signed, timestamp), ...changes };
  return openInner(Buffer.from(JSON.stringify({ choices: [choice], ...fields })));
}

function textAnswer(changes: object = {}, timestamp = NOW_SECONDS): JsonObject {
  return answer({ message: { content: 'Hi!' }, finish_reason: 'stop' }, 'Hi!', changes, timestamp);
}

function verify(inner: JsonObject, circumstances: Circumstances = {}): Proof {
  return verifySingle({ ...basics(circumstances), inner });
}

function failedCheck(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof VerificationError) return thrown.check;
    throw thrown;
  }
  return 'verified';
}

describe('verifySingle', () => {
  it('gives the proof by value: lower-case hashes, prefixed id, the signature as it came', () => {
    const { tee_signature: signature } = enclave.sign(request, 'Hi!', NOW_SECONDS);
    const inner = textAnswer({ tee_signature: signature, tee_id: enclave.identity.teeId.slice(2).toUpperCase() });
    const proof = verify(inner);
    expect(proof).toMatchObject({
      teeId: enclave.identity.teeId,
      requestHash: Buffer.from(request.requestHash).toString('hex'),
      timestamp: BigInt(NOW_SECONDS),
      signature,
      covers: 'content',
      unsignedFields: [],
      unsignedText: false,
    });
    expect(proof.outputHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['tee_signature', 'tee_request_hash', 'tee_output_hash', 'tee_timestamp', 'tee_id'])(
    'refuses an answer whose %s is absent, null or of another type',
    field => {
      for (const value of [undefined, null, true, {}, [], 1.5]) {
        const error = (() => {
          try {
            return verify(textAnswer({ [field]: value }));
          } catch (thrown) {
            return thrown;
          }
        })();
        expect(error).toMatchObject({ check: 'missing_field', details: { field } });
      }
    },
  );

  it.each([
    ['tee_id', 'not an id', 'tee_id_vs_signing_key'],
    ['tee_id', `0x0x${'0'.repeat(64)}`, 'tee_id_vs_signing_key'],
    ['tee_request_hash', '', 'request_hash'],
    ['tee_output_hash', '0'.repeat(64), 'output_hash'],
    ['tee_signature', '', 'signature'],
    ['tee_signature', 'AAAA', 'signature'],
    ['tee_timestamp', -1, 'timestamp'],
    ['tee_timestamp', 'soon', 'timestamp'],
    ['tee_timestamp', '', 'timestamp'],
    ['tee_timestamp', '18446744073709551616', 'timestamp'],
    ['tee_timestamp', NOW_SECONDS + 1, 'signature'],
  ])('refuses %s = %j by the check %s names', (field, value, check) => {
    expect(failedCheck(() => verify(textAnswer({ [field]: value })))).toBe(check);
  });

  it('accepts the hashes in upper case and with a prefix, and the time as digits in text', () => {
    const fields = enclave.sign(request, 'Hi!', NOW_SECONDS);
    const inner = textAnswer({
      tee_request_hash: `0X${fields.tee_request_hash.toUpperCase()}`,
      tee_output_hash: `0x${fields.tee_output_hash}`,
      tee_timestamp: String(NOW_SECONDS),
    });
    expect(verify(inner).requestHash).toBe(fields.tee_request_hash);
  });

  it.each([
    ['line breaks', (text: string) => `${text.slice(0, 76)}\n${text.slice(76)}`],
    ['the URL alphabet', (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['no padding', (text: string) => text.replace(/=+$/, '')],
    ['something after it', (text: string) => `${text}AAAA`],
  ])('takes only strict base64: refuses a signature with %s', (_, change) => {
    const { tee_signature: signature } = enclave.sign(request, 'Hi!', NOW_SECONDS);
    expect(change(signature)).not.toBe(signature);
    expect(failedCheck(() => verify(textAnswer({ tee_signature: change(signature) })))).toBe('signature');
  });

  it.each([0, 20, 31, 33, 64])('refuses a signature whose salt has %i bytes', saltLength => {
    const inner = textAnswer(enclave.sign(request, 'Hi!', NOW_SECONDS, saltLength));
    expect(failedCheck(() => verify(inner))).toBe('signature');
  });

  it('refuses another enclave, whether it answers under its own id or under ours', () => {
    const other = new SigningEnclave(1);
    const foreign = other.sign(request, 'Hi!', NOW_SECONDS);
    expect(failedCheck(() => verify(textAnswer(foreign)))).toBe('tee_id_vs_signing_key');
    expect(failedCheck(() => verify(textAnswer({ ...foreign, tee_id: enclave.identity.teeId })))).toBe('signature');
    const misfiled = { ...enclave.identity, teeId: other.identity.teeId };
    expect(failedCheck(() => verify(textAnswer(), { identity: misfiled }))).toBe('tee_id_vs_expected');
  });

  it('refuses an answer to another request', () => {
    const other = canonicalizeRequest(parseJson('{"model":"m","messages":[{"role":"user","content":"ho"}]}'));
    expect(failedCheck(() => verifySingle({ ...basics({}), request: other, inner: textAnswer() }))).toBe(
      'request_hash',
    );
  });

  it.each([
    [3_600, 'verified'],
    [3_601, 'freshness'],
    [-300, 'verified'],
    [-301, 'freshness'],
  ])('holds a signature that is %i s old against the window: %s', (ageSeconds, outcome) => {
    expect(failedCheck(() => verify(textAnswer({}, NOW_SECONDS - ageSeconds)))).toBe(outcome);
  });

  it.each([-3_601, 301])('names the clock where a signature is %i s off', seconds => {
    expect(() => verify(textAnswer({}, NOW_SECONDS + seconds))).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('Check the clock of this computer') }),
    );
  });

  it('takes the window from its caller', () => {
    const freshness = { maxAgeSeconds: 10, maxAheadSeconds: 0 };
    expect(failedCheck(() => verify(textAnswer({}, NOW_SECONDS - 11), { freshness }))).toBe('freshness');
    expect(failedCheck(() => verify(textAnswer({}, NOW_SECONDS + 1), { freshness }))).toBe('freshness');
    expect(failedCheck(() => verify(textAnswer({}, NOW_SECONDS - 10), { freshness }))).toBe('verified');
  });

  it('refuses content with half a character even when U+FFFD in its place was signed', () => {
    const inner = answer({ message: { content: 'bad \udc00' }, finish_reason: 'stop' }, 'bad \ufffd');
    expect(failedCheck(() => verify(inner))).toBe('content_encoding');
  });

  it.each([
    ['tool calls', { content: 'Hi!', tool_calls: [{ id: 'c' }] }],
    ['tool calls that are no list', { content: 'Hi!', tool_calls: { id: 'c' } }],
    ['a function call', { content: 'Hi!', function_call: { name: 'f' } }],
  ])('refuses %s beside signed text', (_, message) => {
    const inner = answer({ message, finish_reason: 'stop' }, 'Hi!');
    expect(failedCheck(() => verify(inner))).toBe('unsigned_tool_calls');
  });

  it('accepts empty and null tool calls beside signed text', () => {
    for (const tool_calls of [[], null]) {
      const inner = answer({ message: { content: 'Hi!', tool_calls }, finish_reason: 'stop' }, 'Hi!');
      expect(failedCheck(() => verify(inner))).toBe('verified');
    }
  });

  it('keeps number kinds in signed tool calls and lists the unsigned text beside them', () => {
    const inner = openInner(
      Buffer.from(
        `{"choices":[{"finish_reason":"tool_calls","message":{"content":"hm","tool_calls":[{"b":1.0,"a":1e2}]}},{"x":1}],${JSON.stringify(
          enclave.sign(request, '[{"a": 100.0, "b": 1.0}]', NOW_SECONDS),
        ).slice(1)}`,
      ),
    );
    expect(verify(inner)).toMatchObject({
      covers: 'tool_calls',
      unsignedFields: ['choices[0].message.content', 'choices[1]'],
      unsignedText: true,
    });
  });

  it.each([[{}], [{ choices: [] }], [{ choices: 'x' }], [{ choices: [null] }], [{ choices: [{ message: 'x' }] }]])(
    'takes %j for an empty text, and only if that was signed',
    body => {
      const signed = openInner(Buffer.from(JSON.stringify({ ...body, ...enclave.sign(request, '', NOW_SECONDS) })));
      expect(failedCheck(() => verify(signed))).toBe('verified');
      const other = openInner(Buffer.from(JSON.stringify({ ...body, ...enclave.sign(request, 'x', NOW_SECONDS) })));
      expect(failedCheck(() => verify(other))).toBe('output_hash');
    },
  );
});

describe('verifyStream', () => {
  function verifyText(text: string): Proof {
    const accumulator = new StreamAccumulator();
    accumulator.push(Buffer.from(text));
    return verifyStream({ ...basics({}), outcome: accumulator.finish() });
  }
  const frame = (delta: object, more: object = {}, reason: string | null = null): string =>
    `data: ${JSON.stringify({ choices: [{ delta, finish_reason: reason }], ...more })}\n\n`;

  it('verifies text that goes on after the signed frame', () => {
    const signed = enclave.sign(request, 'ab', NOW_SECONDS);
    expect(verifyText(frame({ content: 'a' }) + frame({}, signed, 'stop') + frame({ content: 'b' })).covers).toBe(
      'content',
    );
  });

  it('refuses a stream without a signed frame, and one whose signed frame lacks a field', () => {
    expect(failedCheck(() => verifyText(frame({ content: 'a' })))).toBe('missing_final_frame');
    expect(failedCheck(() => verifyText(frame({}, { tee_output_hash: 'x' }, 'stop')))).toBe('missing_field');
  });

  it('refuses tool calls that the signature leaves out although the text verifies', () => {
    const signed = enclave.sign(request, 'a', NOW_SECONDS);
    const calls = frame({ tool_calls: [{ index: 0, id: 'c', function: { name: 'rm', arguments: '{}' } }] });
    expect(failedCheck(() => verifyText(frame({ content: 'a' }) + calls + frame({}, signed, 'stop')))).toBe(
      'unsigned_tool_calls',
    );
  });
});

describe('teeIdentity', () => {
  it.each([
    ['garbage', Buffer.from('garbage')],
    ['nothing', new Uint8Array(0)],
    [
      'an elliptic-curve key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }),
    ],
  ])('refuses %s as a signing key', (_, signingKeyDer) => {
    const teeId = `0x${createHash('sha256').update(signingKeyDer).digest('hex')}`;
    expect(() => teeIdentity({ teeId, signingKeyDer })).toThrow(SigningKeyError);
  });
});
