import { z } from 'zod';

/**
 * Why nothing works by itself in this run: somebody asked for it, the runs before it crashed one after the other, or the
 * settings that named the network were damaged.
 */
export const SafeModeStatus = z.object({
  /** Milliseconds since the epoch. */
  since: z.number(),
  cause: z.enum(['asked', 'crashes', 'settings']),
  /** How many crashes led to it; 0 when something else did. */
  crashes: z.number(),
  /** What the last crash said of itself; null when nothing is known. */
  reason: z.string().nullable(),
  /** Where the damaged settings lie now and where they belong; with `settings` only. */
  lostSettings: z.object({ keptFile: z.string(), file: z.string() }).optional(),
  /** All of that, for people. */
  sentence: z.string(),
});
export type SafeModeStatus = z.infer<typeof SafeModeStatus>;
