import type {
  ActivityEntry,
  AgentSummary,
  GatewayHealthModel,
  StatusSnapshot,
  SubscriptionSummary,
  SubscriptionsStatus,
  UsedGateway,
} from '../../electron/contract/index.ts';
import { accountStatus, gatewayStatus, setupStatus, subscriptionsStatus, updatesStatus } from '../helpers/snapshots.ts';

/** `name` stretched to a full id, so that pictures show ids that differ at both ends. */
export function fullId(start: string, end: string): string {
  return `0x${start}${'5'.repeat(64 - start.length - end.length)}${end}`;
}

export const FIRST_TEE = fullId('7f3a9c', 'e21b04');
export const SECOND_TEE = fullId('19c2d0', '47aa9e');
const PCR = fullId('b4c958', 'f77e87');

/** {@link wellSnapshot} with a gateway that is connected, too. */
export function gatewaySnapshot(now: number, changes: Partial<UsedGateway> = {}): StatusSnapshot {
  const gateway = gatewayStatus({
    since: now - 27 * 60_000,
    connectedAt: now - 27 * 60_000,
    roundTripMs: 18,
    server: { version: '2026.9.1', bootId: 'boot-1', protocol: 4, uptimeMs: 4 * 3_600_000 },
    ...changes,
  });
  return { ...wellSnapshot(now), headline: 'Both gates are open.', gateway };
}

/** All that a gateway can tell of itself, with a channel that is down and a part that is not told. */
export function gatewayDetails(now: number): GatewayHealthModel {
  const ok = <Value>(value: Value) => ({ state: 'ok' as const, reason: null, at: now - 20_000, value });
  const hours = (count: number): number => now + count * 3_600_000;
  const channel = (id: string, label: string, state: 'connected' | 'disconnected', account: string | null = null) => {
    const hasError = state === 'disconnected';
    return { id, label, account, state, reconnectAttempts: hasError ? 4 : 0, hasError };
  };
  const window = (label: string, usedPercent: number, resetAt: number) => ({ label, usedPercent, resetAt });
  const windows = [window('5h', 38, hours(2)), window('Week', 71, hours(100))];
  const usage = { provider: 'anthropic', displayName: 'Anthropic', plan: 'Max', windows, hasError: false };
  const model = { isDefault: false, available: true, reason: null, until: null };
  const program = { platform: 'linux', at: now };
  return {
    profile: 'studio',
    system: ok({ eventLoop: null, plugins: { loaded: 13, failed: 0, unavailable: 0 }, agents: 3 }),
    channels: ok([
      channel('telegram', 'Telegram', 'connected'),
      channel('slack', 'Slack', 'connected', 'team'),
      channel('whatsapp', 'WhatsApp', 'disconnected', 'the number of the shop downstairs'),
    ]),
    sessions: ok({ total: 12, running: 2, failed: 0, list: [] }),
    presence: ok([
      { ...program, host: 'vm', mode: 'gateway', version: '2026.9.1' },
      { ...program, host: 'Gatehouse on desk', mode: 'ui', version: '0.1.0' },
      { ...program, host: 'Gatehouse on desk', mode: 'ui', version: '0.1.0' },
    ]),
    usage: ok({ isRefreshing: false, providers: [usage] }),
    models: ok([
      { ...model, id: 'claude-opus', provider: 'anthropic', isDefault: true },
      { ...model, id: 'gpt-5', provider: 'openai', available: false, reason: 'cooldown', until: hours(1) },
    ]),
    auth: ok([{ provider: 'anthropic', status: 'ok', expiresAt: hours(200), profiles: 1 }]),
    update: ok({ currentVersion: '2026.9.1', latestVersion: '2026.9.3', channel: 'stable' }),
    heartbeat: ok({ at: now - 40_000, status: 'sent', reason: null }),
    approvals: {
      state: 'missing-scope',
      reason: 'It needs operator.approvals.',
      told: { code: 'part_needs_scope', name: 'operator.approvals' },
      at: null,
      value: null,
    },
    concerns: [
      {
        part: 'channels',
        health: 'needs-you',
        reason: 'channel-disconnected',
        told: { channel: 'WhatsApp' },
        sentence: 'WhatsApp is disconnected.',
        remedy: 'Link it again.',
      },
    ],
  };
}

/** The command that approves this computer in {@link approvalSnapshot}. */
export const APPROVE_COMMAND = 'openclaw devices approve 6f6d7c1e-9f7a-4b43-8a51-3c2a4d5e6f70';

