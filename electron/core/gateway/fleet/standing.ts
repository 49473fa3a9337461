import type { GatewayState } from '../../../contract/index.ts';

/** Why a gateway cannot serve, as the cause of leaving it. */
export type DownCause = 'unreachable' | 'refused' | 'stopped' | 'approval' | 'by-hand';

/**
 * What a gateway's state means for the choice between gateways. `pending` neither serves nor has failed: a start, a
 * restart or a drain is its own business until its budget is spent. `offline`: it is this computer that cannot reach it, so that
 * another one that serves is used meanwhile, and the one that was left has not failed.
 */
export type Standing =
  | { readonly kind: 'up' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'offline' }
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
  // Out of reach from here. One on this computer serves all the same.
  offline: { kind: 'offline' },
};

/** How a gateway in `state` stands. */
export function standingOf(state: GatewayState): Standing {
  return STANDINGS[state];
}
