import { z } from 'zod';

/** Why nothing works by itself in this run: somebody asked for it, or the runs before it crashed one after the other. */
export const SafeModeStatus = z.object({
  /** Milliseconds since the epoch. */
  since: z.number(),
  cause: z.enum(['asked', 'crashes']),
  /** How many crashes led to it; 0 when it was asked for. */
  crashes: z.number(),
  /** What the last crash said of itself; null when nothing is known. */
  reason: z.string().nullable(),
  /** All of that, for people. */
  sentence: z.string(),
});
export type SafeModeStatus = z.infer<typeof SafeModeStatus>;
