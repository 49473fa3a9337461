import { z } from 'zod';

/** How long a pause is asked for: an hour, until the next midnight of this computer's zone, or until a person ends it. */
export const PauseUntil = z.enum(['hour', 'tomorrow', 'resumed']);
export type PauseUntil = z.infer<typeof PauseUntil>;

/** A pause: nothing is rotated or reconnected by itself. Milliseconds since the epoch; `until` null: a person ends it. */
export const PauseStatus = z.object({ since: z.number(), until: z.number().nullable() });
export type PauseStatus = z.infer<typeof PauseStatus>;
