import type { EmitEvent } from '../../contract/index.ts';
import type { Clock, Random } from '../platform/index.ts';
import type { RegistryEvents } from './registry-events.ts';
import type { RegistrySource } from './registry-watch.ts';
import type { TeePins } from './selection.ts';

/** Options of the `TeeGate`. */
export interface TeeGateOptions {
  /** Undefined when no registry is configured: the gate then refuses every request and says why. */
  readonly registry: RegistrySource | undefined;
  /** Tells of changes on chain sooner than the timer. Default: none. */
  readonly events?: RegistryEvents;
  readonly pins: TeePins;
  /** Seconds between two timed checks; 0: no timer. Default 300. */
  readonly refreshSeconds?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
}
