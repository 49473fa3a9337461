import { z } from 'zod';

/** The gates that can need something outside of this computer. */
export const OfflineGate = z.enum(['gateway', 'tee', 'subscriptions']);
export type OfflineGate = z.infer<typeof OfflineGate>;

/** This computer is offline, and these gates wait for what lies outside of it. Milliseconds since the epoch. */
export const OfflineStatus = z.object({ since: z.number(), gates: z.array(OfflineGate) });
export type OfflineStatus = z.infer<typeof OfflineStatus>;
