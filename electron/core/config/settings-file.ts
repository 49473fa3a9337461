import { readdir, realpath, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Told } from '../../contract/index.ts';
import {
  type Clock,
  errorMessage,
  type FileText,
  GatehouseError,
  readPersonsText,
  writeFileAtomically,
} from '../platform/index.ts';

/** The store that holds the settings file: `conf` in the headless host, `electron-store` in the tray host. */
export interface SettingsFile {
  readonly path: string;
  /** The whole content. */
  read(): Readonly<Record<string, unknown>>;
  /** Puts a value at a dotted path and writes the file. Throws the file system's error. */
  set(key: string, value: unknown): void;
  /** Removes a value so that the default counts again, and writes the file. */
  delete(key: string): void;
  /** Writes the whole content in one step. Throws the file system's error. */
  replace(content: Readonly<Record<string, unknown>>): void;
}

/** Options of {@link prepareSettingsFile}. */
export interface PrepareOptions {
  readonly path: string;
  readonly clock: Clock;
  /** True for a file named with `--config`: it must exist, and it is never moved. */
  readonly named: boolean;
  readonly signal: AbortSignal;
}

/** What is wrong with the content, as a sentence and by code. */
interface Damage {
  readonly reason: string;
  readonly told: Told;
}

/** Where a damaged file was put, and what was wrong with it. */
export interface SetAside extends Damage {
  readonly file: string;
}

/** What {@link prepareSettingsFile} found. */
export interface PreparedSettingsFile {
  /** Where a damaged file went just now; undefined when it was fine. */
  readonly setAside: SetAside | undefined;
  /** The newest damaged file that was set aside, by this start or an earlier one, while no other settings were made since. */
  readonly lost: string | undefined;
}

/** Far above any settings; a larger file is not ours. */
const MAX_FILE_LENGTH = 1_048_576;
/** Stands between a file's name and the time at which it was set aside. */
const SET_ASIDE = '.corrupt-';

/**
 * Makes sure that `path` holds a JSON object or nothing, because the stores behind {@link SettingsFile} throw on
 * anything else. A damaged file is moved aside, never deleted, and reported. Throws `config_missing`,
 * `config_unreadable`, and for a named file `config_corrupt`.
 */
export async function prepareSettingsFile({
  path,
  clock,
  named,
  signal,
}: PrepareOptions): Promise<PreparedSettingsFile> {
  const found = await readSettings(path, named, signal);
  if (found === undefined) return { setAside: undefined, lost: await newestSetAside(path) };
  const damage = damageOf(found.text);
  if (damage === undefined) {
    // An editor of Windows saved it; the stores read nothing but plain UTF-8.
    if (!found.isPlain) await writePlain(path, found.text, { clock, signal });
    return { setAside: undefined, lost: undefined };
  }
  if (named) {
    throw new GatehouseError('config_corrupt', `The settings file ${path} cannot be read: ${damage.reason}`, {
      remedy: 'Correct the file, or start without --config.',
    });
  }
  const file = `${path}${SET_ASIDE}${new Date(clock.now()).toISOString().replaceAll(':', '-')}`;
  await rename(path, file).catch((error: unknown) => {
    throw new GatehouseError(
      'config_unreadable',
      `The damaged settings file ${path} could not be set aside: ${errorMessage(error)}`,
      {
        remedy: 'Correct the file, or move it away by hand.',
        cause: error,
      },
    );
  });
  return { setAside: { file, ...damage }, lost: file };
}

/** Their names end in the time, so that the last one is the newest. A folder that is not there yet holds none. */
async function newestSetAside(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  const newest = names
    .filter(name => name.startsWith(`${basename(path)}${SET_ASIDE}`))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : join(dirname(path), newest);
}

async function readSettings(path: string, named: boolean, signal: AbortSignal): Promise<FileText | undefined> {
  try {
    return await readPersonsText(path, signal);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !named) return undefined;
    signal.throwIfAborted();
    throw new GatehouseError(
      missing ? 'config_missing' : 'config_unreadable',
      missing
        ? `There is no settings file ${path}.`
        : `The settings file ${path} cannot be read: ${errorMessage(error)}`,
      { remedy: missing ? 'Check the path given with --config.' : 'Give this user access to the file.', cause: error },
    );
  }
}

async function writePlain(
  path: string,
  text: string,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  try {
    // A link, as those have it who keep their settings with others, stays one.
    await writeFileAtomically(await realpath(path), text, options);
  } catch (error) {
    options.signal.throwIfAborted();
    throw new GatehouseError(
      'config_unreadable',
      `The settings file ${path} is no UTF-8 without a byte order mark, and cannot be written as such: ${errorMessage(error)}`,
      { remedy: 'Save it as UTF-8 without a byte order mark (BOM).', cause: error },
    );
  }
}

function damageOf(text: string): Damage | undefined {
  if (text.length > MAX_FILE_LENGTH) {
    return { reason: 'it is larger than 1 MiB.', told: { code: 'damage_large', count: 1 } };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold anything.
    return { reason: 'it is not JSON.', told: { code: 'damage_not_json' } };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  return { reason: 'it is not a JSON object.', told: { code: 'damage_no_object' } };
}
