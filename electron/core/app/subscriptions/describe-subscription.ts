import type { HeadroomPoint, HeadroomWindow, SubscriptionState, SubscriptionSummary } from '../../../contract/index.ts';
import {
  type Assignment,
  type FailureEvent,
  type FailureMark,
  failureOf,
  type HeadroomSample,
  type HeadroomView,
  isBlocking,
  type ListedSubscription,
  rateLimitedNow,
  readmission,
  relevantFailures,
  type Subscription,
  skipListed,
} from '../../subscriptions/index.ts';
import type { Facts } from './facts.ts';

const DAY_MS = 86_400_000;
/** From here on its end is told of, and from the second on a person should act. */
const EXPIRY_NOTICE_MS = 30 * DAY_MS;
const EXPIRY_URGENT_MS = 7 * DAY_MS;
const MOST_POINTS = 96;
const MOST_NAMES = 50;

/** The kinds of state that may be chosen for an agent. */
const USABLE: ReadonlySet<SubscriptionState> = new Set(['ok', 'low', 'expiring', 'unmeasured']);

export function isUsable({ state, kind }: SubscriptionSummary): boolean {
  return kind === 'setup_token' && USABLE.has(state);
}

/** One subscription that is in use. */
export function describeSubscription(one: ListedSubscription, facts: Facts): SubscriptionSummary {
  const { nowMs } = facts;
  const view = facts.headroom(one.id);
  const marks = relevantFailures(one, facts.failures, undefined).map(toMark);
  const limit = rateLimitedNow(one.id, view.reading, marks, nowMs);
  const limitedUntil = limit.isLimited ? (limit.untilMs ?? null) : null;
  const found = { limit: limit.isLimited, limitedUntil, isRefused: isRefused(view, marks), warnPct: facts.warnPct };
  const isOutdated = facts.outdated.includes(one.id);
  return {
    ...base(one, view, facts),
    ...(isOutdated ? OUTDATED : stateOf(one, view, found, nowMs)),
    rateLimitedNow: limit.isLimited,
    skipUntil: isReadmitted(one, facts) ? null : (skipListed(marks, nowMs).get(one.id) ?? null),
    tokenMissing: !one.hasToken || isOutdated,
    stillLiveIn: [],
  };
}

/** Whether a switch may choose it although it failed lately, as the ranking judges it. */
function isReadmitted(one: ListedSubscription, { failures, headroom, nowMs }: Facts): boolean {
  const { lastFailureAtMs, failureResetsAtMs } = failureOf(one, failures, undefined, nowMs);
  if (lastFailureAtMs === undefined) return false;
  const { reading } = headroom(one.id);
  return readmission({ reading, lastFailureAtMs, failureResetsAtMs }, nowMs) !== undefined;
}

/** One that was removed while agents may still have it. */
export function describeRemoved(one: Subscription, facts: Facts): SubscriptionSummary {
  const live = facts.assignments.filter(row => row.subscriptionId === one.id || row.maybeLive.includes(one.id));
  const names = live.map(({ agent }) => agent);
  return {
    ...base(one, facts.headroom(one.id), facts),
    state: 'removing',
    health: 'working',
    sentence: `Removed, and still live in ${names.length === 1 ? names[0] : `${names.length} agents`}.`,
    rateLimitedNow: false,
    skipUntil: null,
    tokenMissing: false,
    stillLiveIn: names.slice(0, MOST_NAMES),
  };
}

type Rest = 'state' | 'health' | 'sentence' | 'rateLimitedNow' | 'skipUntil' | 'tokenMissing' | 'stillLiveIn';

function base(one: Subscription, view: HeadroomView, facts: Facts): Omit<SubscriptionSummary, Rest> {
  const { id, name, kind, tier, note, fingerprint, expiresAtMs } = one;
  const { reading, freshness, problem } = view;
  return {
    id,
    name,
    kind,
    tier,
    note,
    fingerprint,
    agents: agentsOn(id, facts.assignments),
    headroom: {
      windows: windowsOf(view, facts.nowMs),
      readAt: reading?.fetchedAtMs ?? null,
      freshness: freshness ?? null,
      source: reading?.source ?? null,
      problem: problem?.sentence ?? null,
      ...(problem?.told === undefined ? {} : { problemTold: problem.told }),
      history: thinned(facts.history(id)),
    },
    expiresAt: expiresAtMs,
  };
}

function agentsOn(id: string, assignments: readonly Assignment[]): number {
  return assignments.filter(({ subscriptionId }) => subscriptionId === id).length;
}

interface Found {
  readonly limit: boolean;
  readonly limitedUntil: number | null;
  readonly isRefused: boolean;
  readonly warnPct: number;
}

/** What is stored here is not its token any more. */
const OUTDATED = {
  state: 'token-missing',
  health: 'needs-you',
  sentence: 'Its token was replaced on another host, and this one still has the former one.',
} as const;

