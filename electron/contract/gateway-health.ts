import { z } from 'zod';
import { GatewayTold } from './gateway-told.ts';
import { Health } from './health.ts';
import { Told } from './told.ts';

/**
 * How much is known of one part of a gateway. `stale`: `value` is what was last known. `missing-scope`, `unsupported`:
 * this gateway does not tell us. Each part stands alone.
 */
export const GatewayPartState = z.enum(['unknown', 'ok', 'stale', 'missing-scope', 'unsupported', 'failed']);
export type GatewayPartState = z.infer<typeof GatewayPartState>;

function part<Value extends z.ZodType>(value: Value) {
  return z.object({
    state: GatewayPartState,
    /** Why it is not `ok`, as a sentence; null when it is, or when nothing was asked yet. */
    reason: z.string().nullable(),
    /** What that says, for languages that make their own. */
    told: Told.optional(),
    /** When `value` was true; null when there is none. */
    at: z.number().nullable(),
    value: value.nullable(),
  });
}

export const GatewaySystem = z.object({
  /** The event loop of the gateway's process; null when it does not tell. */
  eventLoop: z
    .object({
      degraded: z.boolean(),
      /** Short codes. */
      reasons: z.array(z.string()),
      delayP99Ms: z.number().nullable(),
      /** 0 to 1. */
      utilization: z.number().nullable(),
    })
    .nullable(),
  plugins: z.object({ loaded: z.number(), failed: z.number(), unavailable: z.number() }).nullable(),
  agents: z.number().nullable(),
});
export type GatewaySystem = z.infer<typeof GatewaySystem>;

export const GatewayChannel = z.object({
  id: z.string(),
  label: z.string(),
  /** Which of several accounts of one channel; null when there is one. */
  account: z.string().nullable(),
  state: z.enum(['connected', 'running', 'disconnected', 'not-linked', 'stopped', 'disabled', 'not-configured']),
  reconnectAttempts: z.number(),
  /** Its last attempt failed; the text stays at the gateway. */
  hasError: z.boolean(),
});
export type GatewayChannel = z.infer<typeof GatewayChannel>;

export const GatewaySession = z.object({
  key: z.string(),
  status: z.string().nullable(),
  isRunning: z.boolean(),
  hasFailed: z.boolean(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  updatedAt: z.number().nullable(),
  totalTokens: z.number().nullable(),
  estimatedCostUsd: z.number().nullable(),
});
export type GatewaySession = z.infer<typeof GatewaySession>;

export const GatewaySessions = z.object({
  total: z.number(),
  /** Of those that are listed. */
  running: z.number(),
  failed: z.number(),
  /** Latest first, at most 50. */
  list: z.array(GatewaySession),
});
export type GatewaySessions = z.infer<typeof GatewaySessions>;

export const GatewayPresence = z.object({
  host: z.string().nullable(),
  mode: z.string().nullable(),
  platform: z.string().nullable(),
  version: z.string().nullable(),
  at: z.number().nullable(),
});
export type GatewayPresence = z.infer<typeof GatewayPresence>;

export const GatewayProviderUsage = z.object({
  provider: z.string(),
  displayName: z.string(),
  plan: z.string().nullable(),
  windows: z.array(z.object({ label: z.string(), usedPercent: z.number(), resetAt: z.number().nullable() })),
  hasError: z.boolean(),
});
export type GatewayProviderUsage = z.infer<typeof GatewayProviderUsage>;

export const GatewayModel = z.object({
  id: z.string(),
  provider: z.string(),
  isDefault: z.boolean(),
  available: z.boolean(),
  reason: z.enum(['missing-auth', 'auth-failed', 'cooldown']).nullable(),
  until: z.number().nullable(),
});
export type GatewayModel = z.infer<typeof GatewayModel>;

export const GatewayProviderAuth = z.object({
  provider: z.string(),
  status: z.enum(['expired', 'missing', 'expiring', 'ok', 'static']).nullable(),
  expiresAt: z.number().nullable(),
  profiles: z.number(),
});
export type GatewayProviderAuth = z.infer<typeof GatewayProviderAuth>;

/** Something about a connected gateway that a person should know. */
export const GatewayConcern = z.object({
  part: z.string(),
  health: Health,
  /** One of `GATEWAY_CONCERNS`. */
  reason: z.string(),
  /** What the sentence names. */
  told: GatewayTold.optional(),
  sentence: z.string(),
  remedy: z.string().nullable(),
});
export type GatewayConcern = z.infer<typeof GatewayConcern>;

/**
 * What is known of a gateway beside its connection. Times are milliseconds since the epoch. Lists hold at most 50
 * entries and texts are cut; no prompt, answer, path, error text or secret is in it.
 */
export const GatewayHealthModel = z.object({
  profile: z.string(),
  system: part(GatewaySystem),
  channels: part(z.array(GatewayChannel)),
  sessions: part(GatewaySessions),
  presence: part(z.array(GatewayPresence)),
  usage: part(z.object({ isRefreshing: z.boolean(), providers: z.array(GatewayProviderUsage) })),
  models: part(z.array(GatewayModel)),
  auth: part(z.array(GatewayProviderAuth)),
  update: part(z.object({ currentVersion: z.string(), latestVersion: z.string(), channel: z.string() })),
  heartbeat: part(z.object({ at: z.number(), status: z.string(), reason: z.string().nullable() })),
  /** Commands of agents that wait for a person's consent. */
  approvals: part(z.object({ waiting: z.number() })),
  /** Worst first. */
  concerns: z.array(GatewayConcern),
});
export type GatewayHealthModel = z.infer<typeof GatewayHealthModel>;
