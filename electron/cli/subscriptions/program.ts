import { type Command, InvalidArgumentError, Option } from 'commander';
import { configured, examples, placed } from '../command-parts.ts';
import { SHELLS } from '../env-command.ts';
import type { CliIo } from '../io.ts';
import {
  type AgentAddOptions,
  runAgentAdd,
  runAgentBackends,
  runAgentList,
  runAgentPrepare,
  runAgentRemove,
  runAgentStatus,
} from './agent-command.ts';
import { type AgentKeyOptions, runAgentKey } from './agent-key-command.ts';
import { type ReportOptions, runReportFailure } from './report-command.ts';
import { type RotateOptions, runRotateSubscription } from './rotate-command.ts';
import type { GateOptions } from './running.ts';
import {
  runSubAdd,
  runSubAssign,
  runSubHeadroom,
  runSubList,
  runSubRemove,
  runSubRename,
  runSubReplace,
  runSubTest,
  type SubAddOptions,
  type SubAssignOptions,
  type SubHeadroomOptions,
  type SubReplaceOptions,
} from './sub-command.ts';

/** `gatehouse sub …`, `gatehouse agent …` and `gatehouse report-failure`. */
export function addSubscriptions(program: Command, io: CliIo): void {
  const sub = program.command('sub').description('Look after the subscriptions that agents work on.');
  examples(sub, ['gatehouse sub list', 'claude setup-token | gatehouse sub add team-max-1', 'gatehouse sub headroom']);
  addViews(sub, io);
  addChanges(sub, io);
  addAgents(program, io);
  addReport(program, io);
}

/** `gatehouse rotate subscription`. */
export function addRotateSubscription(rotate: Command, io: CliIo): void {
  examples(
    shown(rotate.command('subscription').description('Put agents on another subscription; jobs under way go on.'))
      .option('--agent <name>', 'this agent')
      .option('--all', 'every agent that has a subscription')
      .option('--to <name>', 'onto this one; default: the best other one')
      .option('--dry-run', 'say what would be done, and why, and do nothing')
      .action((options: RotateOptions) => runRotateSubscription(io, options)),
    ['gatehouse rotate subscription --agent coder', 'gatehouse rotate subscription --all --dry-run'],
  );
}

function shown(command: Command): Command {
  return configured(command).option('--json', 'everything, as JSON');
}

