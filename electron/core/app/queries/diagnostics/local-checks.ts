import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SettingsDescription, StorageTrouble, Told } from '../../../../contract/index.ts';
import { errorMessage } from '../../../platform/index.ts';
import { type Check, type Finding, type Said, trouble, unknown, well } from './check.ts';

/** Below this logs and receipts may not fit any more. */
const LOW_DISK_BYTES = 200 * 1024 * 1024;
const FULL_DISK_BYTES = 10 * 1024 * 1024;

/** The settings file: whether it can be read, what is wrong in it, whether it may be changed. */
export function settingsCheck(describe: () => Pick<SettingsDescription, 'file' | 'problems'>): Check {
  return {
    id: 'settings-file',
    gate: 'app',
    title: 'Settings file',
    look: async () => {
      const { file, problems } = describe();
      const [first] = problems;
      if (first !== undefined) {
        const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
        const what = first.path === '' ? first.problem : `${first.path}: ${first.problem}${more}.`;
        const told: Told = {
          code: 'check_settings_wrong',
          name: first.path,
          count: problems.length - 1,
          of: first.told,
        };
        return trouble(
          'broken',
          [what, told],
          [`Correct ${file}. Until then the values of the start are in force.`, 'correct_settings_file'],
        );
      }
      return settingsFile(file);
    },
  };
}

async function settingsFile(file: string): Promise<Finding> {
  try {
    await access(file, constants.R_OK | constants.W_OK);
    return well(`${file} can be read and changed.`, { code: 'check_settings_fine', name: file });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return isWritable(dirname(file), [
        `There is none yet: everything is at its default. It would be ${file}.`,
        { code: 'check_settings_none', name: file },
      ]);
    }
    const why = errorMessage(error);
    return trouble(
      'needs-you',
      [`${file} cannot be changed: ${why}`, { code: 'check_settings_locked', name: file, why }],
      ['Give this user access to the file.', 'give_access'],
    );
  }
}

async function isWritable(folder: string, said: Said): Promise<Finding> {
  try {
    await access(folder, constants.W_OK);
    return well(...said);
  } catch (error) {
    const why = errorMessage(error);
    return trouble(
      'broken',
      [`${folder} cannot be written to: ${why}`, { code: 'check_folder_locked', name: folder, why }],
      ['Give this user access to it.', 'give_access'],
    );
  }
}

/** Room for logs, receipts and activity in the home folder, and whether all of them could be written last. */
export function diskCheck(folder: string, storage: () => StorageTrouble | null): Check {
  return {
    id: 'disk-space',
    gate: 'app',
    title: 'Disk space for logs and receipts',
    look: async () => {
      const known = storage();
      if (known !== null) {
        const { cause, path, sentence, remedy } = known;
        const told = { code: 'check_unwritable', name: path, other: cause } as const;
        return trouble('broken', [sentence, told], [remedy.text, remedy.code]);
      }
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const amount = free >= 1024 ** 3 ? `${(free / 1024 ** 3).toFixed(1)} GiB` : `${Math.floor(free / 1024 ** 2)} MiB`;
      const said: Said = [`${amount} are free at ${folder}.`, { code: 'check_disk', name: folder, other: amount }];
      if (free < FULL_DISK_BYTES) {
        return trouble('broken', said, ['Make room: nothing can be written soon.', 'make_room_now']);
      }
      if (free < LOW_DISK_BYTES) return trouble('needs-you', said, ['Make room on this disk.', 'make_room']);
      return well(...said);
    },
  };
}

/** The log file and the folder it is in. */
export function logCheck(logFile: string): Check {
  return {
    id: 'log-file',
    gate: 'app',
    title: 'Log file',
    look: async () => {
      try {
        await access(logFile, constants.W_OK);
        return well(`${logFile} is written.`, { code: 'check_log_written', name: logFile });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          return unknown(`There is no log yet at ${logFile}.`, { code: 'check_log_none', name: logFile });
        }
        const why = errorMessage(error);
        return trouble(
          'needs-you',
          [`The log cannot be written: ${why}`, { code: 'check_log_locked', name: logFile, why }],
          [`Give this user access to ${logFile}.`, 'give_access'],
        );
      }
    },
  };
}

/** Where secrets are, and whether they can be opened. `names` throws why they cannot. */
export function secretsCheck(
  description: () => Said,
  names: (signal: AbortSignal) => Promise<readonly string[]>,
): Check {
  return {
    id: 'secrets-store',
    gate: 'app',
    title: 'Secrets store',
    look: async signal => {
      const { length } = await names(signal);
      const [sentence, told] = description();
      return well(`${sentence} It holds ${length === 1 ? '1 secret' : `${length} secrets`}.`, {
        code: 'check_secrets',
        count: length,
        why: sentence,
        of: told,
      });
    },
  };
}
