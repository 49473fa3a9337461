export { ChunkedOpener, type ChunkLimits } from './chunked-opener.ts';
export { encodeKeyConfig, findConfigFault, type OhttpConfig, type OhttpConfigFault } from './config.ts';
export { OhttpError, type OhttpErrorCode } from './errors.ts';
export {
  type ChunkSealer,
  createOhttpKeyPair,
  type OhttpKeyPair,
  type OpenedRequest,
  openRequest,
} from './open-request.ts';
export { type OhttpRecipient, prepareRecipient, type SealedRequest, sealRequest } from './seal-request.ts';
export type { KemKind } from './suite.ts';
