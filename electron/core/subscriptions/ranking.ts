import {
  ageMs,
  FIVE_HOURS,
  FRESH_MS,
  type HeadroomReading,
  refusalIn,
  refusalNow,
  SEVEN_DAYS,
  USABLE_MS,
  type WindowReading,
} from './headroom/reading.ts';
import { type Readmission, readmission, skippedUntil } from './ranking-evidence.ts';

/** A subscription that an agent could be moved to. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** Agents assigned to it. */
  readonly agents: number;
  /** Agents being moved to it right now, by switches that are not finished: they count as assigned. */
  readonly reserved?: number;
  readonly reading?: HeadroomReading | undefined;
  /** The newest failure on it, of any kind and any agent, milliseconds since the epoch. */
  readonly lastFailureAtMs?: number | undefined;
  /** When the window that refused then begins anew, if that failure said so. */
  readonly failureResetsAtMs?: number | undefined;
}

/** A candidate in the order of preference. */
export interface RankedCandidate {
  readonly id: string;
  readonly name: string;
  readonly tier: 'measured' | 'unknown';
  /** Tenths of the fuller window, 0 is the emptiest; null for an unknown. */
  readonly band: number | null;
  /** Percent used of the fuller and of the other window; null where not known. */
  readonly primaryPct: number | null;
  readonly otherPct: number | null;
  /** Agents on it, those on their way included. */
  readonly agents: number;
  /** Why it may be chosen although it failed lately. */
  readonly readmitted?: Readmission;
  /** One sentence part for people: why it stands where it stands. */
  readonly reason: string;
}

/** A candidate that must not be chosen now. */
export interface DroppedCandidate {
  readonly id: string;
  readonly name: string;
  readonly cause: 'refused' | 'invalid_token' | 'recent_failure' | 'outdated';
  readonly reason: string;
  /** When it may be chosen again by itself, if known. */
  readonly untilMs?: number;
}

/** Result of {@link rankCandidates}. */
export interface Ranking {
  /** Best first. */
  readonly ranked: readonly RankedCandidate[];
  readonly dropped: readonly DroppedCandidate[];
}

/** Input of {@link rankCandidates}. */
export interface RankingInput {
  /** All subscriptions but the one to leave. */
  readonly candidates: readonly Candidate[];
  /** Wall time, milliseconds since the epoch. */
  readonly nowMs: number;
  /** The model that the agent works with: windows of that model count too. */
  readonly model?: string | undefined;
}

const BAND_PCT = 10;

/**
 * Orders the subscriptions that an agent could move to, from cached readings alone. Measured ones come before unknown
 * ones; then by tenths of the fuller window, fewest agents, emptier fuller window, emptier other window, name. What the
 * provider refuses now is dropped, and so is what failed in the last two hours without evidence that it works again.
 */
export function rankCandidates({ candidates, nowMs, model }: RankingInput): Ranking {
  const ranked: RankedCandidate[] = [];
  const dropped: DroppedCandidate[] = [];
  for (const candidate of candidates) {
    const drop = refused(candidate, nowMs, model);
    const readmitted = drop === undefined ? readmittedBy(candidate, nowMs, model) : undefined;
    const skip = drop ?? (readmitted === undefined ? skipped(candidate, nowMs) : undefined);
    if (skip !== undefined) dropped.push(skip);
    else ranked.push(place(candidate, readmitted, nowMs, model));
  }
  return { ranked: ranked.sort(compare), dropped };
}

/**
 * The order for when readings cannot be had at all: fewest agents, then name. Nothing is readmitted, because there is
 * no evidence to do it on.
 */
export function loadOrder({ candidates, nowMs }: RankingInput): Ranking {
  const dropped = candidates.map(candidate => skipped(candidate, nowMs)).filter(drop => drop !== undefined);
  const out = new Set(dropped.map(({ id }) => id));
  const ranked = candidates
    .filter(({ id }) => !out.has(id))
    .map(candidate => unknown(candidate, 'readings are not available', undefined));
  return { ranked: ranked.sort(compare), dropped };
}

