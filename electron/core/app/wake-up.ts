import type { Pause } from '../pause/index.ts';
import type { Updates } from '../updates/index.ts';
import type { NetworkParts } from './network-parts.ts';
import type { Queries } from './queries/index.ts';

/** What a computer that was asleep, or away from its network, left behind. */
export interface Wakeable {
  readonly pause: Pick<Pause, 'wake'>;
  readonly queries: Pick<Queries, 'wake'>;
  readonly updates: Pick<Updates, 'wake'>;
  /** Null in safe mode, where nothing of the network runs. */
  readonly parts: Pick<NetworkParts, 'accounts' | 'gateways' | 'gate' | 'subscriptions'> | null;
}

/** The computer slept until now, since `since` where that is known (Unix ms): every clock and connection is looked at. */
export function wakeUp({ pause, queries, updates, parts }: Wakeable, since?: number): void {
  pause.wake();
  queries.wake(since);
  updates.wake();
  parts?.accounts.wake();
  parts?.gateways.wake();
  parts?.gate.wake();
  parts?.subscriptions.wake();
}

/** The network is back: what waited for it is tried at once. */
export function tryAgain({ updates, parts }: Wakeable): void {
  updates.wake();
  parts?.accounts.wake();
  parts?.gateways.networkUp();
  parts?.gate.wake();
}
