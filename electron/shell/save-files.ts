import path from 'node:path';
import type { Dialog, FileFilter, Shell } from 'electron';
import type { Command, CommandResult } from '../contract/index.ts';
import type { Clock } from '../core/platform/index.ts';
import type { NativeTexts } from './native-texts.ts';

/** Options of {@link askWhereToSave}. */
export interface SaveFilesOptions {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  /** The folder that is offered first. */
  readonly folder: string;
  readonly texts: () => Pick<NativeTexts, 'save'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The name that the file of a receipt is offered under. Throws when it is not kept any more. */
  readonly receiptName: (id: string) => Promise<string>;
  /** Runs a command. May throw. */
  readonly execute: (command: Command) => Promise<CommandResult>;
}

type SavingCommand = Extract<Command, { name: 'saveDiagnostics' | 'saveReceipt' | 'exportActivity' }>;

/**
 * The commands as the desktop runs them: where a file goes is asked with the system's own dialog, which also asks before
 * anything is replaced, and the saved file is shown in its folder. A page cannot choose the place, so a path that it names
 * is not followed.
 */
export function askWhereToSave(options: SaveFilesOptions): (command: Command) => Promise<CommandResult> {
  const { dialog, shell, folder, texts, execute } = options;
  return async command => {
    if (!isSaving(command)) return execute(command);
    const extension = command.name === 'exportActivity' ? command.format : EXTENSIONS[command.name];
    const { save } = texts();
    const { canceled, filePath } = await dialog.showSaveDialog({
      title: save.titles[command.name],
      buttonLabel: save.button,
      defaultPath: path.join(folder, await fileNameOf(command, options)),
      filters: [filterOf(extension, save.text)],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || filePath === '')
      return { changed: false, told: { code: 'nothing_saved' }, sentence: 'Nothing was saved.' };
    const place = command.name === 'saveDiagnostics' ? { path: filePath } : { path: filePath, replace: true };
    const result = await execute({ ...command, ...place });
    if (result.changed) shell.showItemInFolder(filePath);
    return result;
  };
}

const EXTENSIONS = { saveDiagnostics: 'txt', saveReceipt: 'json' } as const;

function isSaving(command: Command): command is SavingCommand {
  return command.name === 'exportActivity' || Object.hasOwn(EXTENSIONS, command.name);
}

async function fileNameOf(
  command: SavingCommand,
  { clock, receiptName }: Pick<SaveFilesOptions, 'clock' | 'receiptName'>,
): Promise<string> {
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  switch (command.name) {
    case 'saveDiagnostics':
      return `gatehouse-diagnostics-${day}.txt`;
    case 'exportActivity':
      return `gatehouse-activity-${day}.${command.format}`;
    case 'saveReceipt':
      // A receipt that is not kept any more is told of before anybody is asked.
      return receiptName(command.id);
  }
}

/** Names of formats need no translation; `text` is what a file without one is called. */
function filterOf(extension: string, text: string): FileFilter {
  const names: Readonly<Record<string, string>> = { json: 'JSON', jsonl: 'JSON Lines', csv: 'CSV', txt: text };
  return { name: names[extension] ?? extension, extensions: [extension] };
}
