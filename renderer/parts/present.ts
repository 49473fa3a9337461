import type {
  GatewayState,
  ProxyStatus,
  StatusSnapshot,
  SubscriptionState,
  SubscriptionsState,
  TeeStatus,
  UsedAccount,
} from '../../electron/contract/index.ts';
import type { ShapeName, Tone } from './shape-names.ts';

/** How a state is drawn. */
export interface Presentation {
  readonly shape: ShapeName;
  readonly tone: Tone;
}

/** Shape and colour of each state of the gateway gate. */
export const GATEWAY_PRESENTATION: Readonly<Record<GatewayState, Presentation>> = {
  idle: { shape: 'ring', tone: 'neutral' },
  connecting: { shape: 'arc', tone: 'working' },
  starting: { shape: 'arc', tone: 'working' },
  ready: { shape: 'disc', tone: 'well' },
  limited: { shape: 'half', tone: 'needs-you' },
  'waiting-for-approval': { shape: 'triangle', tone: 'needs-you' },
  restarting: { shape: 'arc', tone: 'working' },
  suspended: { shape: 'arc', tone: 'working' },
  unreachable: { shape: 'square', tone: 'broken' },
  refused: { shape: 'triangle', tone: 'needs-you' },
  stopped: { shape: 'box', tone: 'neutral' },
  disconnected: { shape: 'box', tone: 'neutral' },
  offline: { shape: 'clock', tone: 'neutral' },
};

/** Shape and colour of each state of the TEE gate. */
export const TEE_PRESENTATION: Readonly<Record<TeeStatus['state'], Presentation>> = {
  idle: { shape: 'ring', tone: 'neutral' },
  choosing: { shape: 'arc', tone: 'working' },
  rotating: { shape: 'arc', tone: 'working' },
  attested: { shape: 'disc', tone: 'well' },
  'chain-unreachable': { shape: 'half', tone: 'needs-you' },
  'no-usable-tee': { shape: 'square', tone: 'broken' },
  'not-configured': { shape: 'triangle', tone: 'needs-you' },
  offline: { shape: 'clock', tone: 'neutral' },
};

/** Shape and colour of each state of the account. */
export const ACCOUNT_PRESENTATION: Readonly<Record<UsedAccount['state'], Presentation>> = {
  none: { shape: 'ring', tone: 'needs-you' },
  'signed-in': { shape: 'disc', tone: 'well' },
  'renewing-fails': { shape: 'half', tone: 'needs-you' },
  'signed-out': { shape: 'triangle', tone: 'needs-you' },
};

/** Shape and colour of each state of the local endpoint. */
export const PROXY_PRESENTATION: Readonly<Record<ProxyStatus['state'], Presentation>> = {
  stopped: { shape: 'box', tone: 'neutral' },
  starting: { shape: 'arc', tone: 'working' },
  listening: { shape: 'disc', tone: 'well' },
  'port-busy': { shape: 'square', tone: 'broken' },
  failed: { shape: 'square', tone: 'broken' },
  draining: { shape: 'arc', tone: 'working' },
};

/** Shape and colour of each state of the subscriptions gate. */
export const SUBSCRIPTIONS_PRESENTATION: Readonly<Record<SubscriptionsState, Presentation>> = {
  'not-configured': { shape: 'ring', tone: 'neutral' },
  starting: { shape: 'arc', tone: 'working' },
  usable: { shape: 'disc', tone: 'well' },
  settling: { shape: 'arc', tone: 'working' },
  'agent-unreachable': { shape: 'half', tone: 'needs-you' },
  'token-refused': { shape: 'triangle', tone: 'needs-you' },
  'none-usable': { shape: 'square', tone: 'broken' },
  'shared-state-away': { shape: 'half', tone: 'needs-you' },
  failed: { shape: 'square', tone: 'broken' },
};

/** Shape and colour of each state of one subscription. */
export const SUBSCRIPTION_PRESENTATION: Readonly<Record<SubscriptionState, Presentation>> = {
  ok: { shape: 'disc', tone: 'well' },
  low: { shape: 'half', tone: 'needs-you' },
  limited: { shape: 'clock', tone: 'neutral' },
  refused: { shape: 'triangle', tone: 'needs-you' },
  'token-missing': { shape: 'triangle', tone: 'needs-you' },
  expiring: { shape: 'clock', tone: 'neutral' },
  unmeasured: { shape: 'ring', tone: 'neutral' },
  removing: { shape: 'arc', tone: 'working' },
};

/** The part whose sentence says how all of it stands: the first gate that is as bad, unless only the endpoint is in trouble. */
export function decidingPart(
  snapshot: StatusSnapshot,
): 'gateway' | 'account' | 'tee' | 'subscriptions' | 'storage' | 'proxy' {
  const { health, gateway, account, tee, subscriptions, proxy } = snapshot;
  if (gateway?.health === health) return 'gateway';
  if (needsAccount(account) && account.health === health) return 'account';
  if (tee.health === health) return 'tee';
  if (subscriptions.state !== 'not-configured' && subscriptions.health === health) return 'subscriptions';
  const isProxy = proxy.state === 'port-busy' || proxy.state === 'failed';
  return snapshot.storage !== undefined && !isProxy ? 'storage' : 'proxy';
}

/** Whether anything depends on the account: who has a token of another kind needs none. */
export function needsAccount({ requestsUse }: UsedAccount): boolean {
  return requestsUse === 'account' || requestsUse === 'nothing';
}
