import { errorMessage, type Logger } from '../../platform/index.ts';
import { concerns, FIVE_HOURS, type HeadroomReading, refusalNow, SEVEN_DAYS } from '../headroom/reading.ts';
import { type Candidate, type DroppedCandidate, loadOrder, type RankedCandidate, rankCandidates } from '../ranking.ts';
import { skippedUntil } from '../ranking-evidence.ts';
import { OWN_TOKENS, outdatedReason, type TokenRegister } from '../shared/token-register.ts';
import type { Subscription } from '../vault/subscription.ts';
import type { CachedReading, TokenSource } from './fleet.ts';
import type { Reservations } from './reservations.ts';
import type { DestinationHeadroom } from './results.ts';
import type { FailureEvent, RotationState } from './state.ts';

/** A subscription that an agent may be moved to. */
export interface Destination {
  readonly subscription: Subscription;
  readonly ranked: RankedCandidate;
  readonly headroom: DestinationHeadroom;
}

/** Where an agent could go. */
export interface Choice {
  /** Best first. */
  readonly destinations: readonly Destination[];
  readonly dropped: readonly DroppedCandidate[];
  /** When the first of the dropped, or the one to leave, serves again, if anybody said so. */
  readonly earliestResetMs: number | null;
  /** Gives back the place that is kept on the first of the destinations. Call it when the agent is there or elsewhere. */
  readonly release: () => void;
}

/** What is asked of {@link chooseDestinations}. */
export interface ChoiceRequest {
  /** The one to leave, undefined when the agent has none. */
  readonly leaveId: string | undefined;
  readonly kind: Subscription['kind'];
  /** Model of the agent's work, or the window that refused it. */
  readonly model: string | undefined;
  /** Only measured ones below this share of their fuller window. */
  readonly belowPct?: number | undefined;
}

/** What {@link chooseDestinations} rests on. */
export interface ChoiceSources {
  readonly vault: TokenSource;
  readonly state: RotationState;
  readonly reading: CachedReading;
  readonly reservations: Reservations;
  readonly logger: Logger;
  /** Default: this host's tokens are the present ones. */
  readonly tokens?: TokenRegister | undefined;
}

/**
 * Ranks the subscriptions that an agent could move to, by cached readings and recorded failures; asks no provider. Agents
 * on their way to one count as being there. When readings fail to be had, the one with the fewest agents comes first.
 */
