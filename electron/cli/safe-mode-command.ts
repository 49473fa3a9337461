import type { Command } from 'commander';
import { examples, placed } from './command-parts.ts';
import { type CliIo, type PlaceOptions, printLine } from './io.ts';
import { controlClient } from './place.ts';

/** `gatehouse safe-mode leave`. */
export function addSafeMode(program: Command, io: CliIo): void {
  const safeMode = program
    .command('safe-mode')
    .description('After three crashes in ten minutes nothing is done by itself: the way out of it.');
  examples(safeMode, ['gatehouse safe-mode leave']);
  examples(
    placed(
      safeMode.command('leave').description('Open everything in the running instance, as at a usual start.'),
    ).action(async (options: PlaceOptions) => {
      const { sentence } = await controlClient(io, options).execute({ name: 'leaveSafeMode' }, io.signal);
      printLine(io, sentence);
    }),
    ['gatehouse safe-mode leave'],
  );
}