/** A gateway that does not know this computer. */
export function approvalSnapshot(now: number): StatusSnapshot {
  const waiting = gatewaySnapshot(now, {
    health: 'needs-you',
    state: 'waiting-for-approval',
    sentence: 'studio does not know this computer yet.',
    remedy: { code: 'gateway.pairing', text: "Run the approval command on the gateway's computer." },
    reason: 'pairing',
    attempt: 3,
    nextAttemptAt: now + 5_000,
    connectedAt: null,
    roundTripMs: null,
    approval: { reason: 'not-paired', requestId: APPROVE_COMMAND.split(' ').at(-1) ?? '', command: APPROVE_COMMAND },
    server: null,
  });
  return { ...waiting, health: 'needs-you', headline: 'The gateway needs you. Private inference is open.' };
}

/** What is said of a listed TEE that cannot be used. */
export const WITHOUT_CERTIFICATE = {
  usable: false,
  reason: 'It has no TLS certificate.',
  told: { code: 'unusable_missing_tls_certificate' },
} as const;

/** A snapshot in which all is well. `now` is the time that the ages count from. */
export function wellSnapshot(now: number): StatusSnapshot {
  const minutesAgo = (minutes: number): number => now - minutes * 60_000;
  return {
    version: 1,
    revision: 1,
    app: {
      version: '0.1.0',
      host: 'headless',
      pid: 4242,
      startedAt: minutesAgo(90),
      home: '/home/someone/.config/gatehouse',
      secrets: 'In /home/someone/.config/gatehouse/secrets.json, unencrypted, readable by its owner only.',
      secretsTold: { code: 'secrets_plain', name: '/home/someone/.config/gatehouse/secrets.json' },
    },
    sandbox: null,
    paused: null,
    safeMode: null,
    health: 'well',
    headline: 'The TEE gate is open',
    gateway: null,
    gateways: [],
    account: accountStatus(),
    tee: {
      health: 'well',
      state: 'attested',
      sentence: `Requests are sealed to ${FIRST_TEE}.`,
      remedy: null,
      since: minutesAgo(27),
      current: {
        teeId: FIRST_TEE,
        endpoint: 'https://enclave-07.eu-central.tee.example',
        pcrHash: PCR,
        selectedAt: minutesAgo(27),
        cause: 'keys-changed',
        requestsServed: 128,
        inFlight: 2,
        latencyMs: { p50: 612, p95: 1_380, last: 640 },
        recentLatenciesMs: Array.from(
          { length: 60 },
          (_, i) => 600 + 90 * Math.sin(i * 1.7) + (i % 17 === 5 ? 760 : 0),
        ),
      },
      standby: {
        teeId: SECOND_TEE,
        endpoint: 'https://enclave-02.us-east.tee.example',
        pcrHash: PCR,
        preparedAt: minutesAgo(26),
      },
      quarantined: [],
      draining: [{ teeId: fullId('66aa01', '0c0c0c'), inFlight: 1, since: minutesAgo(27) }],
      alarm: null,
      pins: { teeId: null, pcrHash: null },
      registry: {
        state: 'ok',
        rpcHosts: ['rpc.chain.example'],
        address: '0x4e72770760c011647d4873f60a3cf6cdea896cd8',
        chainId: null,
        lastReadAt: now - 38_000,
        lastAttemptAt: now - 38_000,
        lastError: null,
        unreachableSince: null,
        nextCheckAt: now + 262_000,
        watching: 'polling',
        endpoints: [],
        listed: [
          {
            teeId: FIRST_TEE,
            endpoint: 'https://enclave-07.eu-central.tee.example',
            pcrHash: PCR,
            usable: true,
            reason: null,
          },
          {
            teeId: SECOND_TEE,
            endpoint: 'https://enclave-02.us-east.tee.example',
            pcrHash: PCR,
            usable: true,
            reason: null,
          },
        ],
        listedTotal: 2,
        usableTotal: 2,
        skipped: [],
        skippedTotal: 0,
      },
    },
    proxy: {
      state: 'listening',
      sentence: 'Listening.',
      remedy: null,
      endpoint: 'http://127.0.0.1:11435/v1',
      verification: 'strict',
      answersVerified: 212,
      answersRefused: 0,
      requestsFailed: 0,
      inFlight: 2,
    },
    subscriptions: subscriptionsStatus(),
    setup: setupStatus(),
    updates: updatesStatus(),
    activity: [
      entry(6, minutesAgo(27), 'tee', 'info', `Requests now go to ${FIRST_TEE}`, 'keys changed'),
      entry(
        5,
        minutesAgo(41),
        'tee',
        'needs-you',
        'The chain could not be reached for 2 min 10 s, the TEE was kept',
        'chain unreachable',
      ),
      entry(4, minutesAgo(66), 'tee', 'broken', 'An answer was refused: its signature did not match', 'signature', 3),
      entry(3, minutesAgo(89), 'tee', 'info', `Requests now go to ${SECOND_TEE}`, 'first choice'),
      entry(2, minutesAgo(89), 'app', 'well', 'The local endpoint listens at http://127.0.0.1:11435/v1', null),
      entry(1, minutesAgo(90), 'app', 'info', 'Gatehouse started', null),
    ],
  };
}

