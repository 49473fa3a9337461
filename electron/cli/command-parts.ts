import type { Command } from 'commander';

/** For commands that need the home folder only. */
export function placed(command: Command): Command {
  return command.option('--home <dir>', 'folder with settings, secrets, receipts and logs');
}

/** For commands that read settings as well. */
export function configured(command: Command): Command {
  return placed(command).option('--config <file>', 'read this settings file instead of the one in the home folder');
}

/** Adds examples to the help. */
export function examples(command: Command, lines: readonly string[]): void {
  command.addHelpText('after', `\nExamples:\n${lines.map(line => `  $ ${line}`).join('\n')}`);
}
