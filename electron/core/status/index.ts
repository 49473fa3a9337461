export type { ActivityPageFilter, ShownLine } from './activity-book.ts';
export { ActivityBook } from './activity-book.ts';
export { ActivityFile } from './activity-file.ts';
export { overall } from './overall.ts';
export { sealedCopy } from './sealed-copy.ts';
export type { StatusParts, StatusStoreOptions } from './status-store.ts';
export { StatusStore } from './status-store.ts';
