import { isAbsolute, resolve } from 'node:path';
import { GatehouseError } from './errors.ts';

/** The folder the process works in. Throws `working_folder_gone` where it was removed since the process, or its shell, came there. */
export function workingFolder(ask: () => string = () => process.cwd()): string {
  try {
    return ask();
  } catch (error) {
    throw new GatehouseError(
      'working_folder_gone',
      'The folder in which Gatehouse was started is not there any more.',
      {
        remedy: 'Change to a folder that exists, then start it again; or give absolute paths.',
        cause: error,
      },
    );
  }
}

/** `path` made absolute; the working folder is asked for only where that takes it. Throws what `base` throws. */
export function absolutePath(path: string, base: () => string): string {
  return isAbsolute(path) ? resolve(path) : resolve(base(), path);
}
