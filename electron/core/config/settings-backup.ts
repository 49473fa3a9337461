import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { SettingsFile } from './settings-file.ts';

/** What is added to the file's name for the copy. */
export const BACKUP_SUFFIX = '.bak';

/**
 * The settings file with a copy beside it of what a run found, made before that run writes for the first time: whatever an
 * update does to a file, what was before is there. A write fails with the copy.
 */
export function withBackup(file: SettingsFile): SettingsFile {
  let isKept = false;
  const keep = (): void => {
    if (isKept) return;
    copy(file.path);
    isKept = true;
  };
  return {
    path: file.path,
    read: () => file.read(),
    set: (key, value) => {
      keep();
      file.set(key, value);
    },
    delete: key => {
      keep();
      file.delete(key);
    },
    replace: content => {
      keep();
      file.replace(content);
    },
  };
}

/** In one step: a copy that was cut short must not take the place of a whole one. */
function copy(path: string): void {
  if (!existsSync(path)) return;
  const neighbour = `${path}${BACKUP_SUFFIX}.${process.pid}-0.tmp`;
  const descriptor = openSync(neighbour, 'w', 0o600);
  try {
    writeSync(descriptor, readFileSync(path));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(neighbour, `${path}${BACKUP_SUFFIX}`);
}
