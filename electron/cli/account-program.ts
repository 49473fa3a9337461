import type { Command } from 'commander';
import {
  type AccountOutputOptions,
  type LogoutOptions,
  runAccountList,
  runAccountUse,
  runLogout,
  runWhoami,
} from './account-command.ts';
import { examples, placed } from './command-parts.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { type LoginCommandOptions, runLogin } from './login-command.ts';

/** Adds `login`, `logout`, `whoami` and `account`. */
export function addAccount(program: Command, io: CliIo): void {
  examples(
    placed(program.command('login').description('Sign in to the chat app; its network is used from then on.'))
      .option('--manual', 'paste the login that the page offers, or give it on standard input')
      .option('--import', 'take over the session of og-veil (OG_VEIL_HOME)')
      .option('--sandbox', 'on the page of the running sandbox, to try it')
      .option('--no-browser', 'show the address only')
      .option('--app-url <url>', 'address of another chat app')
      .action((options: LoginCommandOptions) => runLogin(io, options)),
    ['gatehouse login', 'gatehouse login --manual < login.json', 'gatehouse login --import'],
  );
  examples(
    placed(program.command('logout').description('Sign out here and at the server.'))
      .argument('[account]', 'see: gatehouse account list; default: the one in use')
      .option('--all', 'every account')
      .action((account: string | undefined, options: LogoutOptions) => runLogout(io, account, options)),
    ['gatehouse logout', 'gatehouse logout --all'],
  );
  examples(
    placed(program.command('whoami').description('Show who is signed in; fails when nobody is.'))
      .option('--json', 'everything, as JSON')
      .action((options: AccountOutputOptions) => runWhoami(io, options)),
    ['gatehouse whoami', 'gatehouse whoami --json'],
  );
  const account = program.command('account').description('Choose among several accounts.');
  examples(account, ['gatehouse account list', 'gatehouse account use you@example.org']);
  examples(
    placed(account.command('list').description('Every account of this home; the one in use has a star.'))
      .option('--json', 'as JSON')
      .action((options: AccountOutputOptions) => runAccountList(io, options)),
    ['gatehouse account list'],
  );
  examples(
    placed(account.command('use').description('Use another account.'))
      .argument('<account>', 'e-mail address, id, or the beginning of an id')
      .action((wanted: string, options: PlaceOptions) => runAccountUse(io, wanted, options)),
    ['gatehouse account use you@example.org'],
  );
}
