export { offlineBundle, saveBundle } from './diagnostics/index.ts';
export { networkPlaces } from './network-places.ts';
export { Queries } from './queries.ts';
