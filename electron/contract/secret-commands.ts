import type { Command } from './commands.ts';

/** Whether a command has a token, a password or a login in it: a host takes it only where nobody can listen. */
export function carriesSecret(command: Command): boolean {
  switch (command.name) {
    case 'addSubscription':
    case 'replaceSubscription':
    case 'setSecret':
    case 'loginWithBundle':
      return true;
    case 'addAgent':
      return command.secret !== undefined;
    default:
      return false;
  }
}
