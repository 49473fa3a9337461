import type { Told } from '../../../contract/index.ts';
import type { FailureVerdictKind } from '../failure/verdict.ts';
import type { Readmission } from '../ranking-evidence.ts';
import type { AssignmentCause } from './state.ts';

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
  readonly readmitted: Readmission | null;
}

/** The agent is on another subscription now; `result` says how far the agent itself knows. */
export interface Switched {
  readonly switched: true;
  readonly agent: string;
  /** Names; null for none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly fromId: string | null;
  readonly toId: string | null;
  readonly cause: AssignmentCause;
  readonly failureKind: 'rate_limit' | 'auth' | null;
  /** Failures of this agent on the subscription it left within two hours. */
  readonly eventCount: number;
  /** `hot_reloaded`, `success` (restarted), `no_container`, `not_running`, `failed: …`. */
  readonly result: string;
  /** What a failure says by code. */
  readonly told?: Told | undefined;
  readonly preDispatch: boolean;
  readonly evidence: 'provider_refusing' | 'recent_rate_limit' | null;
  readonly headroom: DestinationHeadroom | null;
  readonly reason: string;
}

/**
 * Why nothing was switched. `stale`: somebody else has switched the agent meanwhile, so the turn that failed can be
 * tried again at once.
 */
export type NotSwitchedWhy =
  | 'not_a_credential_failure'
  | 'throttled'
  | 'no_subscription'
  | 'disabled'
  | 'repeated'
  | 'stale'
  | 'no_alternative'
  | 'same_subscription'
  | 'not_needed'
  | 'lock_lost'
  | 'busy'
  | 'state_unavailable'
  | 'failed';

/** The agent is on what it was on, or on what somebody else put it on. */
export interface NotSwitched {
  readonly switched: false;
  readonly agent: string;
  readonly why: NotSwitchedWhy;
  /** One sentence for people. */
  readonly reason: string;
  /** Name of what it is on, null when it is on none or that is not known. */
  readonly subscription: string | null;
  readonly failureKind: FailureVerdictKind | null;
  /** For `no_alternative`: when the first may serve again, milliseconds since the epoch. */
  readonly earliestResetMs: number | null;
}

export type SwitchResult = Switched | NotSwitched;

/** A {@link NotSwitched} with what does not apply left out. */
export function notSwitched(
  agent: string,
  why: NotSwitchedWhy,
  reason: string,
  rest: Partial<Pick<NotSwitched, 'subscription' | 'failureKind' | 'earliestResetMs'>> = {},
): NotSwitched {
  return { switched: false, agent, why, reason, subscription: null, failureKind: null, earliestResetMs: null, ...rest };
}
