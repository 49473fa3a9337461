import type { SandboxWorld, WorldSession } from './world.ts';

/** Of the process that is simulated. */
export interface ProcessFacts {
  readonly version: string;
  readonly bootId: string;
  readonly startedAt: number;
  readonly nowMs: number;
}

type Picture = Record<string, unknown>;

const HEARTBEAT_MS = 1_800_000;

/** The answer of `health`, the `health` event and the snapshot of a hello. */
export function healthPicture(world: SandboxWorld, nowMs: number): Picture {
  return {
    ok: true,
    ts: nowMs,
    durationMs: 1,
    eventLoop: eventLoop(),
    plugins: { loaded: ['sandbox'], errors: [], unavailable: [] },
    channels: Object.fromEntries(
      world.channels.map(({ id, connected }) => [id, { configured: true, running: true, connected }]),
    ),
    channelOrder: world.channels.map(({ id }) => id),
    channelLabels: Object.fromEntries(world.channels.map(({ id, label }) => [id, label])),
    configReload: { hotReloadStatus: 'active' },
    heartbeatSeconds: HEARTBEAT_MS / 1_000,
    defaultAgentId: 'main',
    agents: world.agents.map(agentId => ({
      agentId,
      isDefault: agentId === 'main',
      heartbeat: {
        enabled: true,
        every: '30m',
        everyMs: HEARTBEAT_MS,
        prompt: 'sandbox heartbeat',
        target: 'none',
        ackMaxChars: 300,
      },
      sessions: sessionSummary(world, nowMs, agentId),
    })),
    sessions: sessionSummary(world, nowMs),
  };
}

/** The answer of `status`. */
export function statusPicture(world: SandboxWorld, { version, nowMs }: ProcessFacts): Picture {
  const { count, recent } = sessionSummary(world, nowMs);
  return {
    runtimeVersion: version,
    heartbeat: {
      defaultAgentId: 'main',
      agents: world.agents.map(agentId => ({
        agentId,
        enabled: true,
        every: '30m',
        everyMs: HEARTBEAT_MS,
        waitingForRoute: false,
      })),
    },
    channelSummary: world.channels.map(({ label, connected }) => `${label}: ${connected ? 'connected' : 'down'}`),
    queuedSystemEvents: [],
    degradedSecretOwners: [],
    degradedPlugins: [],
    tasks: { active: world.activeRuns, failures: 0, byStatus: { running: world.activeRuns } },
    sessions: { count, defaults: { model: 'sandbox-model', contextTokens: 128_000 }, recent },
    processMemory: { rssBytes: 181_403_648, heapUsedBytes: 92_274_688 },
  };
}

/** The answer of `system.info`. Nothing of the real computer. */
export function systemInfoPicture({ bootId, startedAt, nowMs }: ProcessFacts): Picture {
  return {
    hostname: 'sandbox',
    osLabel: 'Gatehouse sandbox',
    pid: 1,
    processInstanceId: bootId,
    uptimeMs: Math.max(nowMs - startedAt, 0),
    memory: { totalBytes: 8_589_934_592, freeBytes: 4_294_967_296 },
    disk: { totalBytes: 274_877_906_944, freeBytes: 137_438_953_472 },
    nodeVersion: process.version,
  };
}

/** The answer of `sessions.list`. */
export function sessionsPicture(
  world: SandboxWorld,
  { limit = 100, offset = 0, agentId }: { limit?: number; offset?: number; agentId?: string },
): Picture {
  const all = [...world.sessions.values()]
    .filter(session => agentId === undefined || session.agentId === agentId)
    .sort((one, other) => other.updatedAt - one.updatedAt);
  const sessions = all.slice(offset, offset + limit).map(sessionRow);
  const nextOffset = offset + sessions.length;
  const hasMore = nextOffset < all.length;
  return {
    count: sessions.length,
    totalCount: all.length,
    nextOffset: hasMore ? nextOffset : null,
    hasMore,
    defaults: { model: 'sandbox-model', modelProvider: 'sandbox', contextTokens: 128_000 },
    sessions,
  };
}

