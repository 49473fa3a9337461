import type { AssignmentCause } from '../../contract/index.ts';
import type { MoveReason } from './text-shapes.ts';

const REASONS: Readonly<Record<AssignmentCause, MoveReason>> = {
  by_hand: 'by-hand',
  failure: 'limit',
  pre_dispatch: 'limit',
  threshold: 'before-limit',
  replaced: 'token',
  removed: 'by-hand',
  api_key_fallback: 'no-subscription',
  elsewhere: 'elsewhere',
  returned: 'returned',
};

/** Why an agent was moved, in a person's terms. Which limit it was is found out when the notice is written. */
export function moveReason(cause: AssignmentCause, failureKind: 'rate_limit' | 'auth' | null): MoveReason {
  return failureKind === 'auth' && cause !== 'api_key_fallback' ? 'token' : REASONS[cause];
}
