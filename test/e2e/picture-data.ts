import type { ActivityEntry, DomainEvent, StatusSnapshot } from '../../electron/contract/index.ts';
import { toldStatus } from '../../electron/core/gateway/index.ts';
import { gatewaySummary } from '../helpers/snapshots.ts';
import { pictureEvents } from './picture-events.ts';
import {
  agent,
  approvalSnapshot,
  brokenSnapshot,
  FIRST_TEE,
  fullId,
  gatewayDetails,
  gatewaySnapshot,
  subscription,
  subscriptionsSnapshot,
  WITHOUT_CERTIFICATE,
} from './snapshots.ts';

/** When every picture was taken: a Saturday, in the time zone {@link TIME_ZONE}. Milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 10, 21, 13, 8, 40);
export const TIME_ZONE = 'Europe/Berlin';
/** The TEE before the current one. */
export const FORMER_TEE = fullId('2be017', '90cc31');

const HOST = 'gw.studio.example:18789';
const FIRST = '0x7f3a9c…e21b04';
const FORMER = '0x2be017…90cc31';

/** `clock` of the pictures' day, or of `daysAgo` days before it: milliseconds since the epoch. */
export function at(clock: string, daysAgo = 0): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return Date.UTC(2026, 10, 21 - daysAgo, hours - 1, minutes, seconds);
}

type Line = readonly [
  at: number,
  gate: ActivityEntry['gate'],
  tone: ActivityEntry['tone'],
  code: string,
  sentence: string,
  cause?: string,
  count?: number,
];

const LINES: readonly Line[] = [
  [
    at('14:02:11'),
    'subscriptions',
    'well',
    'subscriptionSwitched',
    'build-runner-eu-1 moved from team-max-2 to team-max-3, before the limit was met.',
    'no job was ended',
  ],
  [
    at('13:41:08') + 214,
    'tee',
    'well',
    'teeSwitched',
    `${FIRST} replaced ${FORMER}, because its keys changed. Requests under way go on.`,
    'keys changed',
  ],
  [
    at('13:41:08'),
    'tee',
    'needs-you',
    'teeQuarantined',
    `${FORMER} is quarantined for 2 h.`,
    'It could not open a request sealed to its registered key.',
  ],
  [at('12:20:44'), 'gateway', 'well', 'gatewayRestarted', 'studio was restarted and is connected again.'],
  [at('12:20:42'), 'gateway', 'working', 'gatewayStateChanged', 'studio is restarting.', 'restart announced'],
  [
    at('11:58:30'),
    'subscriptions',
    'needs-you',
    'headroomLow',
    'team-max-2 has 19% left of its 7 d window.',
    'running low',
  ],
  [at('11:09:12'), 'tee', 'well', 'registryRecovered', 'The registry can be read again, after 2 min 10 s.'],
  [
    at('11:07:02'),
    'tee',
    'needs-you',
    'registryUnreachable',
    'The registry cannot be read. The TEE is kept meanwhile.',
    'rpc.chain.example did not answer within 10 s.',
  ],
  [
    at('09:31:17'),
    'gateway',
    'well',
    'gatewaySwitched',
    'studio has been stable for a while and is used again instead of attic.',
    'returned',
  ],
  [
    at('09:12:40'),
    'gateway',
    'broken',
    'gatewaySwitched',
    'attic took over, because studio cannot be reached.',
    'unreachable',
  ],
  [
    at('22:47:03', 1),
    'tee',
    'well',
    'teeSwitched',
    `${FORMER} replaced 0x5d90aa…14e7b8, because you asked for another. Requests under way go on.`,
    'by hand',
  ],
  [
    at('18:03:55', 1),
    'subscriptions',
    'needs-you',
    'tokenInvalid',
    'The token of legacy-pro was refused.',
    'HTTP 401',
    3,
  ],
  [at('16:40:00', 1), 'app', 'info', 'settingChanged', 'The setting proxy.port was changed.'],
  [at('08:30:21', 1), 'app', 'info', 'appStarted', 'Gatehouse started.'],
];

/** Of the last answers: half of them around 0.6 s, the slowest near 1.4 s. */
const LATENCIES = Array.from(
  { length: 90 },
  (_, i) => 560 + ((i * 7) % 11) * 12 + (i % 9 === 4 ? 560 + ((i * 5) % 7) * 40 : 0),
);

const EVENTS = pictureEvents(FIRST_TEE, FORMER_TEE);

/** What happened until {@link NOW}, newest first. */
export const ENTRIES: readonly ActivityEntry[] = LINES.map(
  ([when, gate, tone, code, sentence, cause, count], index) => ({
    event: { at: when, ...EVENTS[index] } as DomainEvent,
    id: LINES.length - index,
    at: when,
    gate,
    tone,
    code,
    sentence,
    cause: cause ?? null,
    count: count ?? 1,
  }),
);

/** The entry of the switch whose detail is shown. */
export const SWITCH = ENTRIES[1]!;

