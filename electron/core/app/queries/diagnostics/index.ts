export { Diagnostics } from './diagnostics.ts';
export type { NetworkPlaces } from './network-checks.ts';
export type { OfflineBundleOptions } from './offline-bundle.ts';
export { offlineBundle } from './offline-bundle.ts';
export { saveBundle } from './save.ts';
