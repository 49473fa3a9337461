import type { Command } from 'commander';
import { examples, placed } from '../command-parts.ts';
import type { CliIo } from '../io.ts';
import { runUninstall, type UninstallOptions } from './uninstall-command.ts';

/** Adds `gatehouse uninstall`. */
export function addUninstall(program: Command, io: CliIo): void {
  examples(
    placed(
      program
        .command('uninstall')
        .description('Remove all that Gatehouse made on this computer beside the program; your data if you say so.'),
    )
      .option('--keep-data', 'settings, secrets and receipts stay for a later installation')
      .option('--delete-data', 'they go as well')
      .option('--dry-run', 'only show what there is')
      .action((options: UninstallOptions) => runUninstall(io, options)),
    ['gatehouse uninstall --dry-run', 'gatehouse uninstall --keep-data', 'gatehouse uninstall --delete-data'],
  );
}
