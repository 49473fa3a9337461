import { z } from 'zod';
import { TeeCause } from './tee-cause.ts';
import { Told } from './told.ts';

/** Round trips of the gateway in use, oldest first. Times are milliseconds since the epoch. */
export const GatewayHistory = z.object({
  /** From when on it was watched, over restarts; nothing is known of the time before. */
  since: z.number(),
  /** At most 720. `profile`: whose it is. */
  points: z.array(z.object({ at: z.number(), roundTripMs: z.number(), profile: z.string() })),
  /** When no gateway could be used; `to` null: still. At most 200. */
  outages: z.array(
    z.object({
      from: z.number(),
      to: z.number().nullable(),
      sentence: z.string(),
      told: Told.optional().catch(undefined),
    }),
  ),
  /** When nobody watched: Gatehouse did not run, or the computer slept. Neither well nor an outage. At most 200. */
  gaps: z.array(z.object({ from: z.number(), to: z.number() })).default([]),
});
export type GatewayHistory = z.infer<typeof GatewayHistory>;

/** Latencies of verified answers with the switches between them, oldest first. */
export const TeeHistory = z.object({
  since: z.number(),
  /** At most 720. */
  points: z.array(z.object({ at: z.number(), latencyMs: z.number(), teeId: z.string() })),
  /** At most 200. `from` null: the first choice. */
  switches: z.array(
    z.object({ at: z.number(), from: z.string().nullable(), to: z.string(), cause: TeeCause.nullable() }),
  ),
});
export type TeeHistory = z.infer<typeof TeeHistory>;

/** What one subscription had used, oldest first, of at most 7 days. */
export const SubscriptionHistory = z.object({
  name: z.string(),
  /** At most 2,100. Null: the provider gave no number then. */
  points: z.array(z.object({ at: z.number(), fiveHourPct: z.number().nullable(), sevenDayPct: z.number().nullable() })),
  /** When agents came to it and left it. At most 200. */
  moves: z.array(z.object({ at: z.number(), agent: z.string(), direction: z.enum(['came', 'left']) })),
});
export type SubscriptionHistory = z.infer<typeof SubscriptionHistory>;
