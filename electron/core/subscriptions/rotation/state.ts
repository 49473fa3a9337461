import { z } from 'zod';
import { Told } from '../../../contract/index.ts';

/** Why an agent is on what it is on. */
export const assignmentCauseSchema = z.enum([
  'by_hand',
  'failure',
  'pre_dispatch',
  'threshold',
  'replaced',
  'removed',
  'api_key_fallback',
  'elsewhere',
  'returned',
]);
export type AssignmentCause = z.infer<typeof assignmentCauseSchema>;

/** What an agent is to run on, and how far it is known to. This is the truth; the agent holds a copy. */
export const assignmentSchema = z.object({
  agent: z.string(),
  /** Null: on none. */
  subscriptionId: z.string().nullable(),
  /** Grows with every change and never goes back; goes along with each order to the agent. */
  generation: z.number().int().positive(),
  /** Wall time of the change, milliseconds since the epoch. */
  sinceMs: z.number(),
  cause: assignmentCauseSchema,
  /** The last generation that the agent confirmed, 0 for none. Below `generation`: not carried out yet. */
  confirmedGeneration: z.number().int().nonnegative(),
  /** Ids of subscriptions that the agent may have live: the confirmed one and those ordered since. */
  maybeLive: z.array(z.string()),
  /** How carrying out this generation last ended; null: not tried to the end. */
  result: z.string().nullable(),
  /** The same by code, where it failed. One that another version wrote and this one does not know is left out. */
  told: Told.optional().catch(undefined),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** A failure of an agent that speaks against a subscription. Never holds a token. */
export const failureEventSchema = z.object({
  id: z.string(),
  agent: z.string(),
  subscriptionId: z.string(),
  kind: z.enum(['rate_limit', 'auth']).nullable(),
  /** The error's text, redacted and cut. */
  message: z.string(),
  /** Milliseconds since the epoch. */
  occurredAtMs: z.number(),
  /** When the window that refused begins anew, if the failure said so. */
  resetsAtMs: z.number().nullable(),
  /** The provider's window that refused, if known. One of a model (`7d_opus`) concerns work on that model only. */
  window: z.string().nullable(),
});
export type FailureEvent = z.infer<typeof failureEventSchema>;

/** A wish to put an agent on something else. */
export interface AssignmentChange {
  readonly agent: string;
  /** Generation of the assignment that the decision rests on; 0: there was none. */
  readonly expectedGeneration: number;
  readonly subscriptionId: string | null;
  readonly cause: AssignmentCause;
  readonly atMs: number;
  /** Number of the lock under which the decision was made. */
  readonly fence: bigint;
  /** The new generation is at least this. */
  readonly minGeneration?: number;
}

/**
 * `changed`: somebody was faster. `fenced`: a later holder of the lock has written. `retired`: it is being removed.
 * `outdated`: its token was replaced on another host, and this one has the former one.
 */
export type ChangeOutcome =
  | { readonly kind: 'assigned'; readonly assignment: Assignment }
  | { readonly kind: 'changed'; readonly current: Assignment | undefined }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'retired' }
  | { readonly kind: 'outdated' };

/**
 * Assignments and failures behind the rotation: a file of this host, or Redis when several hosts manage one fleet.
 * Methods throw `shared_state_unavailable` when it cannot be reached, the file's errors otherwise.
 */
export interface RotationState {
  read(agent: string, signal: AbortSignal): Promise<Assignment | undefined>;
  list(signal: AbortSignal): Promise<readonly Assignment[]>;
  /** Number of agents by subscription id. */
  agentCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Compares generation and fence and writes, in one step. */
  change(change: AssignmentChange, signal: AbortSignal): Promise<ChangeOutcome>;
  /**
   * Notes how carrying out `generation` ended; ignored when the assignment has moved on. `live` lists what the agent
   * may have live afterwards: undefined where nothing new is known, then the generation is not confirmed. `landed`: what
   * the order may have brought to the agent. Where the assignment has moved on, it may have come there after the later
   * order, so that nothing is confirmed any more and the later order is repeated.
   */
  settle(
    outcome: {
      readonly agent: string;
      readonly generation: number;
      readonly result: string;
      readonly told?: Told | undefined;
      readonly live: readonly string[] | undefined;
      readonly landed?: readonly string[] | undefined;
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** Removes the assignment of an agent that is no longer managed. */
  forget(agent: string, signal: AbortSignal): Promise<void>;
  /** From now on nobody can be put on this subscription; final. */
  retire(subscriptionId: string, signal: AbortSignal): Promise<void>;
  appendFailure(event: FailureEvent, signal: AbortSignal): Promise<void>;
  /** Failures since `sinceMs`, oldest first, of one agent or all; at most the newest 5,000. */
  failures(
    query: { readonly sinceMs: number; readonly agent?: string | undefined },
    signal: AbortSignal,
  ): Promise<readonly FailureEvent[]>;
  /** The newest failure by subscription, kind and window: what choosing rests on. */
  latestFailures(signal: AbortSignal): Promise<readonly FailureEvent[]>;
}

/** Failures are kept this long. */
export const FAILURES_KEPT_MS = 30 * 86_400_000;
/** And never more than this many. */
export const MOST_FAILURES = 5_000;
