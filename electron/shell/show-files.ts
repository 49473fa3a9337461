import type { Shell } from 'electron';
import type { Command, CommandResult } from '../contract/index.ts';

/** Options of {@link showFiles}. */
export interface ShowFilesOptions {
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  /** Runs a command. May throw. */
  readonly execute: (command: Command) => Promise<CommandResult>;
}

/**
 * The commands as the desktop runs them: a file of Gatehouse is shown in its folder. A page says which one, never where, and
 * nothing is opened: whatever opens such a file may run it.
 */
export function showFiles({ shell, execute }: ShowFilesOptions): (command: Command) => Promise<CommandResult> {
  return async command => {
    const result = await execute(command);
    if (command.name !== 'showFile' || result.file === undefined) return result;
    shell.showItemInFolder(result.file);
    return {
      ...result,
      changed: true,
      told: { code: 'file_shown', name: result.file },
      sentence: `${result.file} is shown in its folder.`,
    };
  };
}
