import type { Told } from '../../../contract/index.ts';
import { cleanTold, errorMessage, type SecretScrubber, toldError } from '../../platform/index.ts';
import { outdatedReason } from '../shared/token-register.ts';

/** How an order ended: one of the strings of `Switched.result`, and why it failed by code. */
export interface Applied {
  readonly result: string;
  /** For languages that make their own sentence; undefined where the result says it all. */
  readonly told?: Told | undefined;
}

/** Why an order failed, in words and by code. */
export interface Reason {
  readonly text: string;
  readonly told: Told;
}

/** The result of an order that failed for this reason. */
export function failedFor({ text, told }: Reason): Applied {
  return { result: `failed: ${text}`, told };
}

/** Why something was thrown. */
export function thrownReason(thrown: unknown): Reason {
  const why = errorMessage(thrown);
  return { text: why, told: { code: 'order_failed', why, of: toldError(thrown) } };
}

/** What the other side said; `told` where these are words of Gatehouse. */
export interface Foreign {
  readonly reason: string;
  readonly told?: Told | undefined;
}

const MAX_REASON_LENGTH = 300;

/** What the other side said may quote the request: neither secrets nor more than is read stays of it. */
export function cleanForeign({ reason, told }: Foreign, scrubber: SecretScrubber): Foreign {
  const clean = (text: string): string => scrubber.redact(text).slice(0, MAX_REASON_LENGTH);
  return { reason: clean(reason), told: told && cleanTold(told, clean) };
}

/** The agent answered with this status, 0 for none, and did not do it. */
export function refusal(status: number, { reason, told }: Foreign): Reason {
  const text = status === 0 ? reason : `${status} ${reason}`;
  return { text, told: told ?? { code: 'order_refused', count: status, why: reason } };
}

/** The agent did not answer. */
export function unreached({ reason, told }: Foreign): Reason {
  return { text: `it cannot be reached: ${reason}`, told: { code: 'order_unreached', why: reason, of: told } };
}

/** How an order ended, and what the agent may have live now; undefined: nothing new is known. */
export interface Outcome extends Applied {
  readonly live: readonly string[] | undefined;
  /** What the order may have brought to the agent even where it does not say so. */
  readonly landed?: readonly string[] | undefined;
}

/** The outcome of an order that failed for this reason: nothing new is known of the agent. */
export function failed(reason: Reason): Outcome {
  return { ...failedFor(reason), live: undefined };
}

/** Start of the result of an agent that has to be restarted and still works. */
export const RESTART_PENDING = 'failed: restart pending';

/** The result of an order that waits until these jobs have ended. */
export function restartPending(jobs: number): Applied {
  return {
    result: `${RESTART_PENDING} until its ${jobs} running tasks have ended`,
    told: { code: 'order_waits', count: jobs },
  };
}

/** Result of an order that came too late: the agent's own backend has moved it meanwhile, and that counts. */
export const MOVED_ELSEWHERE = 'failed: its own backend has moved it elsewhere meanwhile';

/** Reasons without anything to add. */
export const REASONS = {
  agentUnknown: { text: 'this host does not know the agent', told: { code: 'order_agent_unknown' } },
  subscriptionUnknown: {
    text: 'this host does not know the subscription',
    told: { code: 'order_subscription_unknown' },
  },
  noToken: { text: 'its subscription has no token', told: { code: 'order_no_token' } },
  noReload: { text: 'it has no endpoint for a reload', told: { code: 'order_no_reload' } },
  takenForOld: { text: 'the agent takes the order for an old one', told: { code: 'order_taken_for_old' } },
  lockLost: { text: 'its lock was lost before the restart', told: { code: 'order_lock_lost' } },
  overtaken: { text: 'another switch of this agent was faster', told: { code: 'order_overtaken' } },
} as const satisfies Readonly<Record<string, Reason>>;

/** Another host has a newer token of the subscription of this name. */
export function outdated(name: string): Reason {
  return { text: outdatedReason(name), told: { code: 'order_token_outdated', name } };
}

/** The agent's backend has put it on something that only the backend has. */
export function putElsewhere(name: string): Reason {
  return {
    text: `its own backend has put it on “${name}”, which is not stored here`,
    told: { code: 'order_put_elsewhere', name },
  };
}

/** It would have to be restarted because of `cause`, and nobody said how. */
export function noHook(cause: Reason): Reason {
  return {
    text: `${cause.text}, and no restart hook is configured`,
    told: { code: 'order_no_hook', of: cause.told },
  };
}

/** It was to be restarted because of `cause`, and that failed too. */
export function restartFailed(cause: Reason, { reason, told }: Foreign): Reason {
  return {
    text: `${cause.text}, and the restart failed: ${reason}`,
    told: { ...(told ?? { code: 'restart_failed', why: reason }), of: cause.told },
  };
}
