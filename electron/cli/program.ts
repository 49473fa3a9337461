import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { addAccount } from './account-program.ts';
import { type AgentServerCommandOptions, runAgentServer } from './agent-server-command.ts';
import { configured, examples, placed } from './command-parts.ts';
import { addDiagnostics } from './diagnostics-command.ts';
import { type EnvOptions, runEnv, SHELLS, usualShell } from './env-command.ts';
import { type ExecOptions, runExec } from './exec-command.ts';
import { EXIT, reportFailure } from './exit.ts';
import { addGateway } from './gateway/program.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { addLicences } from './licences-command.ts';
import { addPause } from './pause-command.ts';
import { type ListOptions, runReceiptsList, runReceiptsVerify } from './receipts-command.ts';
import { runHost } from './run-command.ts';
import type { RunOptions } from './run-line.ts';
import { addSafeMode } from './safe-mode-command.ts';
import { MOVE_TARGETS, runSecretDelete, runSecretList, runSecretMove, runSecretSet } from './secret-command.ts';
import { addService } from './service/program.ts';
import { addSetup } from './setup/program.ts';
import { runRotateTee, runStatus, type StatusOptions } from './status-command.ts';
import { addRotateSubscription, addSubscriptions } from './subscriptions/program.ts';
import { runModels, runTest, type TestOptions } from './test-command.ts';
import { addUninstall } from './uninstall/program.ts';
import { addUpdate } from './update-command.ts';

const MAX_RECEIPTS = 1_000;

/**
 * Runs the command line and gives the exit code: 0 done, 1 failed, 2 wrong usage, 75 start `run` again; for `exec` the one of the process
 * that it ran. Never throws.
 */
export async function runCli(io: CliIo, args: readonly string[]): Promise<number> {
  try {
    let exitCode: number = EXIT.done;
    await createProgram(io, code => {
      exitCode = code;
    }).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(io, error);
  }
}

/** Every command, ready to be parsed or described. `endWith` is told the exit code of `run`, and of a program that `exec` ran. */
export function createProgram(io: CliIo, endWith: (exitCode: number) => void): Command {
  const program = new Command('gatehouse')
    .description('Verified private inference for any OpenAI client on this computer.')
    .version(io.version)
    .exitOverride()
    .showHelpAfterError('(see the help with --help)')
    .configureOutput({ writeOut: text => io.stdout.write(text), writeErr: text => io.stderr.write(text) });
  examples(program, ['gatehouse run --sandbox', 'gatehouse test "Say hello"', 'eval "$(gatehouse env)"']);
  addRun(program, io, endWith);
  addSetup(program, io);
  addQuestions(program, io);
  addPause(program, io);
  addSafeMode(program, io);
  addAccount(program, io);
  addGateway(program, io);
  addSubscriptions(program, io);
  addAgents(program, io, endWith);
  addReceipts(program, io);
  addSecrets(program, io);
  addDiagnostics(program, io);
  addService(program, io);
  addUpdate(program, io);
  addLicences(program, io);
  addUninstall(program, io);
  return program;
}

function addRun(program: Command, io: CliIo, endWith: (exitCode: number) => void): void {
  examples(
    configured(program.command('run').description('Start the local endpoint and the dashboard, and stay until Ctrl-C.'))
      .option('--sandbox', 'use the embedded sandbox instead of a real network')
      .option('--seed <text>', 'seed of the sandbox: runs with the same one repeat')
      .option('--port <number>', 'port of the local endpoint')
      .addOption(new Option('--verification <mode>', 'when answers are passed on').choices(['strict', 'progressive']))
      .option('--safe-mode', 'do nothing by itself and let no request out, to look at what goes wrong')
      .option('--no-dashboard', 'start without the dashboard')
      .option('--quiet', 'show no notices here; the log has them')
      .action(async (options: RunOptions) => endWith(await runHost(io, options))),
    ['gatehouse run', 'gatehouse run --sandbox --seed demo', 'gatehouse run --port 8080 --home ~/gatehouse-work'],
  );
}

function addQuestions(program: Command, io: CliIo): void {
  examples(
    placed(program.command('status').description('Show how the running instance stands.'))
      .option('--json', 'everything, as JSON')
      .action((options: StatusOptions) => runStatus(io, options)),
    ['gatehouse status', 'gatehouse status --json'],
  );
  examples(
    placed(program.command('test').description('Send one prompt through the running instance and show the proof.'))
      .argument('[prompt...]', 'what to ask')
      .option('--model <name>', 'which model to ask; default: the first one listed')
      .action((words: string[], options: TestOptions) => runTest(io, words, options)),
    ['gatehouse test', 'gatehouse test "What is a TEE?" --model openai/gpt-5'],
  );
  examples(
    placed(program.command('models').description('List the models.')).action((options: PlaceOptions) =>
      runModels(io, options),
    ),
    ['gatehouse models'],
  );
  examples(
    configured(program.command('env').description('Print what points an OpenAI client at Gatehouse.'))
      .addOption(
        new Option('--shell <name>', 'whose syntax')
          .choices(SHELLS)
          .default(usualShell(io.platform), '"sh", on Windows "powershell"'),
      )
      .action((options: EnvOptions) => runEnv(io, options)),
    [
      'eval "$(gatehouse env)"',
      'gatehouse env --shell powershell | Invoke-Expression',
      'gatehouse env --shell fish | source',
    ],
  );
  const rotate = program.command('rotate').description('Replace what requests use; requests under way go on.');
  examples(
    placed(rotate.command('tee').description('Seal the next requests to another TEE.')).action(
      (options: PlaceOptions) => runRotateTee(io, options),
    ),
    ['gatehouse rotate tee'],
  );
  addRotateSubscription(rotate, io);
  examples(rotate, ['gatehouse rotate tee', 'gatehouse rotate subscription --all']);
}

