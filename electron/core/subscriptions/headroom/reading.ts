import { z } from 'zod';

/** What one window of the provider's quota says. `5h` and `7d` are the subscription's own, `7d_opus` and the like a model's. */
const windowReadingSchema = z.object({
  /** Percent of the window that is used; above 100 when extra usage is spent. Null when the provider gave no number. */
  utilizationPct: z.number().nullable(),
  /** When the window begins anew, milliseconds since the epoch. */
  resetsAtMs: z.number().nullable(),
  /** The provider's word, e.g. `allowed`, `allowed_warning`, `rejected`. */
  status: z.string().nullable(),
});

/** What the provider last said of one subscription. Holds no secret: it may be stored, shown and sent. */
export const headroomReadingSchema = z.object({
  /** Milliseconds since the epoch. */
  fetchedAtMs: z.number(),
  /** `backend`: a Trinity backend that has the same subscription knew it. */
  source: z.enum(['probe', 'traffic', 'backend']),
  status: z.enum(['ok', 'rate_limited', 'invalid_token', 'error']),
  /** Null when there was no answer. */
  httpStatus: z.number().int().nullable(),
  /** By the provider's own name of the window: `5h`, `7d`, `7d_opus`… */
  windows: z.record(z.string(), windowReadingSchema),
  /** The overall verdict, in the same words as a window's status. */
  verdict: z.string().nullable(),
  /** The claim that decides the verdict, e.g. `five_hour`. */
  representativeClaim: z.string().nullable(),
  /** Extra usage beside the windows; a refusal of it does not refuse the subscription. */
  overage: z.object({
    status: z.string().nullable(),
    isInUse: z.boolean().nullable(),
    disabledReason: z.string().nullable(),
  }),
  /** When a refused caller may come again, by the provider's `retry-after`. */
  retryAtMs: z.number().nullable(),
});

export type WindowReading = z.infer<typeof windowReadingSchema>;
export type HeadroomReading = z.infer<typeof headroomReadingSchema>;

export const FIVE_HOURS = '5h';
export const SEVEN_DAYS = '7d';

/** A reading at most this old tells what the provider does now. */
export const FRESH_MS = 1_800_000;
/** A reading at most this old still orders candidates. */
export const USABLE_MS = 7_200_000;
/** Wall clocks of one machine are set back by seconds; a reading from further ahead was taken under another time. */
const CLOCK_SLACK_MS = 300_000;

/** The provider's words for "goes on"; every other word blocks, those it has not coined yet too. */
const ALLOWING = new Set(['allowed', 'allowed_warning']);

/** Age in milliseconds; infinite for a reading from the future, of which nothing can be said. */
export function ageMs(reading: HeadroomReading, nowMs: number): number {
  const age = nowMs - reading.fetchedAtMs;
  return age < -CLOCK_SLACK_MS ? Number.POSITIVE_INFINITY : Math.max(age, 0);
}

/** Whether the reading is a verdict of the provider that holds now (30 minutes). A failed probe is no verdict. */
export function isFresh(reading: HeadroomReading | undefined, nowMs: number): reading is HeadroomReading {
  return reading !== undefined && reading.status !== 'error' && ageMs(reading, nowMs) <= FRESH_MS;
}

/** Whether a status word stops requests. */
export function isBlocking(status: string | null): boolean {
  return status !== null && !ALLOWING.has(status.toLowerCase());
}

/** Why the provider refuses, as the reading has it, whatever its age. */
export interface Refusal {
  readonly reason: 'invalid_token' | 'window' | 'rate_limited';
  /** The window that decides, when it is known. */
  readonly window?: string;
  /** When the refusal ends by itself, milliseconds since the epoch; undefined when nobody said. */
  readonly untilMs?: number;
}

/**
 * The refusal in a reading, if there is one. A window of one model refuses only work on that model: `model` is the name
 * of the model in question, without it only what concerns the whole subscription counts.
 */
export function refusalIn(reading: HeadroomReading, model?: string): Refusal | undefined {
  if (reading.status === 'error') return undefined;
  if (reading.status === 'invalid_token') return { reason: 'invalid_token' };
  const blocked = Object.entries(reading.windows).filter(([, window]) => isBlocking(window.status));
  const relevant = blocked.filter(([name]) => concerns(name, model));
  if (relevant.length > 0) return windowRefusal(relevant);
  const claimed = reading.representativeClaim === null ? undefined : windowOfClaim(reading.representativeClaim);
  const isElsewhere = blocked.length > 0 || (claimed !== undefined && !concerns(claimed, model));
  if (isBlocking(reading.verdict) && !isElsewhere) {
    const window = claimed === undefined ? undefined : reading.windows[claimed];
    return {
      reason: 'window',
      ...(claimed === undefined ? {} : { window: claimed }),
      ...until(window?.resetsAtMs ?? reading.retryAtMs),
    };
  }
  if (reading.status !== 'rate_limited' || isElsewhere) return undefined;
  return { reason: 'rate_limited', ...until(reading.retryAtMs) };
}

/** Whether the provider refuses now: a fresh reading says so and the end it named has not passed. */
export function refusalNow(reading: HeadroomReading | undefined, nowMs: number, model?: string): Refusal | undefined {
  if (!isFresh(reading, nowMs)) return undefined;
  const refusal = refusalIn(reading, model);
  return refusal?.untilMs !== undefined && refusal.untilMs <= nowMs ? undefined : refusal;
}

/** The window that a claim is about: `five_hour` is `5h`, `seven_day_opus` is `7d_opus`; others are called as they are. */
export function windowOfClaim(claim: string): string {
  return claim.replace(/^five_hour/, FIVE_HOURS).replace(/^seven_day/, SEVEN_DAYS);
}

/** Whether a window limits the work: the subscription's own always, that of a model family only work on that family. */
export function concerns(window: string, model: string | undefined): boolean {
  const family = /^(?:5h|7d)_(.+)$/.exec(window)?.[1];
  return family === undefined || (model?.toLowerCase().includes(family.toLowerCase()) ?? false);
}

function windowRefusal(blocked: readonly (readonly [string, WindowReading])[]): Refusal {
  const [first] = [...blocked].sort(([, a], [, b]) => endOf(b) - endOf(a));
  if (first === undefined) return { reason: 'window' };
  return { reason: 'window', window: first[0], ...until(first[1].resetsAtMs) };
}

/** A window that does not say when it ends outlasts all that do. */
function endOf(window: WindowReading): number {
  return window.resetsAtMs ?? Number.POSITIVE_INFINITY;
}

function until(atMs: number | null): { untilMs?: number } {
  return atMs === null ? {} : { untilMs: atMs };
}