/** The most pressing thing about it decides. */
function stateOf(
  { name, kind, hasToken, expiresAtMs }: ListedSubscription,
  { reading }: HeadroomView,
  { limit, limitedUntil, isRefused: refused, warnPct }: Found,
  nowMs: number,
): Pick<SubscriptionSummary, 'state' | 'health' | 'sentence'> {
  if (!hasToken) {
    return { state: 'token-missing', health: 'needs-you', sentence: `The secret store has lost the token of ${name}.` };
  }
  if (refused) return { state: 'refused', health: 'needs-you', sentence: `The provider refuses the token of ${name}.` };
  if (limit) {
    const until = limitedUntil === null ? '' : ` for ${lasting(limitedUntil - nowMs)} more`;
    return { state: 'limited', health: 'well', sentence: `Its limit is reached${until}; it returns by itself.` };
  }
  const fullest = fullestPct(reading, nowMs);
  if (fullest !== undefined && warnPct > 0 && fullest >= warnPct) {
    return { state: 'low', health: 'well', sentence: `${left(fullest)}% of its fuller window is left.` };
  }
  const leftMs = expiresAtMs === null ? Number.POSITIVE_INFINITY : expiresAtMs - nowMs;
  if (leftMs <= EXPIRY_NOTICE_MS) {
    const health = leftMs <= EXPIRY_URGENT_MS ? 'needs-you' : 'well';
    const when = leftMs <= 0 ? 'has probably ended' : `ends in ${Math.ceil(leftMs / DAY_MS)} d`;
    return { state: 'expiring', health, sentence: `Its token ${when}; renew it with claude setup-token.` };
  }
  if (kind === 'api_key')
    return { state: 'ok', health: 'well', sentence: 'A key that costs money, for the last resort.' };
  if (fullest === undefined) return { state: 'unmeasured', health: 'well', sentence: 'Nobody knows yet what is left.' };
  return { state: 'ok', health: 'well', sentence: `${left(fullest)}% of its fuller window is left.` };
}

/** A token that a probe was refused with, or an agent after the last good reading. */
function isRefused({ reading }: HeadroomView, marks: readonly FailureMark[]): boolean {
  if (reading?.status === 'invalid_token') return true;
  const goodAtMs = reading?.status === 'ok' ? reading.fetchedAtMs : Number.NEGATIVE_INFINITY;
  return marks.some(({ kind, occurredAtMs }) => kind === 'auth' && occurredAtMs > goodAtMs);
}

function fullestPct(reading: HeadroomView['reading'], nowMs: number): number | undefined {
  const own = Object.entries(reading?.windows ?? {}).filter(
    ([window, { resetsAtMs }]) => !window.includes('_') && (resetsAtMs === null || resetsAtMs > nowMs),
  );
  const figures = own.map(([, { utilizationPct }]) => utilizationPct).filter(figure => figure !== null);
  return figures.length === 0 ? undefined : Math.max(...figures);
}

function windowsOf({ reading, forecasts }: HeadroomView, nowMs: number): HeadroomWindow[] {
  return Object.entries(reading?.windows ?? {}).map(([window, { utilizationPct, resetsAtMs, status }]) => {
    const hasReset = resetsAtMs !== null && resetsAtMs <= nowMs;
    const ahead = forecasts.find(each => each.window === window);
    return {
      window,
      // What was used belongs to a window that is over.
      usedPct: hasReset ? null : utilizationPct,
      resetsAt: hasReset ? null : resetsAtMs,
      isBlocking: !hasReset && isBlocking(status),
      projectedPct: ahead?.projectedPct ?? null,
      wallAt: ahead?.wallAtMs ?? null,
      confidence: ahead?.confidence ?? null,
    };
  });
}

/** At most as many points as a chart shows, the newest always among them. */
function thinned(samples: readonly HeadroomSample[]): HeadroomPoint[] {
  const measured = samples.filter(({ fiveHourPct, sevenDayPct }) => fiveHourPct !== null || sevenDayPct !== null);
  const step = Math.max(1, Math.ceil(measured.length / MOST_POINTS));
  return measured
    .filter((_, index) => (measured.length - 1 - index) % step === 0)
    .map(({ atMs, fiveHourPct, sevenDayPct }) => ({ at: atMs, fiveHourPct, sevenDayPct }));
}

function toMark({ subscriptionId, kind, occurredAtMs, resetsAtMs }: FailureEvent): FailureMark {
  return { subscriptionId, kind, occurredAtMs, ...(resetsAtMs === null ? {} : { resetsAtMs }) };
}

function left(usedPct: number): number {
  return Math.max(0, Math.round(100 - usedPct));
}

/** `40 s`, `3 min`, `2 h`, `3 d`. */
export function lasting(durationMs: number): string {
  const minutes = Math.max(0, Math.round(durationMs / 60_000));
  if (minutes < 2) return `${Math.max(0, Math.round(durationMs / 1_000))} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
