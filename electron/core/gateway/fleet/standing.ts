import type { GatewayState } from '../../../contract/index.ts';

/** Why a gateway cannot serve, as the cause of leaving it. */
export type DownCause = 'unreachable' | 'refused' | 'stopped' | 'approval' | 'by-hand';

/**
 * What a gateway's state means for the choice between gateways. `pending` neither serves nor has failed: a start, a
 * restart or a drain is its own business until its budget is spent.
 */
export type Standing =
  | { readonly kind: 'up' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'down'; readonly cause: DownCause };

const UP: Standing = { kind: 'up' };
const PENDING: Standing = { kind: 'pending' };
const down = (cause: DownCause): Standing => ({ kind: 'down', cause });

const STANDINGS: Readonly<Record<GatewayState, Standing>> = {
  idle: PENDING,
  connecting: PENDING,
  starting: PENDING,
  ready: UP,
  limited: UP,
  'waiting-for-approval': down('approval'),
  restarting: PENDING,
  suspended: PENDING,
  unreachable: down('unreachable'),
  refused: down('refused'),
  stopped: down('stopped'),
  disconnected: down('by-hand'),
  // It is this computer that is out of reach, from all of them.
  offline: PENDING,
};

/** How a gateway in `state` stands. */
export function standingOf(state: GatewayState): Standing {
  return STANDINGS[state];
}
