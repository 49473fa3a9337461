import { GatehouseError } from '../platform/index.ts';

const CODE = 'computer_offline';

/** While this computer is offline nobody is told by an attempt when it is back: its addresses tell that within seconds.
 * Attempts only find out that they lied, so they are made this rarely, milliseconds. */
export const OFFLINE_RETRY_MS = 120_000;

/** What is wanted lies outside of this computer, which is offline. `cause`: what the attempt came to. */
export function computerOffline(cause?: unknown): GatehouseError {
  return new GatehouseError(CODE, 'This computer is offline, and nothing was sent.', {
    remedy: 'Connect it to a network. Gatehouse notices within seconds and goes on by itself.',
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether `error` only says that this computer is offline, so that nobody else is to blame. */
export function isComputerOffline(error: unknown): boolean {
  return error instanceof GatehouseError && error.code === CODE;
}
