import { mkdir, open, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Clock, errorMessage, GatehouseError, writeFileAtomically } from '../../platform/index.ts';

/** Where {@link saveText} writes. */
export interface SaveTextOptions {
  /** For a file without a path; made when it is missing. */
  readonly folder: string;
  /** A file that the person chose; undefined: one in the folder. */
  readonly path?: string | undefined;
  /** The person agreed to replace what is there. */
  readonly replace?: boolean | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Beside the name where it is taken in the folder; more of one name are a mistake. */
const MAX_NUMBERED = 100;

/**
 * Writes a text as a file that only its owner can read, whole or not at all, and gives its path. Replaces nothing that
 * nobody agreed to. Throws `save_path`, `save_exists`, `save_unwritable`.
 */
export async function saveText(
  { text, fileName }: { readonly text: string; readonly fileName: string },
  { folder, path, replace = false, clock, signal }: SaveTextOptions,
): Promise<string> {
  if (path !== undefined && !isAbsolute(path)) {
    throw new GatehouseError('save_path', 'The file needs a full path.', { remedy: 'Choose a file by its path.' });
  }
  const write = (file: string): Promise<void> => writeFileAtomically(file, text, { clock, signal });
  const wanted = path ?? join(folder, fileName);
  try {
    if (path === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
    if (path !== undefined && replace) {
      await write(path);
      return path;
    }
    const file = await reserve(path === undefined ? numbered(wanted) : [wanted]);
    if (file === undefined) {
      throw new GatehouseError('save_exists', `${wanted} is there already, and nothing was replaced.`, {
        remedy: 'Choose another name, or remove that file first.',
      });
    }
    await write(file).catch(async (error: unknown) => {
      await rm(file, { force: true });
      throw error;
    });
    return file;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GatehouseError) throw error;
    throw new GatehouseError('save_unwritable', `${wanted} could not be written: ${errorMessage(error)}`, {
      remedy: 'Choose another folder, or give this user access to it.',
      cause: error,
    });
  }
}

/** Takes the first of these names that is free, with an empty file, so that nobody else can take it meanwhile. */
async function reserve(files: Iterable<string>): Promise<string | undefined> {
  for (const file of files) {
    try {
      await (await open(file, 'wx', 0o600)).close();
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return undefined;
}

function* numbered(file: string): Generator<string> {
  yield file;
  const dot = file.lastIndexOf('.');
  for (let number = 2; number <= MAX_NUMBERED; number += 1) yield `${file.slice(0, dot)}-${number}${file.slice(dot)}`;
}
