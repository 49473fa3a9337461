export { diskFailure } from './disk-failure.ts';
export { startError, writeError } from './start-error.ts';
export { type StorageListener, StorageWatch, type StorageWatchOptions, type WrittenFile } from './storage-watch.ts';
export { STORAGE_HEADLINES, storageSentence } from './words.ts';
