import { ControlClient, type ControlPlace } from './core/control/index.ts';
import {
  type Clock,
  GatehouseError,
  type OpenedSecretStore,
  openSecretStore,
  type SecretStoreCandidate,
  type SecretStoreKind,
} from './core/platform/index.ts';

/** What {@link openSecrets} needs. */
export interface OpenSecretsOptions {
  readonly place: ControlPlace;
  /** Every store that this program can open, best first. */
  readonly candidates: readonly SecretStoreCandidate[];
  /** Moves the secrets there. Default: they stay where they are, unless they are unencrypted and nobody runs. */
  readonly moveTo?: Exclude<SecretStoreKind, 'plain-file'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens the secrets of a home that exists, for hosts and commands. Leaves an unencrypted file alone while an instance
 * runs: one of an older version reads nothing else. Throws what the stores throw.
 */
export async function openSecrets({
  place,
  candidates,
  moveTo,
  clock,
  signal,
}: OpenSecretsOptions): Promise<OpenedSecretStore> {
  const mayMove = !(await isRunning(place, clock, signal));
  const { home, platform } = place;
  return openSecretStore({ home, candidates, prefer: moveTo ?? 'auto', mayMove, clock, signal, platform });
}

/** Whoever holds the home's socket counts, also one that does not answer as it should. */
async function isRunning(place: ControlPlace, clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await new ControlClient({ place, clock }).status(signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    return !(error instanceof GatehouseError && error.code === 'not_running');
  }
}
