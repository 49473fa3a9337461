import { z } from 'zod';
import { UsedAccount } from './account.ts';
import { GatewaySummary, UsedGateway } from './gateway-status.ts';
import { Health } from './health.ts';
import { OfflineStatus } from './offline.ts';
import { PauseStatus } from './pause.ts';
import { Remedy } from './remedy.ts';
import { SafeModeStatus } from './safe-mode.ts';
import { SetupStatus } from './setup.ts';
import { StorageTrouble } from './storage.ts';
import { SubscriptionsStatus } from './subscriptions.ts';
import { TeeCause } from './tee-cause.ts';
import { Told } from './told.ts';
import { ToldEvent } from './told-event.ts';
import { UpdatesStatus } from './updates.ts';

/** The TEE that requests are sealed to. Times are milliseconds since the epoch. */
export const CurrentTee = z.object({
  /** 0x and 64 lower-case hex digits. */
  teeId: z.string(),
  endpoint: z.string(),
  pcrHash: z.string(),
  selectedAt: z.number(),
  cause: TeeCause,
  requestsServed: z.number(),
  inFlight: z.number(),
  /** Over the last 128 verified answers since it was selected; null before the first. */
  latencyMs: z.object({ p50: z.number(), p95: z.number(), last: z.number() }).nullable(),
  /** The last latencies, oldest first, at most 60, for a chart. */
  recentLatenciesMs: z.array(z.number()),
});
export type CurrentTee = z.infer<typeof CurrentTee>;

/** One record of the registry as listed, usable or not. */
export const ListedTee = z.object({
  teeId: z.string(),
  endpoint: z.string(),
  pcrHash: z.string(),
  usable: z.boolean(),
  /** Why it is not usable, as a sentence; null when it is. */
  reason: z.string().nullable(),
  /** What that says, for languages that make their own. */
  told: Told.optional(),
});
export type ListedTee = z.infer<typeof ListedTee>;

/** One RPC endpoint of the chain, when several have to agree. `disagrees`: it lists other keys than the majority. */
export const RpcEndpointStatus = z.object({
  /** Without credentials, path or query. */
  host: z.string(),
  state: z.enum(['unread', 'agrees', 'disagrees', 'failed']),
  /** Why it failed or what it lists differently, as a sentence; null otherwise. */
  reason: z.string().nullable(),
  /** What that says, for languages that make their own. */
  told: Told.optional(),
});
export type RpcEndpointStatus = z.infer<typeof RpcEndpointStatus>;

/** How a change in the registry is noticed first; see `RegistryStatus.watching`. */
export const RegistryWatching = z.enum(['subscription', 'polling', 'timer', 'off']);
export type RegistryWatching = z.infer<typeof RegistryWatching>;

/** What is known of the registry. `state` is of the last attempt; `listed` is from the last success. */
export const RegistryStatus = z.object({
  state: z.enum([
    'unread',
    'ok',
    'empty',
    'unreachable',
    'no-contract',
    'wrong-chain',
    'undecodable',
    'not-configured',
  ]),
  /** Without credentials, path or query. */
  rpcHosts: z.array(z.string()),
  address: z.string().nullable(),
  /** The chain that the endpoints have to be of; null: that is not checked. */
  chainId: z.number().nullable(),
  lastReadAt: z.number().nullable(),
  lastAttemptAt: z.number().nullable(),
  /** The reason of the last failed attempt as a sentence, null after a success. */
  lastError: z.string().nullable(),
  /** What that says, for languages that make their own. */
  lastErrorTold: Told.optional(),
  /** Since when it cannot be read; null while it can. */
  unreachableSince: z.number().nullable(),
  /** When it is read again by itself; null when nothing is planned. */
  nextCheckAt: z.number().nullable(),
  /** Contract events pushed by the chain, contract events asked for, the timer alone, or nothing. */
  watching: RegistryWatching,
  /** Empty unless `tee.registry.quorum` asks for more than one. */
  endpoints: z.array(RpcEndpointStatus),
  /** The first 200 at most; the totals count all. */
  listed: z.array(ListedTee),
  listedTotal: z.number(),
  usableTotal: z.number(),
  /** Records that could not even be read: position in the answer and reason. The first 200 at most. */
  skipped: z.array(z.object({ index: z.number(), reason: z.string(), told: Told.optional() })),
  skippedTotal: z.number(),
});
export type RegistryStatus = z.infer<typeof RegistryStatus>;

/** The TEE that takes over when the current one has to go; its keys are imported already. */
export const StandbyTee = z.object({
  teeId: z.string(),
  endpoint: z.string(),
  pcrHash: z.string(),
  preparedAt: z.number(),
});
export type StandbyTee = z.infer<typeof StandbyTee>;

/** A TEE that failed. `quarantined` until `until`, then on `probation`: one more failure, and it is out for longer. */
export const QuarantinedTee = z.object({
  teeId: z.string(),
  state: z.enum(['quarantined', 'probation']),
  /** What it did, as a sentence. */
  reason: z.string(),
  /** What that says, for languages that make their own. */
  told: Told.optional(),
  /** When it failed last. */
  since: z.number(),
  until: z.number(),
  /** Failures without a verified answer in between. */
  failures: z.number(),
});
export type QuarantinedTee = z.infer<typeof QuarantinedTee>;

