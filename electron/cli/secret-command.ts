import type { CommandResult } from '../contract/index.ts';
import { movedResult, runSecretCommand, type StoredSecretCommand } from '../core/app/index.ts';
import { ControlClient } from '../core/control/index.ts';
import { GatehouseError, type OpenedSecretStore } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { type CommandSecretsOptions, controlClient, placeOf, secretsOf } from './place.ts';
import { readHidden } from './terminal.ts';

/** Where `gatehouse secret move` can move secrets to. The first is for a running desktop app alone. */
export const MOVE_TARGETS = ['safe-storage', 'keychain', 'encrypted-file'] as const;
/** A person may have to unlock a keychain, or to consent to weak protection. */
const MOVE_TIMEOUT_MS = 120_000;

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

/**
 * `gatehouse secret move PLACE`. A running instance does it itself: nothing may go to where it cannot read. Throws
 * `secret_store_unavailable`.
 */
export async function runSecretMove(
  io: CliIo,
  to: (typeof MOVE_TARGETS)[number],
  options: PlaceOptions,
): Promise<void> {
  const client = new ControlClient({ place: placeOf(io, options), clock: io.clock, timeoutMs: MOVE_TIMEOUT_MS });
  const done = client.execute({ name: 'moveSecrets', to }, io.signal).catch(async (error: unknown) => {
    if (!(error instanceof GatehouseError && error.code === 'not_running')) throw error;
    return movedResult(await secretsOf(io, options, { moveTo: to }));
  });
  const { sentence, details = [] } = await done;
  for (const line of [sentence, ...details]) printLine(io, line);
}

/**
 * Runs a command on the secrets of the home: here, or in the running desktop app when only that can open them. A running
 * instance is told of a change. Throws `secret_store_unavailable` when neither can, and what the command throws.
 */
export async function onSecrets(
  io: CliIo,
  options: PlaceOptions,
  command: StoredSecretCommand,
): Promise<CommandResult> {
  const opened = await secretsHere(io, options);
  const client = controlClient(io, options);
  if (opened instanceof GatehouseError) return inTheApp(opened, client.execute(command, io.signal));
  const result = await runSecretCommand(opened.store, command, io.signal);
  // Whoever does not run, or does not understand it, reads the store with its next use.
  if (command.name !== 'listSecrets') {
    const { secret } = command;
    await client.execute({ name: 'noticeSecret', secret }, io.signal).catch(() => undefined);
  }
  return result;
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
