import type { StatusSnapshot, TeeStatus, Told } from '../../../electron/contract/index.ts';
import { NOW, openSnapshot } from '../picture-data.ts';
import { agent, fullId, subscription } from '../snapshots.ts';
import { eventDetails } from './events.ts';
import type { State } from './states.ts';

const open = openSnapshot();
/** What the core says, so that it is found wherever it is shown. */
const REASON = 'The core says the reason in English.';
const TEE = fullId('7f3a9c', 'e21b04');

type Registry = TeeStatus['registry'];

function registry(changes: Partial<Registry>, tee: Partial<TeeStatus> = {}): StatusSnapshot {
  const health = tee.health ?? open.tee.health;
  return { ...open, health, tee: { ...open.tee, ...tee, registry: { ...open.tee.registry, ...changes } } };
}

const endpoint = (host: string, state: Registry['endpoints'][number]['state'], told?: Told) =>
  told === undefined ? { host, state, reason: null } : { host, state, reason: REASON, told };

/** What is wrong with a record, each as the decoder says it. */
const RECORDS: readonly Told[] = [
  { code: 'record_outside' },
  { code: 'record_fixed_outside' },
  { code: 'record_field_large', count: 3, total: 65_536 },
  { code: 'record_field_outside', count: 2 },
  { code: 'record_older' },
  { code: 'record_number_large', name: 'teeType', total: 255 },
  { code: 'record_endpoint_long', total: 2_048 },
  { code: 'record_disputed', name: TEE },
];

const ENDPOINTS = [
  endpoint('a.example', 'agrees'),
  endpoint('b.example', 'disagrees', { code: 'rpc_lists_other_keys', name: 'b.example', other: TEE }),
  endpoint('c.example', 'failed', { code: 'rpc_late', name: 'c.example', ms: 10_000 }),
  endpoint('d.example', 'failed', { code: 'rpc_error', name: 'd.example', why: '-32005' }),
  endpoint('e.example', 'unread'),
];

const REGISTRY_STATES: readonly State[] = [
  {
    name: 'endpoints and records',
    snapshot: registry({
      endpoints: ENDPOINTS,
      skipped: RECORDS.map((told, index) => ({ index, reason: REASON, told })),
      skippedTotal: RECORDS.length,
    }),
    places: ['tees', 'tees?id=record-2'],
  },
  ...(
    [
      { code: 'rpc_refuses', name: 'a.example', of: { code: 'rpc_certificate_expired', name: 'b.example' } },
      { code: 'registry_quorum_missed', count: 1, total: 3, other: '2', of: { code: 'rpc_cut', name: 'a.example' } },
      { code: 'registry_answer', of: { code: 'answer_no_record', total: 3, of: { code: 'record_outside' } } },
    ] as const
  ).map(told => ({
    name: told.code,
    snapshot: registry(
      { state: 'unreachable', lastError: REASON, lastErrorTold: told, unreachableSince: NOW - 60_000 },
      {
        health: 'needs-you',
        state: 'chain-unreachable',
        remedy: { code: 'registry_failing', text: REASON, command: 'checkRegistry' },
      },
    ),
    places: ['tees', 'overview'],
  })),
];

function subscriptions(changes: Partial<StatusSnapshot['subscriptions']>): StatusSnapshot {
  return { ...open, subscriptions: { ...open.subscriptions, ...changes } };
}

const DOWN: readonly Told[] = [
  { code: 'agent_refuses' },
  { code: 'agent_late', ms: 5_000 },
  { code: 'agent_status', count: 503 },
  { code: 'trinity_unreachable', of: { code: 'agent_silent' } },
  { code: 'trinity_failed', count: 500, why: 'E_BACKEND' },
];
/** Why an order was not carried out: words of an agent in some, a reason behind the reason in others. */
const OUTCOMES: readonly Told[] = [
  { code: 'order_refused', count: 503, why: 'The agent is not able to do that' },
  { code: 'order_no_hook', of: { code: 'order_unreached', of: { code: 'agent_refuses' } } },
  { code: 'restart_exit_code', count: 3, why: 'there is no such container', of: { code: 'order_no_reload' } },
  { code: 'order_failed', why: 'The thing is broken' },
  { code: 'order_waits', count: 2 },
];
const PROBLEMS: readonly Told[] = [
  { code: 'headroom_unsaid' },
  { code: 'headroom_status', count: 529 },
  { code: 'error', error: 'provider_timeout' },
];
const headroom = { fiveHours: 38, sevenDays: 52 };

