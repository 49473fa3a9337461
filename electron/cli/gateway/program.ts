import { type Command, InvalidArgumentError } from 'commander';
import { configured, examples, placed } from '../command-parts.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { type AccessOptions, type RestartOptions, runGatewayAccess, runGatewayRestart } from './access-command.ts';
import {
  type AddOptions,
  type EditOptions,
  runGatewayAdd,
  runGatewayEdit,
  runGatewayRemove,
  runGatewayUse,
  type UseOptions,
} from './edit-command.ts';
import { type PairOptions, runGatewayPair } from './pair-command.ts';
import {
  runGatewayDisconnect,
  runGatewayDiscover,
  runGatewayHealth,
  runGatewayList,
  runGatewayReconnect,
  type ShowOptions,
} from './show-command.ts';

const MOST_SECONDS = 86_400;
const MOST_PRIORITY = 1_000;
const MOST_PLACES = 100;
const PAIR_SECONDS = 300;
const DEFAULT_SCOPES: readonly string[] = ['operator.admin'];

/** `gatehouse gateway …` */
export function addGateway(program: Command, io: CliIo): void {
  const gateway = program.command('gateway').description('Look after the connections to OpenClaw gateways.');
  examples(gateway, ['gatehouse gateway list', 'gatehouse gateway health', 'gatehouse gateway pair']);
  addViews(gateway, io);
  addChanges(gateway, io);
  addActions(gateway, io);
}

function addViews(gateway: Command, io: CliIo): void {
  examples(
    configured(gateway.command('list').description('Show all gateways, best first, and which one is used.'))
      .option('--json', 'everything, as JSON')
      .action((options: ShowOptions) => runGatewayList(io, options)),
    ['gatehouse gateway list', 'gatehouse gateway list --json'],
  );
  examples(
    placed(gateway.command('health').description('Show how the gateway stands; fails unless it is connected.'))
      .option('--json', 'everything, as JSON')
      .action((options: ShowOptions) => runGatewayHealth(io, options)),
    ['gatehouse gateway health', 'gatehouse gateway health --json'],
  );
  examples(
    configured(
      gateway.command('discover').description('Show the gateway that OpenClaw on this computer is set up for.'),
    )
      .option('--json', 'everything but secrets, as JSON')
      .action((options: ShowOptions) => runGatewayDiscover(io, options)),
    ['gatehouse gateway discover'],
  );
}

function addChanges(gateway: Command, io: CliIo): void {
  examples(
    configured(gateway.command('add').description('Add a gateway; secrets come from standard input only.'))
      .argument('<name>', 'what it is called here')
      .argument('<url>', 'ws:// on this computer or a private network, else wss://')
      .option('--priority <number>', 'less is better; default: after the others', parseNumber(1, MOST_PRIORITY))
      .option('--fingerprint <hex>', "SHA-256 of the gateway's certificate, the only one that is then accepted")
      .option('--token-stdin', 'read its token from standard input; at a terminal it is asked for')
      .option('--password-stdin', 'read its password from standard input; at a terminal it is asked for')
      .action((name: string, url: string, options: AddOptions) => runGatewayAdd(io, name, url, options)),
    [
      'gatehouse gateway add studio ws://127.0.0.1:18789 --token-stdin < token.txt',
      'gatehouse gateway add office wss://gateway.example --priority 2',
    ],
  );
  examples(
    configured(gateway.command('edit').description('Change a gateway; what is not given stays as it is.'))
      .argument('<name>', 'see the list')
      .option('--name <name>', 'what it is called from now on; its secrets follow it')
      .option('--url <url>', 'ws:// on this computer or a private network, else wss://')
      .option('--fingerprint <hex>', 'SHA-256 of its certificate; “none”: certificates are checked as usual')
      .option('--scope <scopes...>', 'what it is asked to allow', parseScope)
      .option('--place <number>', 'its place in the order of preference', parseNumber(1, MOST_PLACES))
      .action((name: string, options: EditOptions) => runGatewayEdit(io, name, options)),
    ['gatehouse gateway edit office --place 1', 'gatehouse gateway edit office --scope operator.read operator.admin'],
  );
  examples(
    configured(gateway.command('remove').description('Remove a gateway and its secrets.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: PlaceOptions) => runGatewayRemove(io, name, options)),
    ['gatehouse gateway remove office'],
  );
  examples(
    configured(gateway.command('use').description('Use this gateway from now on, or the best one again.'))
      .argument('[name]', 'see the list')
      .option('--auto', 'the best one that can be reached')
      .action((name: string | undefined, options: UseOptions) => runGatewayUse(io, name, options)),
    ['gatehouse gateway use office', 'gatehouse gateway use --auto'],
  );
}

function addActions(gateway: Command, io: CliIo): void {
  examples(
    placed(gateway.command('pair').description('Show the command that approves this computer, and wait for it.'))
      .argument('[name]', 'which gateway; default: the one in use')
      .option('--timeout <seconds>', 'how long to wait', parseNumber(0, MOST_SECONDS), PAIR_SECONDS)
      .action((name: string | undefined, options: PairOptions) => runGatewayPair(io, name, options)),
    ['gatehouse gateway pair', 'gatehouse gateway pair office --timeout 60'],
  );
  examples(
    placed(gateway.command('reconnect').description('Drop the connection and connect at once.'))
      .argument('[name]', 'which gateway; default: the one in use')
      .action((name: string | undefined, options: PlaceOptions) => runGatewayReconnect(io, name, options)),
    ['gatehouse gateway reconnect', 'gatehouse gateway reconnect office'],
  );
  examples(
    placed(
      gateway.command('disconnect').description('Leave a gateway alone, also after a restart, until you reconnect it.'),
    )
      .argument('[name]', 'which gateway; default: the one in use')
      .action((name: string | undefined, options: PlaceOptions) => runGatewayDisconnect(io, name, options)),
    ['gatehouse gateway disconnect', 'gatehouse gateway disconnect office'],
  );
  examples(
    placed(gateway.command('restart').description('Restart the gateway itself; needs the access operator.admin.'))
      .argument('[name]', 'which gateway; default: the one in use')
      .option('--force', 'do not wait for its runs to end')
      .action((name: string | undefined, options: RestartOptions) => runGatewayRestart(io, name, options)),
    ['gatehouse gateway restart', 'gatehouse gateway restart office --force'],
  );
  examples(
    placed(gateway.command('access').description('Ask the owner of the gateway in use for more access.'))
      .option('--scope <scopes...>', 'what to ask for', parseScope, DEFAULT_SCOPES)
      .option('--timeout <seconds>', 'how long to wait', parseNumber(0, MOST_SECONDS), PAIR_SECONDS)
      .action((options: AccessOptions) => runGatewayAccess(io, options)),
    ['gatehouse gateway access', 'gatehouse gateway access --scope operator.approvals operator.pairing'],
  );
}

/** Collects what is given; the first one takes the place of the default. */
function parseScope(text: string, before: readonly string[] = DEFAULT_SCOPES): readonly string[] {
  if (!/^operator\.[a-z.]{1,50}$/.test(text)) {
    throw new InvalidArgumentError('Expected names like operator.admin or operator.approvals.');
  }
  return before === DEFAULT_SCOPES ? [text] : [...before, text];
}

function parseNumber(least: number, most: number): (text: string) => number {
  return text => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}
