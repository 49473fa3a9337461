export { overall } from './overall.ts';
export type { StatusParts, StatusStoreOptions } from './status-store.ts';
export { StatusStore } from './status-store.ts';
