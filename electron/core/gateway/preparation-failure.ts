import { GatewayError } from './errors.ts';
import type { Failure } from './failure.ts';

/** Why an attempt ended before a socket was opened, or before `connect` was sent. */
export function preparationFailure(error: unknown): Failure {
  if (!(error instanceof GatewayError)) return { kind: 'store-unreadable', detail: 'credentials' };
  const detail = error.code;
  if (error.code === 'gateway_device_unreadable') return { kind: 'device-unreadable', detail };
  if (error.code === 'gateway_request_too_large') return { kind: 'too-big', detail };
  const remedy = error.remedy === undefined ? {} : { remedy: error.remedy };
  return { kind: 'address', detail, sentence: error.message, ...remedy };
}