/** A TEE that was replaced while requests were under way to it; they finish there. */
export const DrainingTee = z.object({
  teeId: z.string(),
  inFlight: z.number(),
  /** When it was replaced. */
  since: z.number(),
});
export type DrainingTee = z.infer<typeof DrainingTee>;

/** The second gate. */
export const TeeStatus = z.object({
  health: Health,
  state: z.enum([
    'idle',
    'choosing',
    'rotating',
    'attested',
    'chain-unreachable',
    'no-usable-tee',
    'not-configured',
    'offline',
  ]),
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  remedy: Remedy.nullable(),
  /** When this state began. */
  since: z.number(),
  current: CurrentTee.nullable(),
  standby: StandbyTee.nullable(),
  /** Soonest back first, at most 50. */
  quarantined: z.array(QuarantinedTee),
  /** Latest replaced first, at most 50. */
  draining: z.array(DrainingTee),
  /** The last thing that must not happen: an answer that did not verify although the registry is unchanged, or endpoints
   * that disagree. Stays for an hour. */
  alarm: z.object({ at: z.number(), sentence: z.string(), told: Told.optional() }).nullable(),
  pins: z.object({ teeId: z.string().nullable(), pcrHash: z.string().nullable() }),
  registry: RegistryStatus,
});
export type TeeStatus = z.infer<typeof TeeStatus>;

/** The local OpenAI-compatible server. */
export const ProxyStatus = z.object({
  state: z.enum(['stopped', 'starting', 'listening', 'port-busy', 'failed', 'draining']),
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. */
  told: Told.optional(),
  remedy: Remedy.nullable(),
  /** What goes into OPENAI_BASE_URL; null unless listening. */
  endpoint: z.string().nullable(),
  verification: z.enum(['strict', 'progressive']),
  answersVerified: z.number(),
  /** Answers that failed verification: kept from the client, or in progressive mode ended with an error. */
  answersRefused: z.number(),
  requestsFailed: z.number(),
  /** Requests that were not valid: their clients' mistakes, and no failure of a gate. */
  requestsInvalid: z.number().optional(),
  inFlight: z.number(),
});
export type ProxyStatus = z.infer<typeof ProxyStatus>;

/** One line of the activity log. Carries no prompt, answer or secret. */
export const ActivityEntry = z.object({
  /** Grows by one with each entry, over restarts as long as the log is kept. */
  id: z.number(),
  at: z.number(),
  gate: z.enum(['app', 'gateway', 'tee', 'subscriptions']),
  tone: z.enum(['info', 'well', 'working', 'needs-you', 'broken']),
  /** The domain event's type. */
  code: z.string(),
  sentence: z.string(),
  cause: z.string().nullable(),
  /** The same event repeated without another in between: how often in all. */
  count: z.number(),
  /** What happened; absent for what an earlier version wrote. */
  event: ToldEvent.optional(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

/** Everything that a window, the tray or `gatehouse status` shows. Immutable. */
export const StatusSnapshot = z.object({
  version: z.literal(1),
  /** Grows with each change; equal numbers of one run are equal snapshots. */
  revision: z.number(),
  app: z.object({
    version: z.string(),
    host: z.enum(['electron', 'headless']),
    pid: z.number(),
    startedAt: z.number(),
    home: z.string(),
    /** Where secrets are kept and how well; see SecretStore.description. */
    secrets: z.string(),
    /** What that says, for languages that make their own. */
    secretsTold: Told.optional(),
    /** The kind of place; absent: not known. */
    secretsIn: z.enum(['safe-storage', 'keychain', 'encrypted-file', 'plain-file']).optional(),
    /** What is typed on this page could be read on its way, so its host takes no secret from it. Absent: it does. */
    refusesSecrets: z.literal(true).optional(),
  }),
  /** Set when everything shown comes from the embedded sandbox and none of it from a real network. */
  sandbox: z.object({ seed: z.string() }).nullable(),
  /** Null: everything works by itself. */
  paused: PauseStatus.nullable(),
  /** Set while gates wait because this computer is offline. Absent: it is not, or nothing needs it to be. */
  offline: OfflineStatus.optional(),
  /** Set while nothing works by itself because this run protects itself; null: a run like any other. */
  safeMode: SafeModeStatus.nullable(),
  /** What is kept cannot be written; absent: it can. */
  storage: StorageTrouble.optional(),
  health: Health,
  headline: z.string(),
  /** The gateway in use; null when there is none. */
  gateway: UsedGateway.nullable(),
  /** All gateways, best first; the one in use is `gateway`. */
  gateways: z.array(GatewaySummary),
  account: UsedAccount,
  tee: TeeStatus,
  proxy: ProxyStatus,
  subscriptions: SubscriptionsStatus,
  setup: SetupStatus,
  updates: UpdatesStatus,
  /** Newest first, at most 50. */
  activity: z.array(ActivityEntry),
});
export type StatusSnapshot = z.infer<typeof StatusSnapshot>;
