import { existsSync, statSync } from 'node:fs';
import { win32 } from 'node:path';
import { GatehouseError } from './errors.ts';
import { systemProgram, variable } from './system-program.ts';

/** What {@link programStart} decides from. */
export interface ProgramPlace {
  /** The environment that the program will have. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where it will start: the base of a relative path. Default: the working folder, asked for only on Windows. */
  readonly folder?: string;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
  /** Stand-in for a look at the disk. */
  readonly isFile?: (path: string) => boolean;
}

/** The first two arguments of `spawn`, and the option that goes with them. */
export interface ProgramStart {
  readonly file: string;
  readonly args: readonly string[];
  /** True when the arguments are quoted already. */
  readonly windowsVerbatimArguments: boolean;
}

/** What Windows starts by its ending, in its own order; scripts of other kinds need their interpreter named. */
const ENDINGS = ['.com', '.exe', '.bat', '.cmd'];
/**
 * Longer ones cmd.exe cuts off or refuses, in characters:
 * https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation
 */
const MAX_BATCH_LINE = 8_191;
const BATCH = /\.(?:bat|cmd)$/i;
/** What cmd.exe takes literally also without quotes. */
const PLAIN = /^[A-Za-z0-9#$*+\-./:?@\\_]+$/;

/**
 * How a command is handed to `spawn`. On Windows alone that is more than the command itself: `npm` and `claude` are
 * batch files there, which Node looks for under no ending and starts in no way but through cmd.exe
 * (https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows). The folder it starts in is not
 * searched, so that what lies in a workspace cannot pass for a program. Throws `program_argument_invalid` for what a
 * batch file cannot be given.
 */
export function programStart(command: readonly string[], place: ProgramPlace): ProgramStart {
  const [program = '', ...args] = command;
  const { env, platform = process.platform } = place;
  if (platform !== 'win32' || program === '') return { file: program, args, windowsVerbatimArguments: false };
  const found = findProgram(program, place);
  if (!BATCH.test(found)) return { file: found, args, windowsVerbatimArguments: false };
  const line = [quoted(found), ...args.map(batchArgument)].join(' ');
  // Whatever COMSPEC names: another interpreter would read the quotes by rules of its own.
  const file = systemProgram('cmd.exe', env);
  // No AutoRun, extensions on for the trick with "%", no "!" of delayed expansion, one outer pair of quotes taken off.
  const switches = ['/d', '/e:on', '/v:off', '/s', '/c', `"${line}"`];
  if ([file, ...switches].join(' ').length > MAX_BATCH_LINE) {
    throw invalidArgument(
      `A batch file (.cmd or .bat) of Windows takes a command line of ${MAX_BATCH_LINE} characters at most.`,
    );
  }
  return { file, args: switches, windowsVerbatimArguments: true };
}

function findProgram(program: string, { env, folder = '', isFile = isFileThere }: ProgramPlace): string {
  const path = /[\\/]|^[A-Za-z]:/.test(program) ? win32.resolve(folder, program) : undefined;
  const bases = path === undefined ? searchPath(env).map(entry => win32.join(entry, program)) : [path];
  const hasEnding = ENDINGS.includes(win32.extname(program).toLowerCase());
  const candidates = bases.flatMap(base => [...(hasEnding ? [base] : []), ...ENDINGS.map(ending => base + ending)]);
  // Node itself would look for a bare name in the working folder, and throw for a batch file instead of saying ENOENT.
  return candidates.find(isFile) ?? `${path ?? systemProgram(program, env)}.exe`;
}

/** Entries may stand in quotes; a relative one would lead back into the folder that is not searched. */
function searchPath(env: ProgramPlace['env']): readonly string[] {
  const entries = (variable(env, 'PATH') ?? '').split(';').map(entry => entry.replaceAll('"', ''));
  return entries.filter(entry => win32.isAbsolute(entry));
}

function isFileThere(path: string): boolean {
  try {
    return existsSync(path) && !statSync(path).isDirectory();
  } catch {
    // The aliases of the Store are there, can be started, and cannot be looked at.
    return true;
  }
}

/**
 * One argument so that neither cmd.exe nor the batch file's own `%*` reads anything but text in it: in quotes, each quote
 * doubled, and no variable: `%%cd:~,%` is an empty piece of one, and leaves the second "%" of a pair without a partner.
 */
function batchArgument(argument: string): string {
  if (/[\r\n\0]/.test(argument)) {
    throw invalidArgument('A batch file (.cmd or .bat) of Windows takes no argument of several lines.');
  }
  return PLAIN.test(argument) && !argument.endsWith('\\') ? argument : quoted(argument);
}

function invalidArgument(message: string): GatehouseError {
  return new GatehouseError('program_argument_invalid', message, {
    remedy: 'Hand the text over on standard input, or name the program that the batch file starts.',
  });
}

function quoted(text: string): string {
  const inner = text
    .replace(/(\\*)"/g, '$1$1""')
    .replace(/(\\+)$/, '$1$1')
    .replaceAll('%', '%%cd:~,%');
  return `"${inner}"`;
}
