export { shortId } from './activity-table.ts';
export { overall } from './overall.ts';
export type { StatusParts, StatusStoreOptions } from './status-store.ts';
export { StatusStore } from './status-store.ts';
