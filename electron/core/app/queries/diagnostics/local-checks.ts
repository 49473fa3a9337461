import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SettingsDescription, StorageTrouble } from '../../../../contract/index.ts';
import { errorMessage } from '../../../platform/index.ts';
import { type Check, type Finding, trouble, unknown, well } from './check.ts';

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
        return trouble('broken', what, `Correct ${file}. Until then the values of the start are in force.`);
      }
      return settingsFile(file);
    },
  };
}

async function settingsFile(file: string): Promise<Finding> {
  try {
    await access(file, constants.R_OK | constants.W_OK);
    return well(`${file} can be read and changed.`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return isWritable(dirname(file), `There is none yet: everything is at its default. It would be ${file}.`);
    }
    return trouble(
      'needs-you',
      `${file} cannot be changed: ${errorMessage(error)}`,
      'Give this user access to the file.',
    );
  }
}

async function isWritable(folder: string, sentence: string): Promise<Finding> {
  try {
    await access(folder, constants.W_OK);
    return well(sentence);
  } catch (error) {
    return trouble('broken', `${folder} cannot be written to: ${errorMessage(error)}`, 'Give this user access to it.');
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
      if (known !== null) return trouble('broken', known.sentence, known.remedy.text);
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const amount = free >= 1024 ** 3 ? `${(free / 1024 ** 3).toFixed(1)} GiB` : `${Math.floor(free / 1024 ** 2)} MiB`;
      const sentence = `${amount} are free at ${folder}.`;
      if (free < FULL_DISK_BYTES) return trouble('broken', sentence, 'Make room: nothing can be written soon.');
      if (free < LOW_DISK_BYTES) return trouble('needs-you', sentence, 'Make room on this disk.');
      return well(sentence);
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
        return well(`${logFile} is written.`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return unknown(`There is no log yet at ${logFile}.`);
        return trouble(
          'needs-you',
          `The log cannot be written: ${errorMessage(error)}`,
          `Give this user access to ${logFile}.`,
        );
      }
    },
  };
}

/** Where secrets are, and whether they can be opened. `names` throws why they cannot. */
export function secretsCheck(
  description: () => string,
  names: (signal: AbortSignal) => Promise<readonly string[]>,
): Check {
  return {
    id: 'secrets-store',
    gate: 'app',
    title: 'Secrets store',
    look: async signal => {
      const { length } = await names(signal);
      return well(`${description()} It holds ${length === 1 ? '1 secret' : `${length} secrets`}.`);
    },
  };
}
