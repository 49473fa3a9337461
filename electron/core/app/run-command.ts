import { type Command, type CommandResult, isSetupCommand } from '../../contract/index.ts';
import type { Pause } from '../pause/index.ts';
import type { Setup } from '../setup/index.ts';
import type { Updates } from '../updates/index.ts';
import type { Queries } from './queries/index.ts';
import { type HostRestart, type NoRestart, restartHost } from './restart.ts';
import type { RunningNetwork } from './running-network.ts';
import type { SafeMode } from './safe-mode.ts';
import type { SecretCommands } from './secret-commands.ts';

/** Whoever takes the commands; those on the network are looked up anew for each. */
export interface CommandTakers {
  readonly running: RunningNetwork;
  readonly setup: Setup;
  readonly secrets: SecretCommands;
  readonly pause: Pause;
  readonly safeMode: SafeMode;
  readonly updates: Updates;
  readonly queries: Queries;
  /** Undefined: this host cannot. */
  readonly restart: HostRestart | NoRestart | undefined;
  /** The network is up again, or is another one. */
  readonly onNetwork: () => void;
}

/** Runs a validated command once no change of the network is under way. Throws what its part throws. */
export async function runCommand(
  command: Command,
  { running, setup, secrets, pause, safeMode, updates, queries, restart, onNetwork }: CommandTakers,
  signal: AbortSignal,
): Promise<CommandResult> {
  safeMode.admit(command);
  if (isSetupCommand(command)) return setup.execute(command, signal);
  await running.settled();
  const { accounts, gateways, gate, proxy, subscriptions } = running.parts;
  switch (command.name) {
    case 'rotateTee':
      return gate.rotate(signal);
    case 'checkRegistry':
      return gate.checkRegistry(signal);
    case 'releaseQuarantine':
      return gate.release(command.teeId);
    case 'reconnectGateway':
      return gateways.reconnect(command.profile, signal);
    case 'selectGateway':
      return gateways.select(command.profile, signal);
    case 'addGateway':
      return gateways.add(command.gateway, signal);
    case 'restartGateway':
      return gateways.restart(command, signal);
    case 'upgradeGatewayScopes':
      return gateways.upgradeScopes(command);
    case 'removeGateway':
      return gateways.remove(command.profile, signal);
    case 'editGateway':
      return gateways.edit(command.profile, command.change, signal);
    case 'disconnectGateway':
      return gateways.disconnect(command.profile, signal);
    case 'restoreGateway':
      return gateways.restore(command.profile, signal);
    case 'login':
    case 'cancelLogin':
    case 'loginWithBundle':
    case 'logout':
    case 'useAccount':
    case 'importVeilSession':
      return accounts.execute(command, signal);
    case 'setSecret':
    case 'deleteSecret':
    case 'listSecrets':
    case 'noticeSecret':
    case 'moveSecrets':
      return secrets.execute(command, signal);
    case 'noticeNetwork':
      onNetwork();
      return {
        changed: false,
        told: { code: 'network_noticed' },
        sentence: 'Whatever waits for the network tries again.',
      };
    case 'pause':
      return pause.pause(command.until, signal);
    case 'restartHost':
      // Not beside the installer: it restarts the application by itself.
      if (updates.isReady) return updates.execute({ name: 'installUpdate', now: true });
      return restartHost(restart, proxy.snapshot().inFlight);
    case 'resume':
      return pause.resume(signal);
    case 'leaveSafeMode':
      return safeMode.leave();
    case 'checkForUpdates':
    case 'downloadUpdate':
    case 'installUpdate':
    case 'postponeUpdate':
      return updates.execute(command);
    case 'setSetting':
    case 'resetSettings':
    case 'saveDiagnostics':
    case 'showFile':
    case 'saveReceipt':
    case 'exportActivity':
      return queries.execute(command, signal);
    default:
      return subscriptions.execute(command, signal);
  }
}

/** Whether it writes to a place that a person chose. */
export function savesElsewhere(command: Command): boolean {
  const { name } = command;
  const isSaving = name === 'saveReceipt' || name === 'exportActivity' || name === 'saveDiagnostics';
  return isSaving && command.path !== undefined;
}
