import { parseJson, stringifyWire, writePythonJson } from '../../../electron/core/json/index.ts';
import { canonicalizeRequest } from '../../../electron/core/proof/index.ts';
import { type CaseFields, difference, fieldsOf, isProductError, textField } from '../case.ts';
import type { VectorKind } from '../kind.ts';

/** Request body → canonical text, its hash, and the wire tree; or a refusal. */
export const canonicalRequest: VectorKind = {
  name: 'canonical-request',
  matches(testCase) {
    const { input, expected } = fieldsOf(testCase);
    return 'body_text' in input && ('canonical' in expected || 'error' in expected);
  },
  async run(testCase) {
    const { input, expected, accept } = fieldsOf(testCase);
    const body = textField(input, 'body_text');
    try {
      return compare(body, expected, accept);
    } catch (thrown) {
      if (!isProductError(thrown)) throw thrown;
      if (accept === 'reject' || accept === 'exact-or-reject' || 'error' in expected) return null;
      return `was refused: ${thrown.message}`;
    }
  },
};

function compare(body: string, expected: CaseFields, accept: unknown): string | null {
  const request = canonicalizeRequest(parseJson(body));
  if (accept === 'reject' || 'error' in expected) return 'was accepted, but must be refused';
  // What the enclave parses is what was sent: compare the tree of the wire text, not the one it was written from.
  const wire = writePythonJson(parseJson(stringifyWire(request.wire)));
  return (
    difference('canonical text', textField(expected, 'canonical'), request.canonical) ??
    difference('hash', textField(expected, 'keccak256'), Buffer.from(request.requestHash).toString('hex')) ??
    difference('wire tree', textField(expected, 'wire_canonical'), wire)
  );
}
