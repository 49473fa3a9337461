import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient } from './place.ts';
import { statusText } from './status-text.ts';
import { painter } from './text.ts';

/** Options of `gatehouse status`. */
export interface StatusOptions extends PlaceOptions {
  readonly json?: true;
}

/** `gatehouse status`: what the running instance says of itself. */
export async function runStatus(io: CliIo, options: StatusOptions): Promise<void> {
  const snapshot = await controlClient(io, options).status(io.signal);
  if (options.json) printLine(io, JSON.stringify(snapshot, null, 2));
  else io.stdout.write(statusText(snapshot, io.clock.now(), painter(io.stdout, io.env)));
}

/** `gatehouse rotate tee`. */
export async function runRotateTee(io: CliIo, options: PlaceOptions): Promise<void> {
  const { sentence } = await controlClient(io, options).execute({ name: 'rotateTee' }, io.signal);
  printLine(io, sentence);
}