function addAgents(program: Command, io: CliIo, endWith: (exitCode: number) => void): void {
  examples(
    placed(program.command('exec').description('Run a command on the token of an agent; it keeps it to its end.'))
      .requiredOption('--agent <name>', 'whose subscription')
      .option(
        '--pass-through',
        'it gets a key instead of the token: its model calls go through Gatehouse and follow each switch',
      )
      .argument('<command...>', 'the program and its arguments, after --')
      .action(async (command: string[], options: ExecOptions) => endWith(await runExec(io, command, options))),
    ['gatehouse exec --agent me -- claude', 'gatehouse exec --agent me --pass-through -- claude -p "Fix the tests"'],
  );
  examples(
    placed(program.command('agent-server').description('Run jobs of an agent whose token can be replaced meanwhile.'))
      .requiredOption('--name <name>', 'of the agent')
      .requiredOption('--port <number>', 'on 127.0.0.1; 0 takes any that is free', parsePort)
      .option('--workspace <dir>', 'where jobs run and whose .env counts; default: here')
      .option('--state <dir>', 'where a rotated token is kept; default: in the home folder')
      .option('--runtime <name>', 'which program the jobs run; default: claude-code')
      .option('--secret-file <file>', 'what callers must know; default: made and stored')
      .option('--secret-stdin', 'read it from standard input')
      .action((options: AgentServerCommandOptions) => runAgentServer(io, options)),
    [
      'gatehouse agent-server --name coder --port 8000',
      'gatehouse agent-server --name coder --port 0 --workspace ~/src',
    ],
  );
}

function addReceipts(program: Command, io: CliIo): void {
  const receipts = program.command('receipts').description('List and check the proofs of verified answers.');
  examples(receipts, ['gatehouse receipts list', 'gatehouse receipts verify receipts.jsonl']);
  examples(
    placed(receipts.command('list').description('The newest receipts first.'))
      .option('--json', 'whole receipts, as JSON')
      .option('--limit <number>', `how many, at most ${MAX_RECEIPTS}`, parseLimit, 50)
      .action((options: ListOptions) => runReceiptsList(io, options)),
    ['gatehouse receipts list', 'gatehouse receipts list --json --limit 1 > receipt.json'],
  );
  examples(
    receipts
      .command('verify')
      .description('Check a journal or an exported receipt, without any network.')
      .argument('<file>', 'a receipt, a list of them, or one per line')
      .action((file: string) => runReceiptsVerify(io, file)),
    ['gatehouse receipts verify receipt.json'],
  );
}

function addSecrets(program: Command, io: CliIo): void {
  const secret = program.command('secret').description('Store credentials, which never live in the settings.');
  examples(secret, ['gatehouse secret set relay.token < token.txt', 'gatehouse secret list']);
  examples(
    placed(secret.command('set').description('Store a value from standard input; at a terminal it is asked for.'))
      .argument('<name>', 'lower-case words joined by dots')
      .action((name: string, options: PlaceOptions) => runSecretSet(io, name, options)),
    ['gatehouse secret set relay.token', 'gatehouse secret set relay.token < token.txt'],
  );
  examples(
    placed(secret.command('list').description('Names, never values.')).action((options: PlaceOptions) =>
      runSecretList(io, options),
    ),
    ['gatehouse secret list'],
  );
  examples(
    placed(secret.command('delete').description('Remove a value.'))
      .argument('<name>', 'see the list')
      .action((name: string, options: PlaceOptions) => runSecretDelete(io, name, options)),
    ['gatehouse secret delete relay.token'],
  );
  examples(
    placed(secret.command('move').description('Keep all of them elsewhere; a running instance goes along.'))
      .addArgument(new Argument('<place>', 'where to').choices(MOVE_TARGETS))
      .action((place: (typeof MOVE_TARGETS)[number], options: PlaceOptions) => runSecretMove(io, place, options)),
    ['gatehouse secret move encrypted-file'],
  );
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
  return port;
}

function parseLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_RECEIPTS)
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_RECEIPTS}.`);
  return limit;
}