function refused(candidate: Candidate, nowMs: number, model: string | undefined): DroppedCandidate | undefined {
  const refusal = refusalNow(candidate.reading, nowMs, model);
  if (refusal === undefined) return undefined;
  const { id, name } = candidate;
  if (refusal.reason === 'invalid_token') {
    return { id, name, cause: 'invalid_token', reason: 'the provider refuses its token' };
  }
  const what = refusal.window === undefined ? 'the provider' : `its ${refusal.window} window`;
  const end = refusal.untilMs === undefined ? {} : { untilMs: refusal.untilMs };
  return { id, name, cause: 'refused', reason: `${what} refuses requests now`, ...end };
}

function skipped(candidate: Candidate, nowMs: number): DroppedCandidate | undefined {
  const { id, name, lastFailureAtMs, failureResetsAtMs } = candidate;
  if (lastFailureAtMs === undefined) return undefined;
  const untilMs = skippedUntil(lastFailureAtMs, failureResetsAtMs, nowMs);
  if (untilMs === undefined) return undefined;
  const reason = failureResetsAtMs === untilMs ? 'it failed, and its window has not reset yet' : 'it failed lately';
  return { id, name, cause: 'recent_failure', reason, untilMs };
}

function readmittedBy(candidate: Candidate, nowMs: number, model: string | undefined): Readmission | undefined {
  const { lastFailureAtMs, failureResetsAtMs, reading } = candidate;
  if (lastFailureAtMs === undefined || skipped(candidate, nowMs) === undefined) return undefined;
  return readmission({ reading, lastFailureAtMs, failureResetsAtMs, model }, nowMs);
}

function place(
  candidate: Candidate,
  readmitted: Readmission | undefined,
  nowMs: number,
  model: string | undefined,
): RankedCandidate {
  const { reading } = candidate;
  if (readmitted === 'window_reset') return unknown(candidate, 'its window has reset since it failed', readmitted);
  if (reading === undefined || reading.status === 'error') return unknown(candidate, 'never measured', readmitted);
  const age = ageMs(reading, nowMs);
  if (age > USABLE_MS) return unknown(candidate, 'its reading is too old', readmitted);
  if (refusalIn(reading, model) !== undefined) return unknown(candidate, 'its last refusal is out of date', readmitted);
  const weekly = figure(reading.windows[SEVEN_DAYS], nowMs);
  if (weekly === undefined) return unknown(candidate, 'its reading lacks the weekly figure', readmitted);
  const short = age <= FRESH_MS ? figure(reading.windows[FIVE_HOURS], nowMs) : undefined;
  const primaryPct = Math.max(weekly, short ?? 0);
  const otherPct = short === undefined ? null : Math.min(weekly, short);
  return {
    ...identity(candidate, readmitted),
    tier: 'measured',
    band: Math.floor(primaryPct / BAND_PCT),
    primaryPct,
    otherPct,
    reason: `${primaryPct}% of its fuller window is used`,
  };
}

function unknown(candidate: Candidate, reason: string, readmitted: Readmission | undefined): RankedCandidate {
  return { ...identity(candidate, readmitted), tier: 'unknown', band: null, primaryPct: null, otherPct: null, reason };
}

function identity(candidate: Candidate, readmitted: Readmission | undefined) {
  const { id, name, agents, reserved = 0 } = candidate;
  return { id, name, agents: agents + reserved, ...(readmitted === undefined ? {} : { readmitted }) };
}

/** A percentage that still means something: a finite one, from 0 on, of a window that has not begun anew since. */
function figure(window: WindowReading | undefined, nowMs: number): number | undefined {
  const pct = window?.utilizationPct ?? Number.NaN;
  const hasReset = typeof window?.resetsAtMs === 'number' && window.resetsAtMs <= nowMs;
  return Number.isFinite(pct) && pct >= 0 && !hasReset ? pct : undefined;
}

function compare(a: RankedCandidate, b: RankedCandidate): number {
  return (
    Number(a.tier === 'unknown') - Number(b.tier === 'unknown') ||
    (a.band ?? 0) - (b.band ?? 0) ||
    a.agents - b.agents ||
    (a.primaryPct ?? 0) - (b.primaryPct ?? 0) ||
    (a.otherPct ?? Number.MAX_VALUE) - (b.otherPct ?? Number.MAX_VALUE) ||
    byName(a.name, b.name) ||
    byName(a.id, b.id)
  );
}

/** By code units, so that every machine orders alike. */
function byName(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