function entry(
  id: number,
  at: number,
  gate: ActivityEntry['gate'],
  tone: ActivityEntry['tone'],
  sentence: string,
  cause: string | null,
  count = 1,
): ActivityEntry {
  return { id, at, gate, tone, code: 'scripted', sentence, cause, count };
}

/** After a rotation by hand: another TEE, nothing served yet. */
export function rotatedSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  const current = well.tee.current!;
  return {
    ...well,
    revision: 2,
    tee: {
      ...well.tee,
      sentence: `Requests are sealed to ${SECOND_TEE}.`,
      since: now,
      standby: { ...well.tee.standby!, teeId: FIRST_TEE, endpoint: current.endpoint },
      current: {
        ...current,
        teeId: SECOND_TEE,
        endpoint: 'https://enclave-02.us-east.tee.example',
        selectedAt: now,
        cause: 'by-hand',
        requestsServed: 0,
        inFlight: 0,
        latencyMs: null,
        recentLatenciesMs: [],
      },
    },
    activity: [entry(7, now, 'tee', 'info', `Requests now go to ${SECOND_TEE}`, 'by hand'), ...well.activity],
  };
}

/** The same in the sandbox, with records that are left out. */
export function sandboxSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  return {
    ...well,
    sandbox: { seed: 'gatehouse' },
    tee: {
      ...well.tee,
      pins: { teeId: null, pcrHash: PCR },
      quarantined: [
        {
          teeId: fullId('c0ffee', 'decade'),
          state: 'quarantined',
          reason: 'It did not answer in time.',
          told: { code: 'suspect_timeout' },
          since: now - 40_000,
          until: now + 260_000,
          failures: 3,
        },
        {
          teeId: fullId('ab12cd', 'ef5678'),
          state: 'probation',
          reason: 'It could not open a request sealed to its registered key.',
          told: { code: 'suspect_stale_key' },
          since: now - 400_000,
          until: now - 40_000,
          failures: 1,
        },
      ],
      registry: {
        ...well.tee.registry,
        rpcHosts: ['127.0.0.1:34567'],
        listed: [
          ...well.tee.registry.listed,
          {
            teeId: fullId('5d90aa', '14e7b8'),
            endpoint: 'https://an-enclave-with-a-very-long-name-that-goes-on.and-on.ap-southeast.tee.example:8443',
            pcrHash: PCR,
            usable: false,
            reason: 'Its key configuration uses AEAD 2, Gatehouse speaks ChaCha20-Poly1305 (3) only.',
            told: { code: 'unusable_unsupported_suite' },
          },
          {
            teeId: fullId('2be017', '90cc31'),
            endpoint: 'https://enclave-11.eu-west.tee.example',
            pcrHash: PCR,
            ...WITHOUT_CERTIFICATE,
          },
        ],
        listedTotal: 4,
        skipped: [{ index: 4, reason: 'The signing key is no DER SubjectPublicKeyInfo.' }],
        skippedTotal: 1,
      },
    },
  };
}

/** No TEE can be used, and the endpoint's port is taken. */
export function brokenSnapshot(now: number): StatusSnapshot {
  const well = wellSnapshot(now);
  return {
    ...well,
    revision: 3,
    health: 'broken',
    headline: 'Private inference is shut',
    tee: {
      ...well.tee,
      health: 'broken',
      state: 'no-usable-tee',
      sentence: '7 TEEs are listed and none is usable. Requests are refused until one is.',
      remedy: {
        code: 'registry_failing',
        text: 'Check the registry again, or look at the reasons below.',
        command: 'checkRegistry',
      },
      since: now - 130_000,
      current: null,
      registry: {
        ...well.tee.registry,
        state: 'unreachable',
        lastError: 'rpc.chain.example did not answer within 10 s.',
        lastErrorTold: { code: 'error', error: 'registry_unreachable' },
        listed: well.tee.registry.listed.map(listed => ({ ...listed, ...WITHOUT_CERTIFICATE })),
        usableTotal: 0,
      },
    },
    proxy: {
      ...well.proxy,
      state: 'port-busy',
      endpoint: null,
      sentence: 'Port 11435 is in use by ollama (pid 811).',
      told: { code: 'error', error: 'port_busy' },
      remedy: {
        code: 'port_busy',
        text: 'Stop that program, or choose another port: proxy.port in the settings, --port or GATEHOUSE_PROXY_PORT.',
      },
      requestsFailed: 4,
    },
  };
}

