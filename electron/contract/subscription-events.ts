import type { Told } from './told.ts';

/** Why an agent is on the subscription that it is on. */
export type AssignmentCause =
  | 'by_hand'
  | 'failure'
  | 'pre_dispatch'
  | 'threshold'
  | 'replaced'
  | 'removed'
  | 'api_key_fallback'
  | 'elsewhere'
  | 'returned';

/** How one agent came out of something that concerned many. */
export interface AgentOutcome {
  readonly agent: string;
  /** `hot_reloaded`, `success`, `no_container`, `not_running`, `failed: …`, or why nothing was done. */
  readonly result: string;
  /** What a failure says, for languages that make their own. */
  readonly told?: Told | undefined;
  /** What it is on now; null: nothing. */
  readonly subscription: string | null;
}

/** What was known of the destination when it was chosen. Percentages of the window; times in milliseconds. */
export interface DestinationHeadroom {
  readonly tier: 'measured' | 'unknown';
  readonly sevenDayPct: number | null;
  readonly fiveHourPct: number | null;
  readonly sevenDayResetsAtMs: number | null;
  readonly fiveHourResetsAtMs: number | null;
  readonly readingAgeMs: number | null;
  /** How many could have been chosen. */
  readonly candidates: number;
  /** Why it was chosen although it failed lately; null: it did not. */
  readonly readmitted: 'serving_now' | 'window_reset' | null;
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
      /** What a failure says, for languages that make their own. */
      readonly told?: Told | undefined;
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
      /** When the first of them, or the one that it is on, may serve again, if anybody said so. */
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
  | { readonly type: 'sharedStateRestored'; readonly at: number }
  /** A window passed a percentage, told once per window and tier. `resetsAt` null: the provider did not say. */
  | {
      readonly type: 'headroomLow';
      readonly at: number;
      readonly subscription: string;
      readonly window: string;
      readonly tier: 'warn' | 'crit';
      readonly usedPct: number;
      readonly resetsAt: number | null;
    }
  /** No subscription has anything left in its week. */
  | { readonly type: 'allSubscriptionsFull'; readonly at: number; readonly until: number }
  /** A file of the third gate was damaged and moved away. */
  | {
      readonly type: 'subscriptionsSetAside';
      readonly at: number;
      readonly file: string;
      readonly reason: string;
      readonly told?: Told;
    }
  /** The third gate cannot work: its files cannot be read, for example. */
  | {
      readonly type: 'subscriptionsFailed';
      readonly at: number;
      readonly code?: string;
      readonly reason: string;
      readonly remedy: string | null;
    }
  | { readonly type: 'agentAdded'; readonly at: number; readonly agent: string }
  | { readonly type: 'agentRemoved'; readonly at: number; readonly agent: string }
  | {
      readonly type: 'agentLost';
      readonly at: number;
      readonly agent: string;
      readonly reason: string;
      readonly told?: Told;
    }
  | { readonly type: 'agentBack'; readonly at: number; readonly agent: string };
