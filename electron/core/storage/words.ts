import { type Remedy, remedyOf, type StorageCause } from '../../contract/index.ts';

/** What it means that `path` cannot be written. */
export function storageSentence(cause: StorageCause, path: string): string {
  return `${storageHeadline(cause, path)} Requests are answered and verified as before; what was to be written there is lost until then.`;
}

/** What is wrong with `path`. */
export function storageHeadline(cause: StorageCause, path: string): string {
  return WHAT[cause](path);
}

const WHAT: Readonly<Record<StorageCause, (path: string) => string>> = {
  full: path => `No room is left at ${path}.`,
  'read-only': path => `The disk of ${path} can only be read.`,
  denied: path => `This user may not write ${path}.`,
  failing: path => `${path} cannot be written.`,
};

/** The same in a few words, for the headline. */
export const STORAGE_HEADLINES: Readonly<Record<StorageCause, string>> = {
  full: 'No room is left on the disk.',
  'read-only': 'The disk can only be read.',
  denied: 'Files may not be written.',
  failing: 'Files cannot be written.',
};

/** What a person can do about it. */
export function storageRemedy(cause: StorageCause): Remedy {
  if (cause === 'full')
    return remedyOf('free_disk', 'Make room on this disk. Gatehouse notices it within seconds and goes on writing.');
  if (cause === 'read-only')
    return remedyOf('disk_writable', 'Make the disk writable again. Gatehouse notices it within seconds.');
  if (cause === 'denied')
    return remedyOf('allow_writing', 'Give this user write access to it. Gatehouse notices it within seconds.');
  return remedyOf('check_disk', 'See that it is no folder and that the disk is well. Gatehouse tries again by itself.');
}
