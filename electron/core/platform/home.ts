import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { errorMessage, GatehouseError } from './errors.ts';
import { keepToOwner } from './private-folder.ts';
import { absolutePath } from './working-folder.ts';

/** What {@link resolveHome} decides from. */
export interface HomeSources {
  /** The value of `--home`. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's own folder, `os.homedir()`. */
  readonly userFolder: string;
  /** Base for a relative `--home`, asked for only there. */
  readonly workingFolder: () => string;
}

/**
 * The one folder that holds settings, secrets, receipts, logs and the control socket: `--home`, else `GATEHOUSE_HOME`,
 * else the place where the platform keeps an application's configuration (XDG base directories on Linux).
 * Throws what `workingFolder` throws.
 */
export function resolveHome({ flag, env, platform, userFolder, workingFolder }: HomeSources): string {
  const chosen = flag ?? (env['GATEHOUSE_HOME'] === '' ? undefined : env['GATEHOUSE_HOME']);
  if (chosen !== undefined) return absolutePath(chosen, workingFolder);
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Gatehouse');
  if (platform === 'win32')
    return join(absolute(env['APPDATA']) ?? join(userFolder, 'AppData', 'Roaming'), 'Gatehouse');
  return join(absolute(env['XDG_CONFIG_HOME']) ?? join(userFolder, '.config'), 'gatehouse');
}

/** The XDG specification: relative paths in its variables are to be ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** Left in a home that could not be kept to its owner, so that the next start tries again. */
const OPEN_MARK = '.others-may-read';

/**
 * Creates the home folder (0700, on Windows with access for its owner, the system and its administrators) when it is
 * missing and proves that it can be written. False when it is one that Gatehouse made and that others may be able to read:
 * that is tried again each time. Throws `home_unwritable` with the reason and a remedy. `keep`: stand-in for the access
 * lists of Windows.
 */
export async function prepareHome(
  home: string,
  keep: (folder: string) => Promise<boolean> = keepToOwner,
): Promise<boolean> {
  const probe = join(home, `.write-test-${process.pid}`);
  try {
    const mark = join(home, OPEN_MARK);
    const isToKeep = (await createFolder(home)) || (await exists(mark));
    const isKept = !isToKeep || (await keep(home));
    await (await open(probe, 'w', 0o600)).close();
    await rm(probe, { force: true });
    if (!isKept) await writeFile(mark, '', { mode: 0o600 });
    else if (isToKeep) await rm(mark, { force: true });
    return isKept;
  } catch (error) {
    throw new GatehouseError('home_unwritable', `The folder ${home} cannot be written: ${errorMessage(error)}`, {
      remedy: 'Choose another folder with --home DIR or GATEHOUSE_HOME, or give this user access to it.',
      cause: error,
    });
  }
}

/**
 * One level at a time: Node's own recursive mode never ends where a folder that exists refuses to hold others with
 * ENOENT, as those of /proc do. True when it was not there before.
 */
async function createFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || (await exists(parent))) throw error;
    await createFolder(parent);
    await mkdir(path, { mode: 0o700 });
  }
  return true;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
