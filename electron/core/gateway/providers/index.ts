export type { ProviderFailuresOptions } from './provider-failures.ts';
export { ProviderFailures } from './provider-failures.ts';
