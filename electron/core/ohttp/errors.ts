import { GatehouseError, type GatehouseErrorOptions } from '../platform/index.ts';

export type OhttpErrorCode =
  | 'ohttp_bad_public_key'
  | 'ohttp_unsupported_suite'
  | 'ohttp_bad_key_config'
  | 'ohttp_malformed'
  | 'ohttp_truncated'
  | 'ohttp_missing_final'
  | 'ohttp_decrypt_failed'
  | 'ohttp_too_large'
  | 'ohttp_finished';

/** The sealed channel cannot be set up, or what came through it is not what the enclave sealed. */
export class OhttpError extends GatehouseError {
  declare readonly code: OhttpErrorCode;

  constructor(code: OhttpErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}
