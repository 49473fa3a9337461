import { type HeadroomReading, isFresh, type Refusal, refusalIn, refusalNow } from './headroom/reading.ts';

/** A failure of any agent on a subscription puts it on the skip-list for this long, unless a reset is known. */
export const SKIP_MS = 7_200_000;
/** A week's window is the longest the provider has; a reset further ahead is a misread number. */
const MAX_COOLDOWN_MS = 8 * 86_400_000;

/** What the rules need to know of one recorded failure. */
export interface FailureMark {
  readonly subscriptionId: string;
  /** Null: an older record, kind unknown. */
  readonly kind: 'rate_limit' | 'auth' | null;
  /** Milliseconds since the epoch. */
  readonly occurredAtMs: number;
  /** When the refusing window begins anew, if the failure said so. */
  readonly resetsAtMs?: number;
}

/** Whether a failure at `atMs` is within the last two hours. One from further ahead was stamped under another time. */
export function isRecentFailure(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) <= SKIP_MS;
}

/**
 * The skip-list: subscriptions with a failure of any kind, of any agent, in the last two hours, or one whose named
 * reset is still ahead; with the time until which each stands on it. Selection uses this, never {@link rateLimitedNow}.
 */
export function skipListed(events: readonly FailureMark[], nowMs: number): ReadonlyMap<string, number> {
  const listed = new Map<string, number>();
  for (const event of events) {
    const untilMs = skippedUntil(event.occurredAtMs, event.resetsAtMs, nowMs);
    if (untilMs === undefined) continue;
    listed.set(event.subscriptionId, Math.max(untilMs, listed.get(event.subscriptionId) ?? 0));
  }
  return listed;
}

/** Until when one failure keeps its subscription on the skip-list; undefined when it no longer does. */
export function skippedUntil(occurredAtMs: number, resetsAtMs: number | undefined, nowMs: number): number | undefined {
  const hasReset = resetsAtMs !== undefined && resetsAtMs > nowMs && resetsAtMs - nowMs <= MAX_COOLDOWN_MS;
  if (hasReset) return resetsAtMs;
  return isRecentFailure(occurredAtMs, nowMs) ? occurredAtMs + SKIP_MS : undefined;
}

/** Positive evidence that a skip-listed subscription works again. */
export type Readmission = 'serving_now' | 'window_reset';

/**
 * Whether a skip-listed subscription may be chosen all the same. `serving_now`: a fresh reading, taken after the
 * failure, does not refuse. `window_reset`: the reset of what blocked it has passed, and the failure is older than it.
 */
export function readmission(
  evidence: {
    readonly reading?: HeadroomReading | undefined;
    readonly lastFailureAtMs: number;
    readonly failureResetsAtMs?: number | undefined;
    readonly model?: string | undefined;
  },
  nowMs: number,
): Readmission | undefined {
  const { reading, lastFailureAtMs, failureResetsAtMs, model } = evidence;
  if (refusalNow(reading, nowMs, model) !== undefined) return undefined;
  const isNewer = reading !== undefined && reading.fetchedAtMs >= lastFailureAtMs;
  const refusal = reading === undefined ? undefined : refusalIn(reading, model);
  if (isFresh(reading, nowMs) && isNewer && refusal === undefined) return 'serving_now';
  const resets = [failureResetsAtMs, refusal?.untilMs].filter(atMs => atMs !== undefined);
  const latestMs = resets.length === 0 ? undefined : Math.max(...resets);
  return latestMs !== undefined && latestMs <= nowMs && lastFailureAtMs < latestMs ? 'window_reset' : undefined;
}

/** Answer of {@link rateLimitedNow}. */
export interface RateLimitState {
  readonly isLimited: boolean;
  /** What the answer rests on. */
  readonly source: 'reading' | 'events' | 'nothing';
  /** When it ends, if known. */
  readonly untilMs?: number;
}

/**
 * Whether to show a subscription as rate-limited. A fresh reading decides; without one, or when a limit was met after
 * it, the rate-limit failures of the last two hours do. For display only: refused credentials are left out, so it must
 * never choose a destination.
 */
export function rateLimitedNow(
  subscriptionId: string,
  reading: HeadroomReading | undefined,
  events: readonly FailureMark[],
  nowMs: number,
): RateLimitState {
  const lastMs = lastRateLimit(subscriptionId, reading, events, nowMs);
  const refusal = refusalNow(reading, nowMs);
  if (refusal !== undefined && refusal.reason !== 'invalid_token') {
    return { isLimited: true, source: 'reading', ...until(refusal) };
  }
  if (lastMs !== undefined) return { isLimited: true, source: 'events', untilMs: lastMs };
  return { isLimited: false, source: isFresh(reading, nowMs) ? 'reading' : 'nothing' };
}

/** Answer of {@link shouldSwitchBeforeDispatch}. */
export type DispatchVerdict =
  | { readonly shouldSwitch: false }
  | {
      readonly shouldSwitch: true;
      readonly evidence: 'provider_refusing' | 'recent_rate_limit';
      readonly untilMs?: number;
    };

/**
 * Whether to move an agent to another subscription before its next turn starts: the provider refuses the assigned one
 * by a fresh reading, or (only where no fresh reading overrules it) a rate limit was met in the last two hours. Refused
 * credentials among the events do not count. The caller records no event: nothing has failed.
 */
export function shouldSwitchBeforeDispatch(
  input: {
    readonly subscriptionId: string;
    readonly reading?: HeadroomReading | undefined;
    readonly events: readonly FailureMark[];
    readonly model?: string | undefined;
  },
  nowMs: number,
): DispatchVerdict {
  const { subscriptionId, reading, events, model } = input;
  const refusal = refusalNow(reading, nowMs, model);
  if (refusal !== undefined) return { shouldSwitch: true, evidence: 'provider_refusing', ...until(refusal) };
  const untilMs = lastRateLimit(subscriptionId, reading, events, nowMs);
  return untilMs === undefined
    ? { shouldSwitch: false }
    : { shouldSwitch: true, evidence: 'recent_rate_limit', untilMs };
}

/** Until when rate-limit failures that no fresh reading has overruled speak against the subscription. */
function lastRateLimit(
  subscriptionId: string,
  reading: HeadroomReading | undefined,
  events: readonly FailureMark[],
  nowMs: number,
): number | undefined {
  const overruledMs = isFresh(reading, nowMs) ? reading.fetchedAtMs : Number.NEGATIVE_INFINITY;
  const ends = events
    .filter(event => event.subscriptionId === subscriptionId && event.kind === 'rate_limit')
    .filter(event => event.occurredAtMs > overruledMs && isRecentFailure(event.occurredAtMs, nowMs))
    .map(event => event.resetsAtMs ?? event.occurredAtMs + SKIP_MS)
    .filter(endMs => endMs > nowMs);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function until(refusal: Refusal): { untilMs?: number } {
  return refusal.untilMs === undefined ? {} : { untilMs: refusal.untilMs };
}
