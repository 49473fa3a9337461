import type { EmitEvent } from '../../contract/index.ts';
import type { Clock, Random } from '../platform/index.ts';
import type { RegistryEvents } from './registry-events.ts';
import type { RegistrySource } from './registry-watch.ts';
import type { TeePins } from './selection.ts';

/** What is out of reach because this computer is offline. Cheap to ask. */
export interface OutOfReach {
  /** The chain, so that the registry cannot be read. */
  readonly chain: () => boolean;
  /** The same of this very moment, to judge why a reading failed. */
  readonly chainNow: () => boolean;
  /** The relay, so that no request can be sent. */
  readonly relay: () => boolean;
}

/** As if this computer were never offline. */
export const IN_REACH: OutOfReach = { chain: () => false, chainNow: () => false, relay: () => false };

/** Options of the `TeeGate`. */
export interface TeeGateOptions {
  /** Undefined when no registry is configured: the gate then refuses every request and says why. */
  readonly registry: RegistrySource | undefined;
  /** Tells of changes on chain sooner than the timer. Default: none. */
  readonly events?: RegistryEvents;
  readonly pins: TeePins;
  /** Seconds between two timed checks; 0: no timer. Default 300. */
  readonly refreshSeconds?: number;
  /** Default: nothing ever is. */
  readonly outOfReach?: OutOfReach;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
}
