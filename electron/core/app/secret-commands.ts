import type { Command, CommandResult } from '../../contract/index.ts';
import { GatehouseError, type SecretStore } from '../platform/index.ts';

/** The commands about secrets. */
export type SecretCommand = Extract<Command, { readonly name: 'setSecret' | 'deleteSecret' | 'listSecrets' }>;

/** Runs one of them. Throws `secret_missing` and what the store throws. */
export async function runSecretCommand(
  secrets: SecretStore,
  command: SecretCommand,
  signal: AbortSignal,
): Promise<CommandResult> {
  switch (command.name) {
    case 'setSecret':
      await secrets.set(command.secret, command.value, signal);
      return { changed: true, sentence: `Stored ${command.secret}.` };
    case 'deleteSecret':
      if (!(await secrets.delete(command.secret, signal))) throw missing(command.secret);
      return { changed: true, sentence: `Deleted ${command.secret}.` };
    case 'listSecrets': {
      const names = [...(await secrets.names(signal))];
      return { changed: false, sentence: `There are ${names.length} secrets.`, names };
    }
  }
}

function missing(name: string): GatehouseError {
  return new GatehouseError('secret_missing', `There is no secret ${name}.`, {
    remedy: 'See the names with: gatehouse secret list',
  });
}