const SUBSCRIPTION_REASONS: readonly State[] = [
  ...DOWN.map(told => ({
    name: told.code,
    snapshot: subscriptions({
      agents: [
        agent(NOW, 'lost-agent', 'team-max-1', {
          health: { state: 'down', reason: REASON, told, checkedAt: NOW, activeTasks: null, generation: null },
        }),
      ],
    }),
    places: ['subscriptions?agent=lost-agent'],
    shows: '.detail .standing',
  })),
  ...PROBLEMS.map(problemTold => {
    const one = subscription(NOW, 'team-max-1', headroom);
    const changed = { ...one, headroom: { ...one.headroom, problem: REASON, problemTold } };
    return {
      name: problemTold.error ?? problemTold.code,
      snapshot: subscriptions({ subscriptions: [changed] }),
      places: [`subscriptions?id=${one.id}`],
      shows: '.detail .standing',
    };
  }),
  ...OUTCOMES.map(told => ({
    name: told.code,
    snapshot: subscriptions({
      health: 'needs-you',
      state: 'agent-unreachable',
      sentence: REASON,
      told: { code: 'subscriptions_agent_behind', name: 'lost-agent', of: told },
      agents: [
        agent(NOW, 'lost-agent', 'team-max-1', { isConfirmed: false, result: `failed: ${REASON}`, resultTold: told }),
      ],
      lastSwitch: { ...open.subscriptions.lastSwitch!, result: `failed: ${REASON}`, resultTold: told },
    }),
    places: ['overview', 'subscriptions', 'subscriptions?agent=lost-agent'],
  })),
  {
    name: 'a shared state that is away',
    snapshot: subscriptions({
      health: 'needs-you',
      state: 'shared-state-away',
      sentence: REASON,
      told: { code: 'subscriptions_unshared', why: 'The server does not want to talk to us' },
    }),
    places: ['overview', 'subscriptions', 'popover'],
  },
  {
    name: 'a rotation that failed',
    snapshot: subscriptions({
      lastSwitch: { ...open.subscriptions.lastSwitch!, result: 'failed: The agent says no.' },
    }),
    places: ['overview', 'subscriptions', 'popover'],
  },
];

const OTHERS: readonly State[] = [
  {
    name: 'a gateway resting in a pause',
    snapshot: {
      ...open,
      paused: { since: NOW - 60_000, until: null },
      health: 'paused',
      gateway: {
        ...open.gateway!,
        state: 'idle',
        health: 'paused',
        reason: null,
        sentence: REASON,
        remedy: { code: 'resume_or_connect', text: REASON, command: 'resume' },
      },
    },
    places: ['overview', 'gateways', 'popover'],
  },
  {
    name: 'a port that is taken',
    snapshot: {
      ...open,
      health: 'needs-you',
      proxy: {
        ...open.proxy,
        state: 'port-busy',
        endpoint: null,
        sentence: REASON,
        told: { code: 'proxy_port_busy', count: 11_435, other: 'node (pid 4711)' },
        remedy: { code: 'port_busy', text: REASON },
      },
    },
    places: ['overview', 'popover'],
  },
  {
    name: 'a login that is not renewed',
    snapshot: {
      ...open,
      health: 'needs-you',
      account: {
        ...open.account,
        health: 'broken',
        state: 'renewing-fails',
        requestsUse: 'account',
        sentence: REASON,
        told: { code: 'account_renewing_fails', name: 'a@example.org', of: { code: 'server_status', count: 503 } },
        remedy: { code: 'renewal_is_retried', text: REASON },
      },
    },
    places: ['overview', 'tees', 'popover'],
  },
];

/** Places where the core gives a reason. */
export const REASON_STATES: readonly State[] = [...REGISTRY_STATES, ...SUBSCRIPTION_REASONS, ...OTHERS];

/** The details of every kind of entry in the activity. */
export const EVENT_STATES: readonly State[] = [...eventDetails(NOW)].map(([id, { entry }]) => ({
  name: entry.code,
  snapshot: open,
  places: [`activity?id=${id}`],
  shows: '.detail time',
}));
