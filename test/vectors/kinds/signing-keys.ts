import { createPrivateKey, createPublicKey } from 'node:crypto';
import { teeIdOfKey } from '../../../electron/core/proof/index.ts';
import { difference, fieldsOf, textField } from '../case.ts';
import type { VectorKind } from '../kind.ts';

/** The private key of a test enclave → its registry form and the TEE id that belongs to it. */
export const signingKeys: VectorKind = {
  name: 'signing-keys',
  matches(testCase) {
    return 'signing_key_pkcs8_pem' in fieldsOf(testCase).input;
  },
  async run(testCase) {
    const { input, expected } = fieldsOf(testCase);
    const publicKey = createPublicKey(createPrivateKey(textField(input, 'signing_key_pkcs8_pem')));
    const der = publicKey.export({ format: 'der', type: 'spki' });
    return (
      difference('registry key', textField(expected, 'spki_der_hex'), der.toString('hex')) ??
      difference('TEE id', textField(expected, 'tee_id'), `0x${teeIdOfKey(der)}`)
    );
  },
};
