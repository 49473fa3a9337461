import { join } from 'node:path';
import { type Clock, errorMessage } from '../platform/index.ts';
import { resolveLeniently } from './lenient.ts';
import { type ResolvedSettings, resolveSettings, type SettingsInput } from './resolve.ts';
import { withBackup } from './settings-backup.ts';
import { prepareSettingsFile, type SetAside, type SettingsFile } from './settings-file.ts';
import { checkSettingsVersion } from './settings-version.ts';

/** The file's name inside the home folder. */
export const SETTINGS_FILE_NAME = 'config.json';

/** Options of {@link loadSettings}. */
export interface LoadOptions {
  readonly home: string;
  /** The absolute path given with `--config`; undefined for the one in the home folder. */
  readonly configPath?: string | undefined;
  readonly flags?: SettingsInput['flags'];
  readonly env: SettingsInput['env'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Opens the host's store on a prepared file. */
  readonly openFile: (path: string) => SettingsFile;
}

/** The settings in force, with the file behind them. */
export interface LoadedSettings extends ResolvedSettings {
  readonly file: SettingsFile;
  /** Where a damaged file went, undefined when it was fine. */
  readonly setAside: SetAside | undefined;
  /** A damaged file that was set aside now or earlier, while nothing else was set since: those settings are not in force. */
  readonly lost: string | undefined;
  /** What stands above the file; it stays as it is until the end of the process. */
  readonly above: Pick<SettingsInput, 'flags' | 'env'>;
}

/** Prepares and reads the settings file and decides every setting. Throws as its two halves do. */
export async function loadSettings({
  home,
  configPath,
  flags,
  env,
  clock,
  signal,
  openFile,
}: LoadOptions): Promise<LoadedSettings> {
  const path = configPath ?? join(home, SETTINGS_FILE_NAME);
  const { setAside, lost } = await prepareSettingsFile({ path, clock, named: configPath !== undefined, signal });
  const file = withBackup(openFile(path));
  const content = file.read();
  checkSettingsVersion(content, path);
  const above = { ...(flags === undefined ? {} : { flags }), env };
  const resolved = resolveSettings({
    ...above,
    file: content,
    filePath: path,
  });
  return { ...resolved, file, setAside, lost, above };
}

/**
 * As {@link loadSettings}, for a start in which no setting may stand in the way: what is wrong is left out, and the
 * default counts for it. `problem` says what was wrong; null: nothing. Throws only the signal's reason.
 */
export async function loadSettingsSafely(
  options: LoadOptions,
): Promise<{ readonly loaded: LoadedSettings; readonly problem: string | null }> {
  try {
    return { loaded: await loadSettings(options), problem: null };
  } catch (error) {
    options.signal.throwIfAborted();
    const { home, configPath, flags, env, openFile } = options;
    const path = configPath ?? join(home, SETTINGS_FILE_NAME);
    const above = { ...(flags === undefined ? {} : { flags }), env };
    const { file, content } = openedOrEmpty(path, openFile);
    const resolved = resolveLeniently({ ...above, file: content, filePath: path });
    return { loaded: { ...resolved, file, setAside: undefined, lost: undefined, above }, problem: errorMessage(error) };
  }
}

/** Of a file that cannot be read, or is of a newer program, nothing is read, and nothing is written to it. */
function openedOrEmpty(
  path: string,
  openFile: LoadOptions['openFile'],
): { file: SettingsFile; content: Readonly<Record<string, unknown>> } {
  try {
    const file = withBackup(openFile(path));
    const content = file.read();
    checkSettingsVersion(content, path);
    return { file, content };
  } catch (error) {
    const refuse = (): never => {
      throw error;
    };
    return { file: { path, read: refuse, set: refuse, delete: refuse, replace: refuse }, content: {} };
  }
}