const gateways = [
  gatewaySummary({ host: HOST, since: at('12:20:44') }),
  gatewaySummary({
    id: 'attic',
    name: 'attic',
    host: '192.168.1.20:18789',
    priority: 2,
    isActive: false,
    sentence: 'Connected to attic.',
    since: at('09:12:38'),
  }),
];

function registry({ tee }: StatusSnapshot): StatusSnapshot['tee']['registry'] {
  const [first] = tee.registry.listed;
  const free = [
    [fullId('a0b4c0', 'd3e0f1'), 'https://enclave-03.eu-west.tee.example'],
    [fullId('5d90aa', '14e7b8'), 'https://enclave-09.ap-southeast.tee.example'],
    [fullId('c81e72', '0b55d9'), 'https://enclave-12.us-west.tee.example'],
  ].map(([teeId = '', endpoint = '']) => ({ ...first!, teeId, endpoint }));
  const unusable = {
    ...first!,
    teeId: fullId('e4da3b', '7fbbce'),
    endpoint: 'https://enclave-11.eu-west.tee.example',
    ...WITHOUT_CERTIFICATE,
  };
  const listed = [...tee.registry.listed, ...free, unusable];
  return { ...tee.registry, chainId: 10_740, listed, listedTotal: 7, usableTotal: 5 };
}

function third({ subscriptions }: StatusSnapshot): StatusSnapshot['subscriptions'] {
  const [one, two, three, pro] = subscriptions.subscriptions;
  const personal = subscription(NOW, 'personal-max', { fiveHours: 29, sevenDays: 10 }, { tier: 'Max 5x' });
  const agents = [
    ...subscriptions.agents,
    agent(NOW, 'nightly-migration-worker-staging', 'team-max-1', { since: at('02:00', 6), cause: 'by_hand' }),
    agent(NOW, 'research-crawler', 'research-pro', { since: at('09:14', 9), cause: 'by_hand' }),
    agent(NOW, 'inbox-triage', 'personal-max', { since: at('18:03', 1), cause: 'failure' }),
  ].map((each, index) => ({ ...each, health: { ...each.health, activeTasks: [3, 0, 1, 2, 2, 1][index] ?? 0 } }));
  return {
    ...subscriptions,
    sentence: '4 of 5 subscriptions are usable; 6 agents work on them.',
    since: at('08:30', 1),
    subscriptions: [
      { ...one!, agents: 2 },
      { ...two!, headroom: { ...two!.headroom, windows: returning(two!.headroom.windows, at('16:40')) } },
      three!,
      { ...pro!, agents: 1 },
      personal,
    ],
    subscriptionsTotal: 5,
    usableTotal: 4,
    nextReturnAt: at('16:40'),
    agents: agents.map(each => (each.name === 'build-runner-eu-1' ? { ...each, since: at('14:02:11') } : each)),
    agentsTotal: agents.length,
    assignedTotal: agents.length,
    lastSwitch: { ...subscriptions.lastSwitch!, at: at('14:02:11') },
  };
}

type Windows = StatusSnapshot['subscriptions']['subscriptions'][number]['headroom']['windows'];

function returning(windows: Windows, resetsAt: number): Windows {
  return windows.map(each => (each.isBlocking ? { ...each, resetsAt } : each));
}

/** Three gates, all open, as on a working day. */
export function openSnapshot(): StatusSnapshot {
  const base = subscriptionsSnapshot(NOW);
  const { gateway } = gatewaySnapshot(NOW, {
    host: HOST,
    since: at('12:20:44'),
    connectedAt: at('12:20:44'),
    details: { ...gatewayDetails(NOW), concerns: [] },
    server: { version: '2026.9.1', bootId: 'boot-1', protocol: 4, uptimeMs: NOW - at('12:20:43') },
  });
  const selectedAt = at('13:41:08');
  const { current, standby } = base.tee;
  return {
    ...base,
    app: { ...base.app, startedAt: at('08:30:21', 1) },
    headline: 'All three gates are open.',
    gateway,
    gateways,
    tee: {
      ...base.tee,
      since: selectedAt,
      current: { ...current!, selectedAt, recentLatenciesMs: LATENCIES },
      standby: { ...standby!, preparedAt: at('13:41:11') },
      draining: [],
      quarantined: [
        {
          teeId: FORMER_TEE,
          state: 'quarantined',
          reason: 'It could not open a request sealed to its registered key.',
          told: { code: 'suspect_stale_key' },
          since: selectedAt,
          until: at('15:41:08'),
          failures: 1,
        },
      ],
      registry: registry(base),
    },
    subscriptions: third(base),
    activity: [...ENTRIES],
  };
}

