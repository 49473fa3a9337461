import { GatehouseError, prepareHome } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { homeOf, secretStore } from './place.ts';
import { readHidden } from './terminal.ts';

/** `gatehouse secret set NAME`: the value comes from standard input, never from the arguments. */
export async function runSecretSet(io: CliIo, name: string, options: PlaceOptions): Promise<void> {
  await prepareHome(homeOf(io, options));
  const value = await readHidden(io, `Value of ${name} (not shown): `);
  await secretStore(io, options).set(name, value, io.signal);
  printLine(io, `Stored ${name}.`);
}

/** `gatehouse secret list`: names only. */
export async function runSecretList(io: CliIo, options: PlaceOptions): Promise<void> {
  for (const name of await secretStore(io, options).names(io.signal)) printLine(io, name);
}

/** `gatehouse secret delete NAME`. */
export async function runSecretDelete(io: CliIo, name: string, options: PlaceOptions): Promise<void> {
  if (!(await secretStore(io, options).delete(name, io.signal))) {
    throw new GatehouseError('secret_missing', `There is no secret ${name}.`, {
      remedy: 'See the names with: gatehouse secret list',
    });
  }
  printLine(io, `Deleted ${name}.`);
}
