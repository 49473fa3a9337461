import { z } from 'zod';
import { ActivityEntry } from './status.ts';
import { ToldEvent } from './told-event.ts';

/**
 * Which entries are meant. `search`: all of its words are in the sentence, the cause or the names, case aside.
 * `language`: whose window asks, so that the sentences are those that it shows; default and unknown: English.
 */
export const ActivityFilter = z.object({
  gate: z.enum(['app', 'gateway', 'tee', 'subscriptions']).optional(),
  /** Only what needs somebody or is broken. */
  problemsOnly: z.boolean().optional(),
  search: z.string().max(200).optional(),
  language: z.string().max(20).optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

/** How entries are written to a file. */
export const ExportFormat = z.enum(['jsonl', 'csv']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** What is to be saved as a file, for a page that can do that itself. */
export const ExportedText = z.object({
  text: z.string(),
  fileName: z.string(),
  /** Entries in it. */
  count: z.number(),
});
export type ExportedText = z.infer<typeof ExportedText>;

/** A page of the activity log, newest first. */
export const ActivityPage = z.object({
  entries: z.array(ActivityEntry),
  /** What to give as `before` for the next page; null: this was the last. */
  nextBefore: z.number().nullable(),
  /** When the oldest entry that is kept happened; null: there is none. */
  keptSince: z.number().nullable(),
});
export type ActivityPage = z.infer<typeof ActivityPage>;

/** A step on the way to an entry. */
export const ActivityStep = z.object({
  /** Type of the event. */
  code: z.string(),
  sentence: z.string(),
  /** What happened; absent for what an earlier version wrote. */
  event: ToldEvent.optional(),
  /** Milliseconds since the first step. */
  offsetMs: z.number(),
});
export type ActivityStep = z.infer<typeof ActivityStep>;

/** What the event behind an entry tells, as far as it does: null where it says nothing. */
export const ActivityFacts = z.object({
  /** Whom or what it is about: an agent, a profile, an account, a TEE, a setting. */
  subject: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Stable word of the cause, e.g. `keys-changed`. */
  causeCode: z.string().nullable(),
  /** Requests or jobs that were under way. */
  inFlight: z.number().nullable(),
  /** Requests or events that were lost. */
  lost: z.number().nullable(),
  /** The state before lasted so long, or what happened took so long. */
  lastedMs: z.number().nullable(),
  until: z.number().nullable(),
  teeId: z.string().nullable(),
  model: z.string().nullable(),
  /** The stored proof of the answer it is about. */
  receiptId: z.string().nullable(),
  /** Whatever else the event says, by its own field names. At most 12. */
  others: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type ActivityFacts = z.infer<typeof ActivityFacts>;

/** One entry with all that is known of it. */
export const ActivityDetail = z.object({
  entry: ActivityEntry,
  facts: ActivityFacts,
  /** What led to it, oldest first, the entry itself last; empty when it came at once. At most 20. */
  steps: z.array(ActivityStep),
});
export type ActivityDetail = z.infer<typeof ActivityDetail>;
