import type { VectorKind } from './kind.ts';
import { canonicalRequest } from './kinds/canonical-request.ts';
import { failureKinds } from './kinds/failure-classifier.ts';
import { numberTokens } from './kinds/number-tokens.ts';
import { ohttpKinds } from './kinds/ohttp.ts';
import { registryKinds } from './kinds/registry.ts';
import { signedResponse } from './kinds/signed-response.ts';
import { signingKeys } from './kinds/signing-keys.ts';

/** Every kind of case. A new one is a file in `kinds/` and a line here. */
export const KINDS: readonly VectorKind[] = [
  canonicalRequest,
  ...failureKinds,
  numberTokens,
  ...ohttpKinds,
  ...registryKinds,
  signedResponse,
  signingKeys,
];
