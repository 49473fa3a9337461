import type { CommandResult } from '../contract/index.ts';
import { runSecretCommand, type SecretCommand } from '../core/app/index.ts';
import { GatehouseError, type OpenedSecretStore } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { type CommandSecretsOptions, controlClient, secretsOf } from './place.ts';
import { readHidden } from './terminal.ts';

/** Where `gatehouse secret move` can move secrets to: what a program without a desktop can open. */
export const MOVE_TARGETS = ['encrypted-file', 'keychain'] as const;

/** `gatehouse secret set NAME`: the value comes from standard input, never from the arguments. */
export async function runSecretSet(io: CliIo, name: string, options: PlaceOptions): Promise<void> {
  const value = await readHidden(io, `Value of ${name} (not shown): `);
  printLine(io, (await onSecrets(io, options, { name: 'setSecret', secret: name, value })).sentence);
}

/** `gatehouse secret list`: names only. */
export async function runSecretList(io: CliIo, options: PlaceOptions): Promise<void> {
  const { names = [] } = await onSecrets(io, options, { name: 'listSecrets' });
  for (const name of names) printLine(io, name);
}

/** `gatehouse secret delete NAME`. Throws `secret_missing`. */
export async function runSecretDelete(io: CliIo, name: string, options: PlaceOptions): Promise<void> {
  printLine(io, (await onSecrets(io, options, { name: 'deleteSecret', secret: name })).sentence);
}

/** `gatehouse secret move PLACE`: a running instance goes along. Throws `secret_store_unavailable`. */
export async function runSecretMove(
  io: CliIo,
  place: (typeof MOVE_TARGETS)[number],
  options: PlaceOptions,
): Promise<void> {
  const { moved, store } = await secretsOf(io, options, { moveTo: place });
  printLine(io, moved === null ? 'The secrets are there already.' : `Moved ${moved.count} secrets.`);
  printLine(io, store.description);
}

/**
 * Runs a command on the secrets of the home: here, or in the running desktop app when only that can open them. Throws
 * `secret_store_unavailable` when neither can, and what the command throws.
 */
export async function onSecrets(io: CliIo, options: PlaceOptions, command: SecretCommand): Promise<CommandResult> {
  const opened = await secretsHere(io, options);
  if (!(opened instanceof GatehouseError)) return runSecretCommand(opened.store, command, io.signal);
  return inTheApp(opened, controlClient(io, options).execute(command, io.signal));
}

/** The secrets, or why only the desktop app can open them. Throws every other reason. */
export async function secretsHere(
  io: CliIo,
  options: PlaceOptions,
  more?: CommandSecretsOptions,
): Promise<OpenedSecretStore | GatehouseError> {
  return secretsOf(io, options, more).catch((error: unknown) => {
    const isElsewhere = error instanceof GatehouseError && error.code === 'secret_store_unavailable';
    if (isElsewhere && error.details['kind'] === 'safe-storage') return error;
    throw error;
  });
}

/** What the running app says; when none runs, `reason` tells why it is needed. */
export async function inTheApp<T>(reason: GatehouseError, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw error instanceof GatehouseError && error.code === 'not_running' ? reason : error;
  });
}
