import { z } from 'zod';
import { FIVE_HOURS, type HeadroomReading, SEVEN_DAYS } from './reading.ts';

/** One point of the chart. */
export const sampleSchema = z.object({
  /** Milliseconds since the epoch. */
  atMs: z.number(),
  /** As the reading's; `no_windows`: the provider answered and said nothing of what is left. */
  status: z.enum(['ok', 'rate_limited', 'invalid_token', 'error', 'no_windows']),
  fiveHourPct: z.number().nullable(),
  sevenDayPct: z.number().nullable(),
});

export type HeadroomSample = z.infer<typeof sampleSchema>;

/** What is older goes. */
export const HISTORY_MS = 7 * 86_400_000;
/** Real traffic brings a reading with each answer; a chart of a week shows nothing finer. */
const LEAST_SPACING_MS = 300_000;
/** Kept also when nothing changed; below the 3600 s that may pass at most, by one round of the ambient refresh. */
const UNCHANGED_SPACING_MS = 2_700_000;
/** A week at the least spacing, and some changes of status. */
const MAX_SAMPLES = 2_100;

/**
 * `samples` (oldest first) with the point that `reading` makes, when it is worth one: a change of status always, another
 * figure after 5 minutes, the same one after 45. Drops what is older than a week, and what lies ahead of the reading:
 * it was taken under another time.
 */
export function withSample(samples: readonly HeadroomSample[], reading: HeadroomReading): readonly HeadroomSample[] {
  const atMs = reading.fetchedAtMs;
  const kept = samples.filter(sample => sample.atMs <= atMs && atMs - sample.atMs <= HISTORY_MS);
  const point = sampleOf(reading);
  const last = kept.at(-1);
  if (last !== undefined && !isWorth(last, point)) return kept;
  return [...kept, point].slice(-MAX_SAMPLES);
}

function isWorth(last: HeadroomSample, point: HeadroomSample): boolean {
  if (last.status !== point.status) return true;
  const spacingMs = point.atMs - last.atMs;
  const isSame = last.fiveHourPct === point.fiveHourPct && last.sevenDayPct === point.sevenDayPct;
  return spacingMs >= (isSame ? UNCHANGED_SPACING_MS : LEAST_SPACING_MS);
}

function sampleOf({ fetchedAtMs, status, httpStatus, windows }: HeadroomReading): HeadroomSample {
  return {
    atMs: fetchedAtMs,
    status: status === 'error' && httpStatus === 200 ? 'no_windows' : status,
    fiveHourPct: windows[FIVE_HOURS]?.utilizationPct ?? null,
    sevenDayPct: windows[SEVEN_DAYS]?.utilizationPct ?? null,
  };
}
