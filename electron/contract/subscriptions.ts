import { z } from 'zod';
import { Health } from './health.ts';
import { Remedy } from './remedy.ts';
import { Told } from './told.ts';

/** One of the provider's windows. `5h` and `7d` are the subscription's own, `7d_opus` and the like a model's. */
export const HeadroomWindow = z.object({
  window: z.string(),
  /** Percent that is used; above 100 when extra usage is spent. Null when the provider gave no number. */
  usedPct: z.number().nullable(),
  resetsAt: z.number().nullable(),
  /** The provider refuses for this window now. */
  isBlocking: z.boolean(),
  /** Percent at the reset if work goes on as in the window so far; null when that cannot be said. */
  projectedPct: z.number().nullable(),
  /** When 100 % is met; null when the window resets before. */
  wallAt: z.number().nullable(),
  confidence: z.enum(['low', 'medium', 'high']).nullable(),
});
export type HeadroomWindow = z.infer<typeof HeadroomWindow>;

/** A point of the chart of a week. */
export const HeadroomPoint = z.object({
  at: z.number(),
  fiveHourPct: z.number().nullable(),
  sevenDayPct: z.number().nullable(),
});
export type HeadroomPoint = z.infer<typeof HeadroomPoint>;

/**
 * How one subscription stands. `limited`: the provider refuses until its reset, or did so lately; `refused`: its token
 * is no good; `unmeasured`: nobody has asked yet, which speaks against nothing.
 */
export const SubscriptionState = z.enum([
  'ok',
  'low',
  'limited',
  'refused',
  'token-missing',
  'expiring',
  'unmeasured',
  'removing',
]);
export type SubscriptionState = z.infer<typeof SubscriptionState>;

/** One subscription, without its token. Times are milliseconds since the epoch. */
export const SubscriptionSummary = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['setup_token', 'api_key']),
  tier: z.string().nullable(),
  note: z.string().nullable(),
  /** Tells two tokens apart and gives neither away. */
  fingerprint: z.string(),
  state: SubscriptionState,
  health: Health,
  sentence: z.string(),
  /** How many agents are on it. */
  agents: z.number(),
  headroom: z.object({
    windows: z.array(HeadroomWindow),
    /** When the provider said so; null: never. */
    readAt: z.number().nullable(),
    freshness: z.enum(['fresh', 'usable', 'stale']).nullable(),
    /** `backend`: a Trinity backend that has the same subscription knew it. */
    source: z.enum(['probe', 'traffic', 'backend']).nullable(),
    /** Why the last probe measured nothing; null when it did. */
    problem: z.string().nullable(),
    /** What that says, for languages that make their own. */
    problemTold: Told.optional(),
    /** Oldest first, of at most 7 days, at most 96. */
    history: z.array(HeadroomPoint),
  }),
  rateLimitedNow: z.boolean(),
  /** Until when nobody is moved to it; null: it may be chosen. */
  skipUntil: z.number().nullable(),
  /** When its token probably ends; null: it does not by itself. */
  expiresAt: z.number().nullable(),
  tokenMissing: z.boolean(),
  /** Agents that have not confirmed yet that they no longer use it; at most 50. */
  stillLiveIn: z.array(z.string()),
});
export type SubscriptionSummary = z.infer<typeof SubscriptionSummary>;

/** What an agent was found able to do, from its first answers on. */
export const AgentCapability = z.enum(['unknown', 'yes', 'no']);

/** One agent. Times are milliseconds since the epoch. */
export const AgentSummary = z.object({
  name: z.string(),
  kind: z.enum(['agent-server', 'trinity', 'local']),
  /** Host and port; null for a local one. */
  host: z.string().nullable(),
  runtime: z.string().nullable(),
  model: z.string().nullable(),
  /** Name of the subscription that it is on; null: none. */
  subscription: z.string().nullable(),
  since: z.number().nullable(),
  /** Why it is on it. */
  cause: z.string().nullable(),
  /** How the last order ended, e.g. `hot_reloaded`; null: not carried out yet. */
  result: z.string().nullable(),
  /** What a failure says, for languages that make their own. */
  resultTold: Told.optional(),
  /** Whether the agent has confirmed that it uses it. */
  isConfirmed: z.boolean(),
  generation: z.number(),
  health: z.object({
    state: z.enum(['unknown', 'up', 'down']),
    /** Why it is down. */
    reason: z.string().nullable(),
    /** What that says, for languages that make their own. */
    told: Told.optional(),
    checkedAt: z.number().nullable(),
    /** Jobs under way; null when it does not say. */
    activeTasks: z.number().nullable(),
    /** Generation of the token that its next job gets; null when it does not say. */
    generation: z.number().nullable(),
  }),
  canReload: AgentCapability,
  /** Names of keys in its own files that win over its subscription, at most 8. */
  shadowedKeys: z.array(z.string()),
});
export type AgentSummary = z.infer<typeof AgentSummary>;