/** The gateway does not know this computer; the two other gates are open. */
export function waitingSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  const waiting = approvalSnapshot(NOW);
  const [studio, attic] = gateways;
  const gateway = { ...waiting.gateway!, host: HOST, since: at('14:08:02') };
  const { state, health, sentence, approval, since } = gateway;
  const told = toldStatus(gateway);
  return {
    ...open,
    health: 'needs-you',
    headline: 'The gateway needs you. Private inference and the subscriptions are open.',
    gateway,
    gateways: [{ ...studio!, state, health, sentence, told, approval, since }, attic!],
  };
}

/** No TEE is usable and the port of the endpoint is taken; the two other gates are open. */
export function shutSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  const { health, headline, tee, proxy } = brokenSnapshot(NOW);
  const listed = open.tee.registry.listed.map(each => ({ ...each, ...WITHOUT_CERTIFICATE }));
  const failed = { ...tee.registry, listed, listedTotal: 7, lastReadAt: at('13:58:02'), unreachableSince: at('14:03') };
  return { ...open, health, headline, tee: { ...tee, standby: null, draining: [], registry: failed }, proxy };
}

/** Nothing is moved for an hour. */
export function pausedSnapshot(): StatusSnapshot {
  const paused = { since: at('14:07'), until: at('15:07') };
  return { ...openSnapshot(), health: 'paused', headline: 'Gatehouse is paused.', paused };
}

/** {@link openSnapshot} in the sandbox. */
export function sandboxedSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  return {
    ...open,
    sandbox: { seed: 'gatehouse' },
    gateways: open.gateways.map(each => ({ ...each, source: 'sandbox' })),
  };
}

/** Names and numbers as long as they get. */
export function longSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  const { current } = open.tee;
  const name = 'personal-max-account-with-a-very-long-name';
  const subscriptions = open.subscriptions.subscriptions.map((each, index) => ({
    ...each,
    name: `${name}-${index + 1}`,
  }));
  return {
    ...open,
    gateway: { ...open.gateway!, profile: 'the-gateway-of-the-workshop-downstairs', roundTripMs: 1_284 },
    tee: {
      ...open.tee,
      current: { ...current!, requestsServed: 1_284_311, latencyMs: { p50: 952, p95: 988, last: 961 } },
    },
    subscriptions: { ...open.subscriptions, subscriptions },
  };
}

/** Nothing has happened yet. */
export function freshSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  const tee = { ...open.tee, quarantined: [], standby: null };
  const current = { ...tee.current!, requestsServed: 0, inFlight: 0, latencyMs: null, recentLatenciesMs: [] };
  const none = subscriptionsSnapshot(NOW, {
    state: 'not-configured',
    sentence: 'No subscription is stored.',
    subscriptions: [],
    subscriptionsTotal: 0,
    usableTotal: 0,
    agents: [],
    agentsTotal: 0,
    assignedTotal: 0,
    lastSwitch: null,
  }).subscriptions;
  return {
    ...open,
    headline: 'Private inference is open.',
    gateway: null,
    gateways: [],
    tee: { ...tee, current: { ...current, cause: 'first' } },
    subscriptions: none,
    proxy: { ...open.proxy, answersVerified: 0, inFlight: 0 },
    activity: [],
  };
}

/** Of the switch in {@link SWITCH}. */
export const SWITCHED_TEES = { from: FORMER_TEE, to: FIRST_TEE };

/** This computer has no network since six minutes: every gate waits for what lies outside, with its last values. */
export function offlineSnapshot(): StatusSnapshot {
  const open = openSnapshot();
  const since = at('14:02:20');
  const [studio, attic] = gateways;
  const state = 'offline' as const;
  const health = 'working' as const;
  const said = (name: string) => ({
    sentence: `${name} is connected to again as soon as this computer is online.`,
    told: { code: 'gateway_offline', name } as const,
  });
  const away = { state, health, since, nextAttemptAt: at('14:10') };
  const told: Extract<DomainEvent, { type: 'computerOffline' }> = {
    type: 'computerOffline',
    at: since,
    gates: ['gateway', 'tee', 'subscriptions'],
  };
  const line: StatusSnapshot['activity'][number] = {
    id: 10_000,
    at: since,
    gate: 'app',
    tone: 'working',
    code: told.type,
    sentence: 'This computer is offline. What it needs from outside is tried less often.',
    cause: 'waiting: the gateway, private inference, the subscriptions',
    count: 1,
    event: told,
  };
  return {
    ...open,
    health,
    headline: 'This computer is offline.',
    offline: { since, gates: ['gateway', 'tee', 'subscriptions'] },
    gateway: {
      ...open.gateway!,
      ...away,
      sentence: said('studio').sentence,
      reason: 'offline',
      connectedAt: null,
      attempt: 3,
    },
    gateways: [
      { ...studio!, ...away, ...said('studio') },
      { ...attic!, ...away, ...said('attic') },
    ],
    tee: {
      ...open.tee,
      state,
      health,
      since,
      sentence: 'Requests are refused until this computer is online. 0x7f3a9c…e21b04 is kept.',
    },
    activity: [line, ...open.activity],
  };
}
