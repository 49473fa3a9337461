import { parseJson } from '../../../electron/core/json/index.ts';
import {
  canonicalizeRequest,
  extractSingle,
  openInner,
  type Proof,
  StreamAccumulator,
  teeIdentity,
  verifySingle,
  verifyStream,
} from '../../../electron/core/proof/index.ts';
import { type CaseFields, difference, fieldsOf, isProductError, textField } from '../case.ts';
import type { VectorKind } from '../kind.ts';

interface Verified {
  readonly proof: Proof;
  readonly content: string;
}

/** Registry key, request and opened answer → a proof, or a refusal. */
export const signedResponse: VectorKind = {
  name: 'signed-response',
  matches(testCase) {
    const { input } = fieldsOf(testCase);
    return 'signing_key_spki_der_hex' in input && ('response_text' in input || 'chunks_hex' in input);
  },
  async run(testCase) {
    const { input, expected, accept } = fieldsOf(testCase);
    try {
      const verified = verify(input);
      if (accept === 'must-fail') return 'was verified, but must fail';
      return accept === 'either' ? null : compare(verified, expected);
    } catch (thrown) {
      if (!isProductError(thrown)) throw thrown;
      return accept === 'must-verify' ? `was refused: ${thrown.message}` : null;
    }
  },
};

function verify(input: CaseFields): Verified {
  const basics = {
    request: canonicalizeRequest(parseJson(textField(input, 'request_body_text'))),
    identity: teeIdentity({
      teeId: textField(input, 'expected_tee_id'),
      signingKeyDer: Buffer.from(textField(input, 'signing_key_spki_der_hex'), 'hex'),
    }),
    nowMs: Number(input['now']) * 1_000,
  };
  if ('response_text' in input) {
    const inner = openInner(Buffer.from(textField(input, 'response_text'), 'utf8'));
    return { proof: verifySingle({ ...basics, inner }), content: extractSingle(inner).text };
  }
  const accumulator = new StreamAccumulator();
  for (const chunk of input['chunks_hex'] as readonly string[]) accumulator.push(Buffer.from(chunk, 'hex'));
  const outcome = accumulator.finish();
  return { proof: verifyStream({ ...basics, outcome }), content: outcome.output.text };
}

function compare({ proof, content }: Verified, expected: CaseFields): string | null {
  const verified = expected['verified'] as CaseFields;
  return (
    difference('content', textField(verified, 'content'), content) ??
    difference('request hash', textField(verified, 'request_hash'), proof.requestHash) ??
    difference('output hash', textField(verified, 'output_hash'), proof.outputHash) ??
    difference('timestamp', String(verified['timestamp']), proof.timestamp.toString()) ??
    difference('TEE id', idValue(textField(verified, 'tee_id')), idValue(proof.teeId))
  );
}

function idValue(id: string): string {
  return id.replace(/^0x/i, '').toLowerCase();
}
