export type { OfferedUpdate, UpdateEngine, UpdateProgress, UpdateQuestion } from './engine.ts';
export { UpdateError, type UpdateErrorCode } from './errors.ts';
export { fixedCopy } from './fixed-copy.ts';
export type { UpdateHost } from './host.ts';
export { busyText, type UpdateInstead } from './sentences.ts';
export { Updates, type UpdatesOptions } from './updates.ts';
export { compareVersions, isVersion } from './version.ts';
