import type { Command } from 'commander';
import { ControlClient } from '../core/control/index.ts';
import { GatehouseError } from '../core/platform/index.ts';
import { fixedCopy } from '../core/updates/index.ts';
import { examples, placed } from './command-parts.ts';
import { statusIfRunning } from './gateway/running.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { packageKind } from './package-kind.ts';
import { controlClient, placeOf } from './place.ts';
import { painter, row } from './text.ts';
import { updatesText } from './update-text.ts';

/** A look is given up after 45 s; its answer is worth waiting for. */
const CHECK_TIMEOUT_MS = 60_000;

/** Options of `gatehouse update`. */
interface UpdateOptions extends PlaceOptions {
  readonly check?: true;
  readonly json?: true;
}

/** `gatehouse update`. */
export function addUpdate(program: Command, io: CliIo): void {
  examples(
    placed(program.command('update').description('Show whether there is a newer version, and how it gets here.'))
      .option('--check', 'let the running instance look now')
      .option('--json', 'everything, as JSON')
      .action((options: UpdateOptions) => runUpdate(io, options)),
    ['gatehouse update', 'gatehouse update --check'],
  );
}

/** What the running instance says of updates; without one, how this copy is updated. Throws what a look by hand throws. */
async function runUpdate(io: CliIo, options: UpdateOptions): Promise<void> {
  const running = await statusIfRunning(io, options);
  if (running === undefined) {
    if (options.check) throw notRunning();
    sayHow(io, options);
    return;
  }
  // Nobody looks from a copy that another program updates: what there is to say is its state.
  if (options.check && running.updates.update.state !== 'unsupported') {
    const place = placeOf(io, options);
    const patient = new ControlClient({ place, clock: io.clock, timeoutMs: CHECK_TIMEOUT_MS });
    await patient.execute({ name: 'checkForUpdates' }, io.signal);
  }
  const { updates } = await controlClient(io, options).status(io.signal);
  if (options.json) printLine(io, JSON.stringify(updates, null, 2));
  else io.stdout.write(updatesText(updates, io.clock.now(), painter(io.stdout, io.env)));
}

function sayHow(io: CliIo, { json }: UpdateOptions): void {
  const { version, package: kind, instead } = fixedCopy(io.version, packageKind(io));
  if (json) {
    printLine(io, JSON.stringify({ version, package: kind, ...instead }, null, 2));
    return;
  }
  printLine(io, instead?.sentence);
  printLine(io);
  printLine(io, row('Version', version));
  if (instead === null) return;
  const { text, shellCommand } = instead.remedy;
  printLine(io, row('To do', text));
  if (shellCommand !== undefined) printLine(io, row('', `  ${shellCommand}`));
}

function notRunning(): GatehouseError {
  return new GatehouseError(
    'not_running',
    'Gatehouse is not running, and only the desktop application looks for updates.',
    {
      remedy: 'Start it and look there, or see how this copy is updated with: gatehouse update',
    },
  );
}
