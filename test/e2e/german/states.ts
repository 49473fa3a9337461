import { GatewayState } from '../../../electron/contract/gateway-status.ts';
import {
  GATEWAY_FAILURE_KINDS,
  type Health,
  type StatusSnapshot,
  type UpdatesStatus,
} from '../../../electron/contract/index.ts';
import { gatewayRemedy } from '../../../renderer/text/de-gateway-told.ts';
import { NOW, openSnapshot, shutSnapshot } from '../picture-data.ts';
import { gatewayDetails, subscription } from '../snapshots.ts';

/** One state of a part, and the views that tell of it. */
export interface State {
  readonly name: string;
  readonly snapshot: StatusSnapshot;
  readonly places: readonly string[];
  /** A selector: once it matches, what is read has come. Default: a heading. */
  readonly shows?: string;
}

const open = openSnapshot();
/** What the core says, so that it is found wherever it is shown. */
const SAID = { sentence: 'The core says this in English.' };
const later = NOW + 40 * 60_000;

const HEALTHS: Readonly<Partial<Record<GatewayState, Health>>> = {
  ready: 'well',
  limited: 'needs-you',
  'waiting-for-approval': 'needs-you',
  unreachable: 'broken',
  refused: 'needs-you',
  stopped: 'needs-you',
  disconnected: 'needs-you',
};

function gateway(state: GatewayState, reason: string | null): StatusSnapshot {
  const health = HEALTHS[state] ?? 'working';
  const remedy =
    reason === null || gatewayRemedy(reason) === undefined
      ? null
      : { code: `gateway.${reason}`, text: 'The core says what to do.' };
  const warning = 'The core says who can read along.';
  const missing = state === 'limited' ? ['operator.admin'] : [];
  const changes = {
    ...SAID,
    warning,
    state,
    health,
    reason,
    remedy,
    details: gatewayDetails(NOW),
    nextAttemptAt: later,
  };
  return { ...open, health, gateway: { ...open.gateway!, ...changes, scopes: { ...open.gateway!.scopes, missing } } };
}

/** A gateway in each state, and refused or lost for each reason that there is. */
export const GATEWAY_STATES: readonly State[] = [
  ...GatewayState.options.map(state => ({
    name: state,
    snapshot: gateway(state, null),
    places: ['gateways', 'popover'],
  })),
  ...GATEWAY_FAILURE_KINDS.map(kind => ({
    name: kind,
    snapshot: gateway('refused', kind),
    places: ['overview'],
  })),
];

function tee(changes: Partial<StatusSnapshot['tee']>, from: StatusSnapshot = open): StatusSnapshot {
  const { health = from.tee.health } = changes;
  return { ...from, health, tee: { ...from.tee, ...SAID, ...changes } };
}

const TEE_PLACES = ['overview', 'tees', 'popover'];

/** Private inference in each state, the safe mode among them. */
export const TEE_STATES: readonly State[] = [
  { name: 'choosing', snapshot: tee({ state: 'choosing', health: 'working', current: null }), places: TEE_PLACES },
  { name: 'rotating', snapshot: tee({ state: 'rotating', health: 'working' }), places: TEE_PLACES },
  { name: 'attested', snapshot: tee({ state: 'attested' }), places: TEE_PLACES },
  { name: 'chain away', snapshot: tee({ state: 'chain-unreachable', health: 'needs-you' }), places: TEE_PLACES },
  { name: 'no TEE', snapshot: tee({ state: 'no-usable-tee' }, shutSnapshot()), places: ['overview', 'popover'] },
  {
    name: 'not configured',
    snapshot: tee({
      state: 'not-configured',
      health: 'needs-you',
      current: null,
      remedy: { code: 'set_registry', text: 'The core says what to do.' },
    }),
    places: TEE_PLACES,
  },
  {
    name: 'safe mode, asked for',
    snapshot: { ...open, safeMode: { since: NOW, cause: 'asked', ...SAID, crashes: 0, reason: null } },
    places: ['overview', 'popover'],
  },
  {
    name: 'safe mode, the settings damaged',
    snapshot: {
      ...open,
      safeMode: {
        since: NOW,
        cause: 'settings',
        ...SAID,
        crashes: 0,
        reason: null,
        lostSettings: { keptFile: '/home/ada/config.json.corrupt-1', file: '/home/ada/config.json' },
      },
    },
    places: ['overview', 'popover'],
  },
  {
    name: 'safe mode',
    snapshot: { ...open, safeMode: { since: NOW, cause: 'crashes', ...SAID, crashes: 3, reason: null } },
    places: ['overview', 'popover'],
  },
];

/** Subscriptions in each state that they can be in. */
export const SUBSCRIPTION_STATES: readonly State[] = (
  ['ok', 'low', 'limited', 'refused', 'token-missing', 'expiring', 'unmeasured', 'removing'] as const
).map(state => {
  const one = subscription(
    NOW,
    'team-max-1',
    { fiveHours: 38, sevenDays: 52 },
    { ...SAID, state, expiresAt: later, stillLiveIn: state === 'removing' ? ['docs-writer'] : [] },
  );
  const subscriptions = { ...open.subscriptions, subscriptions: [one] };
  return {
    name: state,
    snapshot: { ...open, subscriptions },
    places: ['subscriptions', `subscriptions?id=${one.id}`, 'popover'],
  };
});

const busy = { requests: 2, jobs: 1, rotations: 1, isSigningIn: true, isSettingUp: true };
const update = { version: '0.2.0', notes: null };
const UPDATES: readonly UpdatesStatus['update'][] = [
  { state: 'unsupported' },
  { state: 'idle' },
  { state: 'checking' },
  { state: 'available', ...update, sizeBytes: 90_000_000, isHeldBack: true },
  { state: 'downloading', version: '0.2.0', percent: 40, transferredBytes: 40_000_000 },
  { state: 'ready', ...update },
  { state: 'waiting', version: '0.2.0', busy },
  { state: 'installing', version: '0.2.0' },
  { state: 'failed', step: 'download', code: 'update_unreachable', version: '0.2.0', retryAt: null },
];

/** Updates in each state. */
export const UPDATE_STATES: readonly State[] = UPDATES.map(each => ({
  name: each.state,
  snapshot: { ...open, updates: { ...open.updates, ...SAID, update: each, lastCheckedAt: NOW - 60_000 } },
  places: ['settings', 'overview'],
}));
