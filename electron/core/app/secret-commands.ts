import type { Command, CommandResult, EmitEvent } from '../../contract/index.ts';
import { type Clock, GatehouseError, type OpenedSecretStore, type SecretStore } from '../platform/index.ts';

/** The commands about secrets. */
export type SecretCommand = Extract<
  Command,
  { readonly name: 'setSecret' | 'deleteSecret' | 'listSecrets' | 'noticeSecret' | 'moveSecrets' }
>;

/** Those that need nothing but the store. */
export type StoredSecretCommand = Exclude<SecretCommand, { readonly name: 'noticeSecret' | 'moveSecrets' }>;

/** Moves every secret to that place. Throws what opening the stores throws; nothing is lost then. */
export type MoveSecrets = (
  to: Extract<Command, { readonly name: 'moveSecrets' }>['to'],
  signal: AbortSignal,
) => Promise<OpenedSecretStore>;

/** Options of {@link SecretCommands}. */
export interface SecretCommandsOptions {
  readonly secrets: SecretStore;
  /** Undefined: this host cannot. */
  readonly moveSecrets?: MoveSecrets | undefined;
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

/** The commands about secrets in a running application, which tells its parts what changed. */
export class SecretCommands {
  readonly #options: SecretCommandsOptions;

  constructor(options: SecretCommandsOptions) {
    this.#options = options;
  }

  /** Throws `secret_missing`, `secret_move_unsupported`, and what the stores throw. */
  async execute(command: SecretCommand, signal: AbortSignal): Promise<CommandResult> {
    switch (command.name) {
      case 'noticeSecret':
        this.#changed(command.secret);
        return {
          changed: false,
          told: { code: 'secret_tried', name: command.secret },
          sentence: `Whatever waits for ${command.secret} tries again.`,
        };
      case 'moveSecrets':
        return this.#move(command.to, signal);
      case 'listSecrets':
        return runSecretCommand(this.#options.secrets, command, signal);
      case 'setSecret':
      case 'deleteSecret': {
        const result = await runSecretCommand(this.#options.secrets, command, signal);
        this.#changed(command.secret);
        return result;
      }
    }
  }

  async #move(to: Parameters<MoveSecrets>[0], signal: AbortSignal): Promise<CommandResult> {
    const { moveSecrets, secrets } = this.#options;
    if (moveSecrets === undefined) {
      throw new GatehouseError('secret_move_unsupported', 'This program cannot move the secrets.', {
        remedy: 'Stop it, and run: gatehouse secret move PLACE',
      });
    }
    const result = movedResult(await moveSecrets(to, signal));
    // It goes along with its next use, and the status is to say at once where they are.
    await secrets.names(signal);
    return result;
  }

  #changed(secret: string): void {
    this.#options.emit({ type: 'secretChanged', at: this.#options.clock.now(), secret });
  }
}

/** Runs one that needs nothing but the store. Throws `secret_missing` and what the store throws. */
export async function runSecretCommand(
  secrets: SecretStore,
  command: StoredSecretCommand,
  signal: AbortSignal,
): Promise<CommandResult> {
  switch (command.name) {
    case 'setSecret':
      await secrets.set(command.secret, command.value, signal);
      return {
        changed: true,
        told: { code: 'secret_stored', name: command.secret },
        sentence: `Stored ${command.secret}.`,
      };
    case 'deleteSecret':
      if (!(await secrets.delete(command.secret, signal))) throw missing(command.secret);
      return {
        changed: true,
        told: { code: 'secret_deleted', name: command.secret },
        sentence: `Deleted ${command.secret}.`,
      };
    case 'listSecrets': {
      const names = [...(await secrets.names(signal))];
      return { changed: false, sentence: `There are ${names.length} secrets.`, names };
    }
  }
}

/** What a person is told of a move. */
export function movedResult({ moved, store }: Pick<OpenedSecretStore, 'moved' | 'store'>): CommandResult {
  const sentence = moved === null ? 'The secrets are there already.' : `Moved ${moved.count} secrets.`;
  return { changed: moved !== null, sentence, details: [store.description] };
}

function missing(name: string): GatehouseError {
  return new GatehouseError('secret_missing', `There is no secret ${name}.`, {
    remedy: 'See the names with: gatehouse secret list',
  });
}
