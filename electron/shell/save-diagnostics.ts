import path from 'node:path';
import type { Dialog, Shell } from 'electron';
import type { Command, CommandResult } from '../contract/index.ts';
import type { Clock } from '../core/platform/index.ts';
import type { NativeTexts } from './native-texts.ts';

/** Options of {@link askWhereToSave}. */
export interface SaveDiagnosticsOptions {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  /** The folder that is offered first. */
  readonly folder: string;
  readonly texts: () => Pick<NativeTexts, 'saveDiagnostics'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Runs a command. May throw. */
  readonly execute: (command: Command) => Promise<CommandResult>;
}

/**
 * The commands as the desktop runs them: where the diagnostics go is asked with the system's own dialog, and the saved
 * file is shown in its folder. A page cannot choose the place, so a path that it names is not followed.
 */
export function askWhereToSave(options: SaveDiagnosticsOptions): (command: Command) => Promise<CommandResult> {
  const { dialog, shell, folder, texts, clock, execute } = options;
  return async command => {
    if (command.name !== 'saveDiagnostics') return execute(command);
    const { title, button } = texts().saveDiagnostics;
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const { canceled, filePath } = await dialog.showSaveDialog({
      title,
      buttonLabel: button,
      defaultPath: path.join(folder, `gatehouse-diagnostics-${day}.txt`),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || filePath === '')
      return { changed: false, told: { code: 'nothing_saved' }, sentence: 'Nothing was saved.' };
    const result = await execute({ name: 'saveDiagnostics', path: filePath });
    if (result.changed) shell.showItemInFolder(filePath);
    return result;
  };
}
