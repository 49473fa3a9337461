import { errorMessage, GatehouseError, type GatehouseErrorOptions } from '../platform/index.ts';

export type RegistryErrorCode =
  | 'registry_unreachable'
  | 'registry_no_contract'
  | 'registry_wrong_chain'
  | 'registry_undecodable'
  | 'registry_misconfigured';

/** The registry could not be read. Says nothing about the TEEs in it. */
export class RegistryError extends GatehouseError {
  declare readonly code: RegistryErrorCode;

  constructor(code: RegistryErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}

export type SelectionErrorCode = 'no_usable_tee' | 'pcr_pin_unmatched' | 'tee_pin_unmatched';

/** The registry was read, and nothing in it may be sealed to. */
export class SelectionError extends GatehouseError {
  declare readonly code: SelectionErrorCode;

  constructor(code: SelectionErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, { retryable: true, ...options });
  }
}

export type TeeGateErrorCode = 'tee_gate_stopped' | 'tee_not_configured' | 'tee_paused';

/**
 * The gate was asked for a session while it is not running (`tee_gate_stopped`), has no registry (`tee_not_configured`),
 * or is paused and the TEE before the pause may not be used any more (`tee_paused`).
 */
export class TeeGateError extends GatehouseError {
  declare readonly code: TeeGateErrorCode;

  constructor(code: TeeGateErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}

/** The gate does not run, or no longer. */
export function stopped(): TeeGateError {
  return new TeeGateError('tee_gate_stopped', 'The TEE gate is not running.', { retryable: true });
}

/** The TEE may not be used any more, and in a pause no other one takes over. */
export function restsWithout(): TeeGateError {
  return new TeeGateError(
    'tee_paused',
    'Gatehouse is paused, and the TEE that was used cannot be trusted any more. Requests are refused.',
    { remedy: 'Resume, or rotate the TEE by hand: gatehouse resume, or gatehouse rotate tee.', retryable: true },
  );
}

/** There is no registry to choose from. */
export function notConfigured(): TeeGateError {
  return new TeeGateError('tee_not_configured', 'No registry of TEEs is configured.', {
    remedy: 'Set tee.registry.rpcUrls and tee.registry.address, or use the sandbox.',
  });
}

/** Anything thrown as an error with a code. */
export function asFailure(thrown: unknown): GatehouseError {
  return thrown instanceof GatehouseError ? thrown : new GatehouseError('tee_selection_failed', errorMessage(thrown));
}
