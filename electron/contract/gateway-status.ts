import { z } from 'zod';
import { GatewayHealthModel } from './gateway-health.ts';
import { GatewayTold } from './gateway-told.ts';
import { Health } from './health.ts';
import { Remedy } from './remedy.ts';
import { Told } from './told.ts';

/** How the first gate stands, as a person is shown it. */
export const GatewayState = z.enum([
  'idle',
  'connecting',
  'starting',
  'ready',
  'limited',
  'waiting-for-approval',
  'restarting',
  'suspended',
  'unreachable',
  'refused',
  'stopped',
  /** A person said so; it stays so until they say otherwise. */
  'disconnected',
  /** This computer is; the gateway lies outside of it, and is connected to once that is over. */
  'offline',
]);
export type GatewayState = z.infer<typeof GatewayState>;

/** What the gateway's owner has to approve. `command` is to be run on the gateway's computer. */
const GatewayApproval = z.object({ reason: z.string(), requestId: z.string().nullable(), command: z.string() });

/** The first gate. Times are milliseconds since the epoch. */
export const GatewayStatus = z.object({
  health: Health,
  state: GatewayState,
  sentence: z.string(),
  remedy: Remedy.nullable(),
  /** The kind of failure behind the state; null when there is none. */
  reason: z.string().nullable(),
  /** What the sentence names. */
  told: GatewayTold.optional(),
  since: z.number(),
  profile: z.string(),
  /** Host and port. */
  host: z.string(),
  /** Attempts of this outage so far, 0 when connected. */
  attempt: z.number(),
  nextAttemptAt: z.number().nullable(),
  connectedAt: z.number().nullable(),
  /** Of a request and its answer, in milliseconds; null before the first. */
  roundTripMs: z.number().nullable(),
  approval: GatewayApproval.nullable(),
  scopes: z.object({
    requested: z.array(z.string()).readonly(),
    granted: z.array(z.string()).readonly(),
    missing: z.array(z.string()).readonly(),
  }),
  server: z
    .object({
      version: z.string().nullable(),
      bootId: z.string().nullable(),
      protocol: z.number(),
      uptimeMs: z.number().nullable(),
    })
    .nullable(),
  /** Set when others on the network can read along. */
  warning: z.string().nullable(),
});
export type GatewayStatus = z.infer<typeof GatewayStatus>;

/** The gateway in use, with what it tells of itself; null before it did. */
export const UsedGateway = GatewayStatus.extend({ details: GatewayHealthModel.nullable() });
export type UsedGateway = z.infer<typeof UsedGateway>;

/** One of several gateways, in a line. Times are milliseconds since the epoch. */
export const GatewaySummary = z.object({
  /** What commands call it; made from the name. */
  id: z.string(),
  name: z.string(),
  /** Host and port. */
  host: z.string(),
  /** Less is better. */
  priority: z.number(),
  /** The one in use. */
  isActive: z.boolean(),
  /** Chosen by hand, so that none takes over. */
  isPinned: z.boolean(),
  source: z.enum(['settings', 'discovered', 'sandbox']),
  state: GatewayState,
  health: Health,
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  since: z.number(),
  nextAttemptAt: z.number().nullable(),
  /** See `GatewayStatus.approval`. */
  approval: GatewayApproval.nullable(),
});
export type GatewaySummary = z.infer<typeof GatewaySummary>;
