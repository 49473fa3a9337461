import { z } from 'zod';
import { Told } from './told.ts';

/** How one check came out. `unknown`: it could not be done, and that is no trouble by itself. */
export const DiagnosticCheck = z.object({
  /** Stable name, e.g. `chain-rpc`. */
  id: z.string(),
  gate: z.enum(['app', 'gateway', 'tee', 'subscriptions']),
  /** What was looked at, in a few words. */
  title: z.string(),
  verdict: z.enum(['well', 'working', 'needs-you', 'broken', 'unknown']),
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. Absent: only the sentence says it. */
  told: Told.optional(),
  /** What a person can do; null: nothing has to be done. */
  remedy: z.string().nullable(),
  /** Which remedy it is, as `Remedy` has it. Absent: only the text says it. */
  remedyCode: z.string().optional(),
  checkedAt: z.number(),
  durationMs: z.number(),
});
export type DiagnosticCheck = z.infer<typeof DiagnosticCheck>;

/** One verdict per gate and one per surrounding thing. */
export const DiagnosticReport = z.object({
  checkedAt: z.number(),
  durationMs: z.number(),
  /** The three gates first, in their order. */
  gates: z.array(DiagnosticCheck),
  checks: z.array(DiagnosticCheck),
  /** Every check that there is, also those that were not asked for. */
  available: z.array(DiagnosticCheck.pick({ id: true, gate: true, title: true })),
  /** Absolute path of the log. */
  logFile: z.string(),
});
export type DiagnosticReport = z.infer<typeof DiagnosticReport>;

/** The text that a person may give away. */
export const DiagnosticBundle = z.object({
  text: z.string(),
  /** Name for the saved file. */
  fileName: z.string(),
  /** What is in it and what is not, as short phrases. */
  contains: z.array(z.string()),
  leavesOut: z.array(z.string()),
});
export type DiagnosticBundle = z.infer<typeof DiagnosticBundle>;