function addViews(sub: Command, io: CliIo): void {
  examples(
    shown(sub.command('list').description('Show all subscriptions and how they stand.')).action(
      (options: GateOptions) => runSubList(io, options),
    ),
    ['gatehouse sub list', 'gatehouse sub list --json'],
  );
  examples(
    shown(sub.command('headroom').description('Show what is left of the windows, and when they begin anew.'))
      .argument('[name]', 'default: all')
      .option('--refresh', 'ask the provider now; costs one token, once a minute at most')
      .action((name: string | undefined, options: SubHeadroomOptions) => runSubHeadroom(io, name, options)),
    ['gatehouse sub headroom', 'gatehouse sub headroom team-max-1 --refresh'],
  );
  examples(
    shown(sub.command('test').description('Ask the provider whether it takes the token.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: GateOptions) => runSubTest(io, name, options)),
    ['gatehouse sub test team-max-1'],
  );
}

function addChanges(sub: Command, io: CliIo): void {
  examples(
    shown(sub.command('add').description('Store a subscription of your own; its token comes from standard input.'))
      .argument('<name>', 'what it is called here')
      .option('--tier <text>', 'for example max or pro')
      .option('--note <text>', 'whatever you want to remember')
      .option('--no-test', 'do not ask the provider first')
      .action((name: string, options: SubAddOptions) => runSubAdd(io, name, options)),
    ['gatehouse sub add team-max-1 --tier max', 'gatehouse sub add team-max-1 < token.txt'],
  );
  examples(
    shown(sub.command('replace').description('Give a subscription a new token and bring it to its agents.'))
      .argument('<name>', 'see the list')
      .option('--no-test', 'do not ask the provider first')
      .action((name: string, options: SubReplaceOptions) => runSubReplace(io, name, options)),
    ['gatehouse sub replace team-max-1 < token.txt'],
  );
  examples(
    shown(sub.command('remove').description('Remove a subscription and take it from every agent at once.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: GateOptions) => runSubRemove(io, name, options)),
    ['gatehouse sub remove legacy-pro'],
  );
  examples(
    shown(sub.command('rename').description('Call a subscription something else.'))
      .argument('<name>', 'see the list')
      .argument('<new>', 'its new name')
      .action((name: string, to: string, options: GateOptions) => runSubRename(io, name, to, options)),
    ['gatehouse sub rename max team-max-1'],
  );
  examples(
    shown(sub.command('assign').description('Put an agent on a subscription, or on none.'))
      .argument('<agent>', 'see gatehouse agent list')
      .argument('[subscription]', 'see the list')
      .option('--none', 'take its credential away')
      .action((agent: string, name: string | undefined, options: SubAssignOptions) =>
        runSubAssign(io, agent, name, options),
      ),
    ['gatehouse sub assign coder team-max-1', 'gatehouse sub assign coder --none'],
  );
}

function addAgents(program: Command, io: CliIo): void {
  const agent = program.command('agent').description('Look after the agents that work on subscriptions.');
  examples(agent, ['gatehouse agent list', 'gatehouse agent add coder --url http://127.0.0.1:8000']);
  examples(
    shown(agent.command('list').description('Show all agents and what they are on.')).action((options: GateOptions) =>
      runAgentList(io, options),
    ),
    ['gatehouse agent list'],
  );
  examples(
    shown(agent.command('status').description('Ask agents how they are.'))
      .argument('[name]', 'default: all')
      .action((name: string | undefined, options: GateOptions) => runAgentStatus(io, name, options)),
    ['gatehouse agent status coder'],
  );
  examples(
    shown(agent.command('prepare').description('Right before a turn: move the agent if the turn would be refused.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: GateOptions) => runAgentPrepare(io, name, options)),
    ['gatehouse agent prepare coder && start-a-turn coder'],
  );
  examples(
    shown(
      agent.command('backends').description('Show what the Trinity backends have: subscriptions and agents.'),
    ).action((options: GateOptions) => runAgentBackends(io, options)),
    ['gatehouse agent backends'],
  );
  examples(
    shown(agent.command('add').description('Add an agent; its secret comes from standard input.'))
      .argument('<name>', 'lower-case words joined by hyphens')
      .argument('[restart...]', 'after --, the program that restarts it when there is no gentler way')
      .option('--url <address>', 'an agent server that speaks the reload contract')
      .option('--trinity <address>', 'an agent of this Trinity backend')
      .option('--local', 'started by gatehouse exec')
      .option('--secret-stdin', 'read what its server or backend wants to see from standard input')
      .option('--auth-header <name>', 'header that carries the secret')
      .option('--runtime <name>', 'kind of its runtime; default: Claude')
      .option('--model <name>', 'the model that it always works with')
      .option('--restart-gets-token', 'hand the token to the program that restarts it')
      .option('--may-use-api-key', 'it may work on an API key when no subscription is left')
      .option('--remote-name <name>', 'what Trinity calls it')
      .option('--username <name>', 'who signs in at Trinity; default: the secret is a key')
      .option('--upload-tokens', "put tokens into Trinity's own store")
      .option('--openclaw-id <id>', 'what OpenClaw calls it')
      .action((name: string, restart: string[], options: AgentAddOptions) => runAgentAdd(io, name, restart, options)),
    [
      'gatehouse agent add coder --url http://127.0.0.1:8000 --secret-stdin < secret.txt',
      'gatehouse agent add builder --url http://10.0.0.7:8000 -- docker restart {agent}',
      'gatehouse agent add me --local',
    ],
  );
  examples(
    shown(
      agent.command('key').description('Print the key by which the local endpoint knows an agent; made when missing.'),
    )
      .argument('<name>', 'see the list')
      .option('--new', 'a new one; the former one is refused from now on')
      .addOption(
        new Option('--env <shell>', 'as variables for Claude and its libraries, in this syntax').choices(SHELLS),
      )
      .action((name: string, options: AgentKeyOptions) => runAgentKey(io, name, options)),
    ['gatehouse agent key coder', 'eval "$(gatehouse agent key coder --env sh)"', 'gatehouse agent key coder --new'],
  );
  examples(
    shown(agent.command('remove').description('Take its credential away and forget the agent.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: GateOptions) => runAgentRemove(io, name, options)),
    ['gatehouse agent remove coder'],
  );
}

function addReport(program: Command, io: CliIo): void {
  examples(
    placed(program.command('report-failure').description('Tell the running instance that a turn of an agent failed.'))
      .requiredOption('--agent <name>', 'whose turn it was')
      .option('--status <number>', 'HTTP status of the answer', parseNumber('an HTTP status', 100, 599))
      .option('--message-stdin', 'read the error, or the whole answer, from standard input')
      .option('--subscription <name>', 'what it ran on; default: what the agent is on')
      .option(
        '--generation <number>',
        'the assignment that the turn was started under; see gatehouse agent list --json',
        parseNumber('the number of an assignment', 0, Number.MAX_SAFE_INTEGER),
      )
      .option('--json', 'everything, as JSON')
      .action((options: ReportOptions) => runReportFailure(io, options)),
    ['gatehouse report-failure --agent coder --status 429 --message-stdin < error.json'],
  );
}

function parseNumber(what: string, least: number, most: number): (text: string) => number {
  return text => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : -1;
    if (number < least || number > most)
      throw new InvalidArgumentError(
        `Expected ${what} from ${least}${most === Number.MAX_SAFE_INTEGER ? ' on' : ` to ${most}`}.`,
      );
    return number;
  };
}