/** One subscription as a Trinity backend has it. Percentages are of what is used; null: the backend does not say. */
export const TrinityBackendSubscription = z.object({
  name: z.string(),
  tier: z.string().nullable(),
  agents: z.number(),
  /** Only one that is stored here under the same name can be given to agents from here. */
  isStoredHere: z.boolean(),
  isLimited: z.boolean().nullable(),
  fiveHourPct: z.number().nullable(),
  sevenDayPct: z.number().nullable(),
  readAt: z.number().nullable(),
  /** The backend's word for its last reading, e.g. `ok` or `invalid_token`. */
  status: z.string().nullable(),
});
export type TrinityBackendSubscription = z.infer<typeof TrinityBackendSubscription>;

/** One agent as a Trinity backend has it. */
export const TrinityBackendAgent = z.object({
  name: z.string(),
  /** What it is called here; null: it was not added. */
  knownAs: z.string().nullable(),
  status: z.string().nullable(),
  /** `subscription`, `api_key` or `not_configured`. */
  authMode: z.string().nullable(),
  subscription: z.string().nullable(),
  tokenStatus: z.string().nullable(),
  isLimited: z.boolean().nullable(),
  failures24h: z.number().nullable(),
});
export type TrinityBackendAgent = z.infer<typeof TrinityBackendAgent>;

/** A Trinity backend behind configured agents, as it was when it was last looked at. */
export const TrinityBackend = z.object({
  /** Host and port. */
  host: z.string(),
  state: z.enum(['up', 'down']),
  /** Why it could not be asked. */
  reason: z.string().nullable(),
  checkedAt: z.number(),
  /** Whether it switches its agents by itself too; null: it does not say. */
  switchesItself: z.boolean().nullable(),
  /** At most 200 each. */
  subscriptions: z.array(TrinityBackendSubscription),
  agents: z.array(TrinityBackendAgent),
});
export type TrinityBackend = z.infer<typeof TrinityBackend>;

export const SubscriptionsState = z.enum([
  'not-configured',
  'starting',
  'usable',
  'settling',
  'agent-unreachable',
  'token-refused',
  'none-usable',
  'shared-state-away',
  'failed',
]);
export type SubscriptionsState = z.infer<typeof SubscriptionsState>;

/** The last switch, for the overview. */
export const LastSwitch = z.object({
  at: z.number(),
  agent: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  cause: z.string(),
  result: z.string(),
  /** What a failure says, for languages that make their own. */
  resultTold: Told.optional(),
  reason: z.string(),
});
export type LastSwitch = z.infer<typeof LastSwitch>;

/** The third gate: which agents run on which subscriptions. No token is in it. Times are milliseconds since the epoch. */
export const SubscriptionsStatus = z.object({
  health: Health,
  state: SubscriptionsState,
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  /** What a person can do; null: nothing has to be done. */
  remedy: Remedy.nullable(),
  since: z.number(),
  /** These are the sandbox's own, for a try-out; nothing of them is stored. */
  isTryOut: z.boolean(),
  /** Whether agents are switched without being asked. */
  isAutomatic: z.boolean(),
  /** By name, at most 100; the totals count all. */
  subscriptions: z.array(SubscriptionSummary),
  subscriptionsTotal: z.number(),
  usableTotal: z.number(),
  /** When the first of those that are limited returns; null when none is or nobody said. */
  nextReturnAt: z.number().nullable(),
  /** By name, at most 200; the total counts all. */
  agents: z.array(AgentSummary),
  agentsTotal: z.number(),
  assignedTotal: z.number(),
  lastSwitch: LastSwitch.nullable(),
  /** Absent: no agent is of a Trinity backend. */
  backends: z.array(TrinityBackend).optional(),
  lock: z.object({
    /** `local`: this host alone switches its agents; `redis`: several do, and Redis keeps them apart. */
    kind: z.enum(['local', 'redis']),
    state: z.enum(['held', 'connecting', 'lost']),
    reason: z.string().nullable(),
  }),
});
export type SubscriptionsStatus = z.infer<typeof SubscriptionsStatus>;
