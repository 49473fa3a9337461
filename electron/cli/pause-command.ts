import { type Command, Option } from 'commander';
import type { PauseUntil } from '../contract/index.ts';
import { examples, placed } from './command-parts.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient } from './place.ts';

const UNTIL = { '1h': 'hour', tomorrow: 'tomorrow' } as const satisfies Record<string, PauseUntil>;

interface PauseOptions extends PlaceOptions {
  readonly for?: keyof typeof UNTIL;
}

/** `gatehouse pause` and `gatehouse resume`. */
export function addPause(program: Command, io: CliIo): void {
  examples(
    placed(
      program
        .command('pause')
        .description(
          'Let nothing be rotated or reconnected by itself; requests go on while the TEE in use stays good.',
        ),
    )
      .addOption(new Option('--for <time>', 'how long; default: until “gatehouse resume”').choices(Object.keys(UNTIL)))
      .action(async (options: PauseOptions) => {
        const until = options.for === undefined ? 'resumed' : UNTIL[options.for];
        const { sentence } = await controlClient(io, options).execute({ name: 'pause', until }, io.signal);
        printLine(io, sentence);
      }),
    ['gatehouse pause --for 1h', 'gatehouse pause --for tomorrow', 'gatehouse pause'],
  );
  examples(
    placed(program.command('resume').description('End a pause; everything is looked at at once.')).action(
      async (options: PlaceOptions) => {
        const { sentence } = await controlClient(io, options).execute({ name: 'resume' }, io.signal);
        printLine(io, sentence);
      },
    ),
    ['gatehouse resume'],
  );
}
