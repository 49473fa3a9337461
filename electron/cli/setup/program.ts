import type { Command } from 'commander';
import { configured, examples } from '../command-parts.ts';
import type { CliIo } from '../io.ts';
import { runSetup, type SetupCommandOptions } from './setup-command.ts';

/** Adds `setup`. */
export function addSetup(program: Command, io: CliIo): void {
  examples(
    configured(program.command('setup').description('Set up network, gateway, subscriptions and agents, step by step.'))
      .option('--reset', 'begin anew instead of going on where it was left')
      .option('--answers <file>', 'answers as JSON instead of questions; - for standard input')
      .option('--anyway', 'with --answers: go on after a check that failed')
      .option('--no-browser', 'show the address of the login page only')
      .option('--app-url <url>', 'address of another chat app')
      .action((options: SetupCommandOptions) => runSetup(io, options)),
    [
      'gatehouse setup',
      'gatehouse setup --reset',
      `echo '{"network":{"kind":"sandbox"},"gateway":{"kind":"sandbox"}}' | gatehouse setup --answers -`,
      'gatehouse setup --answers answers.json --anyway',
    ],
  );
}
