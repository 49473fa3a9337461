import type { Command } from 'commander';
import { type CliIo, createProgram } from '../../electron/cli/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';

/** Fits the widest help without a break in the middle of a name. */
const WIDTH = 110;

/** One command of the command line. */
export interface DescribedCommand {
  /** As it is typed, e.g. `gatehouse sub add`. */
  readonly name: string;
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  /** Long names of its own options. */
  readonly options: readonly string[];
  /** Whether it only holds others. */
  readonly isGroup: boolean;
}

/** Every command, in the order of the help. */
export function describedCommands(): DescribedCommand[] {
  return walk(
    createProgram(documentIo(), () => undefined),
    'gatehouse',
  );
}

/** `docs/commands.md`. */
export function commandsDocument(): string {
  const commands = describedCommands();
  return [
    '# Commands',
    '',
    'Generated from the help of `gatehouse` by `npm run docs`; every example here is run by a test.',
    '',
    'In a checkout each of them starts with `npx`. Exit codes: 0 done, 1 failed, 2 wrong usage; `gatehouse exec` ends with the',
    'code of the program that it ran. Results go to standard output, everything else to standard error. Secrets are read from',
    'standard input and never from arguments.',
    '',
    ...commandsTable(''),
    '',
    ...commands.flatMap(({ name, help }) => [`## ${name}`, '', '```text', help, '```', '']),
  ].join('\n');
}

/** One row a command, each with a link to its help in `document` (empty: in the same one). */
export function commandsTable(document: string): string[] {
  const rows = describedCommands()
    .filter(({ isGroup }) => !isGroup)
    .map(({ name, summary }) => `| [\`${name}\`](${document}#${name.replaceAll(' ', '-')}) | ${summary} |`);
  return ['| command | what it does |', '|---|---|', ...rows];
}

function walk(command: Command, name: string): DescribedCommand[] {
  const children = command.commands.flatMap(child => walk(child, `${name} ${child.name()}`));
  const own: DescribedCommand = {
    name,
    summary: command.description(),
    help: helpOf(command),
    options: command.options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])),
    isGroup: command.commands.length > 0,
  };
  return [own, ...children];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: part => {
      text += part;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}

/** Enough for a program that only describes itself. */
function documentIo(): CliIo {
  const { signal } = new AbortController();
  return {
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    platform: process.platform,
    workingFolder: () => '.',
    userFolder: '~',
    temporaryFolder: '.',
    version: '',
    pid: 0,
    program: ['gatehouse'],
    assetsFolder: '.',
    clock: new SystemClock(),
    signal,
    crash: signal,
    onEnd: () => undefined,
  };
}
