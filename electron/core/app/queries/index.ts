export { offlineBundle, saveBundle } from './diagnostics/index.ts';
export { Queries } from './queries.ts';
