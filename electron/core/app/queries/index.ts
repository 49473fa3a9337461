export { offlineBundle, saveBundle } from './diagnostics/index.ts';
export { type LicencePlaces, readLicences } from './licences.ts';
export { networkPlaces } from './network-places.ts';
export { Queries } from './queries.ts';
