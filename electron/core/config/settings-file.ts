import { rename } from 'node:fs/promises';
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

/** Far above any settings; a larger file is not ours. */
const MAX_FILE_LENGTH = 1_048_576;

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
}: PrepareOptions): Promise<{ setAside: { file: string; reason: string } | undefined }> {
  const found = await readSettings(path, named, signal);
  if (found === undefined) return { setAside: undefined };
  const damage = damageOf(found.text);
  if (damage === undefined) {
    // An editor of Windows saved it; the stores read nothing but plain UTF-8.
    if (!found.isPlain) await writePlain(path, found.text, { clock, signal });
    return { setAside: undefined };
  }
  if (named) {
    throw new GatehouseError('config_corrupt', `The settings file ${path} cannot be read: ${damage}`, {
      remedy: 'Correct the file, or start without --config.',
    });
  }
  const file = `${path}.corrupt-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`;
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
  return { setAside: { file, reason: damage } };
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
    await writeFileAtomically(path, text, options);
  } catch (error) {
    options.signal.throwIfAborted();
    throw new GatehouseError(
      'config_unreadable',
      `The settings file ${path} is no UTF-8 without a byte order mark, and cannot be written as such: ${errorMessage(error)}`,
      { remedy: 'Save it as UTF-8 without a byte order mark (BOM).', cause: error },
    );
  }
}

function damageOf(text: string): string | undefined {
  if (text.length > MAX_FILE_LENGTH) return 'it is larger than 1 MiB.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold anything.
    return 'it is not JSON.';
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'it is not a JSON object.';
}
