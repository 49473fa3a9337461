import type { Clock, Logger, SecretScrubber } from '../../platform/index.ts';
import type { SubscriptionEvent } from '../events.ts';
import type { AgentLocks } from '../locks/agent-locks.ts';
import type { Subscription } from '../vault/subscription.ts';
import type { CachedReading, Fleet, RotationSettings, TokenSource } from './fleet.ts';
import type { RotationState } from './state.ts';
import type { Switcher } from './switcher.ts';

/** What the parts of the rotation work with. */
export interface RotationContext {
  readonly vault: TokenSource & { find(nameOrId: string): Subscription };
  readonly state: RotationState;
  readonly locks: AgentLocks;
  readonly fleet: Fleet;
  readonly switcher: Switcher;
  readonly reading: CachedReading;
  readonly settings: RotationSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly scrubber: SecretScrubber;
  readonly emit: (event: SubscriptionEvent) => void;
}

/** How many agents are switched at a time. */
export const FAN_OUT = 64;