/** One subscription with what is left of it. `used`: percent of the two windows. */
export function subscription(
  now: number,
  name: string,
  used: { readonly fiveHours: number; readonly sevenDays: number },
  changes: Partial<SubscriptionSummary> = {},
): SubscriptionSummary {
  const window = (length: string, usedPct: number, hours: number) => ({
    window: length,
    usedPct,
    resetsAt: now + hours * 3_600_000,
    isBlocking: usedPct >= 100,
    projectedPct: null,
    wallAt: null,
    confidence: null,
  });
  return {
    id: `id-of-${name}`,
    name,
    kind: 'setup_token',
    tier: 'Max 20x',
    note: null,
    fingerprint: 'a1b2c3d4e5f6',
    state: 'ok',
    health: 'well',
    sentence: `${100 - Math.max(used.fiveHours, used.sevenDays)}% of its fuller window is left.`,
    agents: 1,
    headroom: {
      windows: [window('5h', used.fiveHours, 2), window('7d', used.sevenDays, 80)],
      readAt: now - 120_000,
      freshness: 'fresh',
      source: 'traffic',
      problem: null,
      history: [],
    },
    rateLimitedNow: false,
    skipUntil: null,
    expiresAt: now + 200 * 86_400_000,
    tokenMissing: false,
    stillLiveIn: [],
    ...changes,
  };
}

/** One agent and the subscription that it is on. */
export function agent(now: number, name: string, on: string, changes: Partial<AgentSummary> = {}): AgentSummary {
  return {
    name,
    kind: 'agent-server',
    host: '127.0.0.1:8000',
    runtime: 'claude-code',
    model: null,
    subscription: on,
    since: now - 60 * 60_000,
    cause: 'failure',
    result: 'hot_reloaded',
    isConfirmed: true,
    generation: 4,
    health: { state: 'up', reason: null, checkedAt: now, activeTasks: 2, generation: 4 },
    canReload: 'yes',
    shadowedKeys: [],
    ...changes,
  };
}

/** {@link gatewaySnapshot} with subscriptions and agents: the three gates. */
export function subscriptionsSnapshot(now: number, changes: Partial<SubscriptionsStatus> = {}): StatusSnapshot {
  const limited = { state: 'limited', agents: 0, sentence: 'Its limit is reached for 38 min more.' } as const;
  const subscriptions = subscriptionsStatus({
    state: 'usable',
    sentence: '3 of 4 subscriptions are usable; 3 agents work on them.',
    since: now - 90 * 60_000,
    subscriptions: [
      subscription(now, 'team-max-1', { fiveHours: 38, sevenDays: 52 }),
      subscription(now, 'team-max-2', { fiveHours: 100, sevenDays: 81 }, limited),
      subscription(now, 'team-max-3', { fiveHours: 12, sevenDays: 27 }, { agents: 2 }),
      subscription(now, 'research-pro', { fiveHours: 81, sevenDays: 43 }, { state: 'low', tier: 'Pro', agents: 0 }),
    ],
    subscriptionsTotal: 4,
    usableTotal: 3,
    nextReturnAt: now + 38 * 60_000,
    agents: [
      agent(now, 'build-runner-eu-1', 'team-max-3'),
      agent(now, 'docs-writer', 'team-max-3', { cause: 'by_hand' }),
      agent(now, 'review-bot', 'team-max-1', { shadowedKeys: ['ANTHROPIC_API_KEY'] }),
    ],
    agentsTotal: 3,
    assignedTotal: 3,
    lastSwitch: {
      at: now - 60 * 60_000,
      agent: 'build-runner-eu-1',
      from: 'team-max-2',
      to: 'team-max-3',
      cause: 'failure',
      result: 'hot_reloaded',
      reason: 'build-runner-eu-1 moved to “team-max-3” from “team-max-2” because its subscription met a limit.',
    },
    ...changes,
  });
  return { ...gatewaySnapshot(now), headline: 'All three gates are open.', subscriptions };
}
