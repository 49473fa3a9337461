import type { AgentFailureReply } from '../../../contract/index.ts';
import type { SwitchResult } from '../../subscriptions/index.ts';

/** What an agent is told about its failure. */
export function failureReply(result: SwitchResult): AgentFailureReply {
  if (result.switched) {
    const { reason, to, result: how } = result;
    const base = { switched: true, retry: true, why: 'switched', sentence: reason, subscription: to };
    return { ...base, result: how, earliestResetAt: null };
  }
  const { why, reason, subscription, earliestResetMs } = result;
  // Somebody else has moved it meanwhile: the turn failed on what it no longer runs on.
  const retry = why === 'stale';
  return {
    switched: false,
    retry,
    why,
    sentence: reason,
    subscription,
    result: null,
    earliestResetAt: earliestResetMs,
  };
}
