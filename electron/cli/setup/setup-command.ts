import { GatehouseError } from '../../core/platform/index.ts';
import { type CliIo, type PlaceOptions, printLine } from '../io.ts';
import { readAnswers } from './answers.ts';
import { type SetupDriver, withDriver } from './driver.ts';
import { setUpByAsking } from './interactive.ts';
import { setupLeft } from './prompt.ts';
import { setUpByAnswers } from './scripted.ts';

/** Options of `gatehouse setup`. */
export interface SetupCommandOptions extends PlaceOptions {
  /** Forgets what was chosen. */
  readonly reset?: true;
  /** A file of answers, `-` for standard input. */
  readonly answers?: string;
  /** With answers: goes on after a check that failed. */
  readonly anyway?: true;
  /** False: the login page is shown as an address only (`--no-browser`). */
  readonly browser?: boolean;
  readonly appUrl?: string;
}

/** The person went away; what was chosen is kept. */
const LEFT = new Set(['cancelled', 'interrupted']);

/** `gatehouse setup`: the first run on the command line. Throws `setup_left`, and what a step comes to nothing for. */
export async function runSetup(io: CliIo, options: SetupCommandOptions): Promise<void> {
  const isPerson = io.stdin.isTTY === true && io.stdout.isTTY === true;
  if (options.answers === undefined && !isPerson) {
    throw new GatehouseError('wrong_usage', 'gatehouse setup asks questions, and there is no terminal.', {
      remedy: 'Give the answers as JSON: gatehouse setup --answers answers.json (or - for standard input)',
    });
  }
  const answers = options.answers === undefined ? undefined : await readAnswers(io, options.answers);
  try {
    await withDriver(io, options, async driver => {
      await driver.run({ name: 'setupStart', ...(options.reset ? { reset: true } : {}) });
      if (answers === undefined) {
        printLine(io, 'Ctrl-C leaves the set-up; gatehouse setup goes on where you were.');
        await setUpByAsking(io, driver, options);
      } else {
        await setUpByAnswers(io, driver, answers, { anyway: options.anyway === true });
      }
      await sayEnd(io, driver);
    });
  } catch (error) {
    if (io.crash.aborted || !(error instanceof GatehouseError) || !LEFT.has(error.code)) throw error;
    throw setupLeft();
  }
}

async function sayEnd(io: CliIo, driver: SetupDriver): Promise<void> {
  const { setup, proxy } = await driver.status();
  printLine(io);
  if (setup.phase !== 'finished') return;
  printLine(io, 'Gatehouse is set up. Everything can be changed later in the settings.');
  if (!driver.isElsewhere) printLine(io, 'Start it with: gatehouse run');
  else if (proxy.endpoint !== null) printLine(io, `It is running; the local endpoint is ${proxy.endpoint}`);
}