/** A row of `sessions.list`, and the payload of `sessions.changed` apart from its reason. */
export function sessionRow(session: WorldSession): Picture {
  const { key, status, activeRunIds, lastRunError, updatedAt, totalTokens } = session;
  return {
    key,
    status,
    hasActiveRun: activeRunIds.length > 0,
    activeRunIds: [...activeRunIds],
    ...(lastRunError === undefined ? {} : { lastRunError }),
    updatedAt,
    model: 'sandbox-model',
    modelProvider: 'sandbox',
    totalTokens,
    estimatedCostUsd: totalTokens / 1_000_000,
  };
}

/** The answer of `channels.status`. */
export function channelsPicture(world: SandboxWorld, nowMs: number): Picture {
  const of = <Value>(value: (channel: SandboxWorld['channels'][number]) => Value): Record<string, Value> =>
    Object.fromEntries(world.channels.map(channel => [channel.id, value(channel)]));
  return {
    ts: nowMs,
    channelOrder: world.channels.map(({ id }) => id),
    channelLabels: of(({ label }) => label),
    channels: of(({ connected }) => ({ configured: true, running: true, connected })),
    channelAccounts: of(({ accountId, label, connected, lastError, reconnectAttempts }) => [
      {
        accountId,
        name: label,
        enabled: true,
        configured: true,
        linked: true,
        running: true,
        connected,
        lastError,
        healthState: connected ? 'healthy' : 'disconnected',
        reconnectAttempts,
      },
    ]),
    channelDefaultAccountId: of(({ accountId }) => accountId),
    eventLoop: eventLoop(),
  };
}

/** The answer of `usage.status`. */
export function usagePicture(world: SandboxWorld, nowMs: number): Picture {
  const providers = world.usage.map(({ provider, displayName, plan, windows }) => ({
    provider,
    displayName,
    plan,
    windows: windows.map(window => ({ ...window })),
  }));
  return { updatedAt: nowMs, providers };
}

/** The answer of `models.list`. */
export function modelsPicture(world: SandboxWorld, nowMs: number): Picture {
  const models = world.models.map(({ id, name, provider, cooldownUntil }) => {
    const isCooling = cooldownUntil !== undefined && cooldownUntil > nowMs;
    return {
      id,
      name,
      provider,
      contextWindow: 128_000,
      tags: ['default'],
      available: !isCooling,
      ...(isCooling ? { unavailableReason: 'cooldown', unavailableUntil: cooldownUntil } : {}),
    };
  });
  return { models };
}

/** The answer of `models.authStatus`. */
export function modelAuthPicture(world: SandboxWorld, nowMs: number): Picture {
  const providers = world.usage.map(({ provider, displayName }) => ({
    provider,
    displayName,
    status: 'static',
    profiles: [],
    apiKey: { source: 'config' },
  }));
  return { ts: nowMs, providers, providerCapabilities: [] };
}

/** The answer of `gateway.restart.preflight`. */
export function preflightPicture(world: SandboxWorld): Picture {
  const count = world.activeRuns;
  const safe = count === 0;
  return {
    safe,
    counts: { queueSize: 0, pendingReplies: 0, embeddedRuns: count, totalActive: count },
    blockers: safe ? [] : [{ kind: 'embedded-run', count, message: `${count} active embedded run(s)` }],
    summary: safe ? 'safe to restart now' : `restart deferred: ${count} active embedded run(s)`,
  };
}

function sessionSummary(
  world: SandboxWorld,
  nowMs: number,
  agentId?: string,
): { path: string; count: number; recent: readonly { key: string; updatedAt: number; age: number }[] } {
  const sessions = [...world.sessions.values()].filter(one => agentId === undefined || one.agentId === agentId);
  const recent = sessions.slice(0, 5).map(({ key, updatedAt }) => ({ key, updatedAt, age: nowMs - updatedAt }));
  return { path: 'sandbox', count: sessions.length, recent };
}

function eventLoop(): Picture {
  return {
    degraded: false,
    reasons: [],
    intervalMs: 1_000,
    delayP99Ms: 12.5,
    delayMaxMs: 18.25,
    utilization: 0.003,
    cpuCoreRatio: 0.004,
  };
}
