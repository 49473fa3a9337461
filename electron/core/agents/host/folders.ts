import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { errorMessage, GatehouseError, keepToOwner, type Logger, warnOfOpenFolder } from '../../platform/index.ts';

/** Real paths of an agent's folders. */
export interface AgentFolders {
  readonly workspace: string;
  readonly stateFolder: string;
  readonly dotenvPath: string;
}

/** Options of {@link prepareFolders}. */
export interface FolderOptions {
  readonly workspace: string;
  readonly stateFolder: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** Stand-in for the access lists of Windows; false: others may be able to read the folder. */
  readonly keep?: (folder: string) => Promise<boolean>;
}

/**
 * Makes the state folder (0700, on Windows without the access that it would take over; a warning in the log where that
 * cannot be had) and proves that it lies outside the workspace: a workspace outlives the agent made in
 * it, and an old override in it would beat what is assigned then. Throws `agent_folder_invalid`,
 * `agent_state_in_workspace`.
 */
export async function prepareFolders({
  workspace,
  stateFolder,
  logger,
  keep = keepToOwner,
}: FolderOptions): Promise<AgentFolders> {
  try {
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    const state = await lstat(stateFolder);
    if (process.getuid !== undefined && state.uid !== process.getuid()) throw new Error('it belongs to another user');
    if ((state.mode & 0o077) !== 0 && process.platform !== 'win32') await chmod(stateFolder, 0o700);
    if (!(await stat(workspace)).isDirectory()) throw new Error('the workspace is no folder');
  } catch (error) {
    throw new GatehouseError(
      'agent_folder_invalid',
      `The folders of the agent cannot be used: ${errorMessage(error)}`,
      {
        remedy: 'Choose others with --workspace DIR and --state DIR, or give this user access to them.',
        cause: error,
      },
    );
  }
  const real = { workspace: await realpath(workspace), stateFolder: await realpath(stateFolder) };
  if (isInside(real.stateFolder, real.workspace)) {
    throw new GatehouseError('agent_state_in_workspace', 'The state folder of the agent lies inside its workspace.', {
      remedy: 'Choose a state folder elsewhere with --state DIR: what lies in the workspace outlives the agent.',
    });
  }
  // Also one that was there, as it gets the mode of a private one elsewhere: a token will lie in it.
  warnOfOpenFolder(real.stateFolder, await keep(real.stateFolder), logger);
  return { ...real, dotenvPath: join(real.workspace, '.env') };
}

function isInside(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
