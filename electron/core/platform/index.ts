export type { Clock, Timer } from './clock.ts';
export { abortReason, deadline, SystemClock, sleep } from './clock.ts';
export type { GatehouseErrorOptions } from './errors.ts';
export { errorMessage, GatehouseError, isAbortError } from './errors.ts';
export type { Logger, LogFields, LogLevel } from './logger.ts';
export type { Random } from './random.ts';
export { SystemRandom } from './random.ts';
export type { SecretStore } from './secret-store.ts';
