export type { CanonicalRequest } from './canonical-request.ts';
export { canonicalizeRequest, wireBytes } from './canonical-request.ts';
export type { VerificationCheck } from './errors.ts';
export { EnclaveError, UnsupportedRequestError, VERIFICATION_CHECKS, VerificationError } from './errors.ts';
