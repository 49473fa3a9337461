import type { DestinationHeadroom } from './rotation/results.ts';
import type { AssignmentCause } from './rotation/state.ts';

/** How one agent came out of something that concerned many. */
export interface AgentOutcome {
  readonly agent: string;
  /** `hot_reloaded`, `success`, `no_container`, `not_running`, `failed: …`, or why nothing was done. */
  readonly result: string;
  /** What it is on now; null: nothing. */
  readonly subscription: string | null;
}

/** What happened to subscriptions and to who runs on them. `at` is milliseconds since the epoch. Never a token. */
export type SubscriptionEvent =
  | {
      readonly type: 'subscriptionSwitched';
      readonly at: number;
      readonly agent: string;
      readonly from: string | null;
      readonly to: string | null;
      readonly cause: AssignmentCause;
      readonly failureKind: 'rate_limit' | 'auth' | null;
      readonly result: string;
      readonly headroom: DestinationHeadroom | null;
      /** One sentence for people: what moved, and why there. */
      readonly reason: string;
    }
  | {
      readonly type: 'noAlternative';
      readonly at: number;
      readonly agent: string;
      readonly subscription: string;
      readonly reason: string;
      /** When the first of them may serve again, if anybody said so. */
      readonly earliestResetAt: number | null;
    }
  | {
      readonly type: 'rolloverSummary';
      readonly at: number;
      readonly action: 'replaced' | 'removed' | 'rotated';
      readonly subscription: string | null;
      readonly outcomes: readonly AgentOutcome[];
    }
  | { readonly type: 'tokenInvalid'; readonly at: number; readonly subscription: string; readonly reason: string }
  | { readonly type: 'subscriptionAdded'; readonly at: number; readonly subscription: string }
  | { readonly type: 'subscriptionReplaced'; readonly at: number; readonly subscription: string }
  /** `stillLiveIn`: agents that have not confirmed yet that they no longer use it. */
  | {
      readonly type: 'subscriptionRemoved';
      readonly at: number;
      readonly subscription: string;
      readonly stillLiveIn: readonly string[];
    }
  /** The last agent confirmed that it no longer uses a removed subscription. */
  | { readonly type: 'subscriptionRevoked'; readonly at: number; readonly subscription: string }
  /** Keys in an agent's own files that would win over its subscription. Names only. */
  | { readonly type: 'agentKeyShadowed'; readonly at: number; readonly agent: string; readonly keys: readonly string[] }
  /** An agent works on a key that costs money, because no subscription is left. */
  | { readonly type: 'apiKeyFallback'; readonly at: number; readonly agent: string; readonly key: string }
  /** The state that several hosts share cannot be reached: nothing switches by itself meanwhile. */
  | { readonly type: 'sharedStateLost'; readonly at: number; readonly reason: string }
  | { readonly type: 'sharedStateRestored'; readonly at: number };