export async function chooseDestinations(
  { leaveId, kind, model, belowPct }: ChoiceRequest,
  { vault, state, reading, reservations, logger, tokens = OWN_TOKENS }: ChoiceSources,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<Choice> {
  // Before the counts are read: a move that ends meanwhile is then counted twice rather than not at all.
  const before = reservations.counts();
  const others = vault.subscriptions().filter(one => one.kind === kind && one.id !== leaveId);
  const [counts, failures, outdated] = await Promise.all([
    state.agentCounts(signal),
    state.latestFailures(signal),
    tokens.outdated(
      others.map(({ id }) => id),
      signal,
    ),
  ]);
  const now = nowMs();
  const byId = new Map(others.filter(({ id }) => !outdated.has(id)).map(one => [one.id, one]));
  const candidates = [...byId.values()].map((one): Candidate => {
    const { id, name } = one;
    const reserved = Math.max(before.get(id) ?? 0, reservations.count(id));
    return { id, name, agents: counts.get(id) ?? 0, reserved, ...failureOf(one, failures, model, now) };
  });
  let readings = new Map<string, HeadroomReading>();
  let leavingReading: HeadroomReading | undefined;
  let ranking: ReturnType<typeof rankCandidates>;
  try {
    leavingReading = leaveId === undefined ? undefined : reading(leaveId);
    const all = candidates.map(({ id }) => [id, reading(id)] as const);
    readings = new Map(all.filter((pair): pair is readonly [string, HeadroomReading] => pair[1] !== undefined));
    const measured = candidates.map(candidate => ({ ...candidate, reading: readings.get(candidate.id) }));
    ranking = rankCandidates({ candidates: measured, nowMs: now, model });
  } catch (error) {
    logger.warn('headroom could not be read: the subscription with the fewest agents is chosen', {
      reason: errorMessage(error),
    });
    ranking = loadOrder({ candidates, nowMs: now });
  }
  // The one to leave returns too, and is often the first.
  const leaving = leaveId === undefined ? undefined : vault.byId(leaveId);
  const returnMs = leaving?.state === 'active' ? returnOf(leaving, leavingReading, failures, model, now) : undefined;
  const eligible = ranking.ranked.filter(
    ({ primaryPct }) => belowPct === undefined || (primaryPct ?? belowPct) < belowPct,
  );
  const destinations = eligible.flatMap((ranked): Destination[] => {
    const subscription = byId.get(ranked.id);
    const headroom = headroomOf(ranked, readings.get(ranked.id), eligible.length, now);
    return subscription === undefined ? [] : [{ subscription, ranked, headroom }];
  });
  const resets = [...ranking.dropped.map(({ untilMs }) => untilMs), returnMs].filter(untilMs => untilMs !== undefined);
  const [first] = destinations;
  return {
    destinations,
    dropped: [...ranking.dropped, ...others.filter(({ id }) => outdated.has(id)).map(asOutdated)],
    earliestResetMs: resets.length === 0 ? null : Math.min(...resets),
    // In the same step as the ranking: of many that choose at once each has to see those before it.
    release: first === undefined ? () => undefined : reservations.reserve(first.subscription.id),
  };
}

/** When a subscription that failed serves again, if anybody said so. */
function returnOf(
  subscription: Subscription,
  reading: HeadroomReading | undefined,
  failures: readonly FailureEvent[],
  model: string | undefined,
  nowMs: number,
): number | undefined {
  const { failureResetsAtMs } = failureOf(subscription, failures, model, nowMs);
  const ends = [failureResetsAtMs, refusalNow(reading, nowMs, model)?.untilMs].filter(atMs => atMs !== undefined);
  const ahead = ends.filter(atMs => atMs > nowMs);
  return ahead.length === 0 ? undefined : Math.max(...ahead);
}

function asOutdated({ id, name }: Subscription): DroppedCandidate {
  return { id, name, cause: 'outdated', reason: outdatedReason(name) };
}

/**
 * The failures of a subscription that count for work on `model`. That its former token was refused says nothing of the
 * one that replaced it.
 */
export function relevantFailures(
  { id, replacedAtMs }: Pick<Subscription, 'id' | 'replacedAtMs'>,
  failures: readonly FailureEvent[],
  model: string | undefined,
): readonly FailureEvent[] {
  return failures.filter(
    ({ subscriptionId, window, kind, occurredAtMs }) =>
      subscriptionId === id &&
      (window === null || concerns(window, model)) &&
      (kind !== 'auth' || occurredAtMs >= (replacedAtMs ?? 0)),
  );
}

/** The newest failure that counts against a subscription, and when what refused then begins anew. */
export function failureOf(
  subscription: Subscription,
  failures: readonly FailureEvent[],
  model: string | undefined,
  nowMs: number,
): Pick<Candidate, 'lastFailureAtMs' | 'failureResetsAtMs'> {
  const relevant = relevantFailures(subscription, failures, model);
  if (relevant.length === 0) return {};
  const lastFailureAtMs = Math.max(...relevant.map(({ occurredAtMs }) => occurredAtMs));
  // An older failure whose reset is still ahead counts beside a newer one that named none.
  const resets = relevant
    .filter(({ occurredAtMs, resetsAtMs }) => {
      const isNewest = occurredAtMs === lastFailureAtMs;
      return resetsAtMs !== null && (isNewest || skippedUntil(occurredAtMs, resetsAtMs, nowMs) === resetsAtMs);
    })
    .map(({ resetsAtMs }) => resetsAtMs ?? 0);
  return { lastFailureAtMs, ...(resets.length === 0 ? {} : { failureResetsAtMs: Math.max(...resets) }) };
}

function headroomOf(
  ranked: RankedCandidate,
  reading: HeadroomReading | undefined,
  candidates: number,
  nowMs: number,
): DestinationHeadroom {
  const [week, hours] = [reading?.windows[SEVEN_DAYS], reading?.windows[FIVE_HOURS]];
  return {
    tier: ranked.tier,
    sevenDayPct: week?.utilizationPct ?? null,
    fiveHourPct: hours?.utilizationPct ?? null,
    sevenDayResetsAtMs: week?.resetsAtMs ?? null,
    fiveHourResetsAtMs: hours?.resetsAtMs ?? null,
    readingAgeMs: reading === undefined ? null : Math.max(nowMs - reading.fetchedAtMs, 0),
    candidates,
    readmitted: ranked.readmitted ?? null,
  };
}
