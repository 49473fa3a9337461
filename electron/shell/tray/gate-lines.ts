import type { Health, ProxyStatus, StatusSnapshot, View } from '../../contract/index.ts';
import { byValue, shortId } from '../../core/tee/index.ts';
import type { TrayTexts } from './text-shapes.ts';

/** One gate as the tray shows it. */
export interface GateLine {
  /** Stable name of the menu's item. */
  readonly id: string;
  readonly health: Health;
  /** The view that tells more. */
  readonly view: View;
  /** For the menu: `Gateway: Ready, studio`. */
  readonly label: string;
  /** For the tooltip, short: `Gateway: ready, studio, 18 ms`. */
  readonly hint: string;
}

const MAX_HINT_NAME = 14;
const MAX_LABEL_NAME = 40;
const PROXY_HEALTH: Readonly<Record<ProxyStatus['state'], Health>> = {
  stopped: 'working',
  starting: 'working',
  draining: 'working',
  listening: 'well',
  'port-busy': 'needs-you',
  failed: 'broken',
};

/** The gates in the order of the menu. */
export function gateLines(snapshot: StatusSnapshot, texts: TrayTexts): readonly GateLine[] {
  return [gatewayLine(snapshot, texts), teeLine(snapshot, texts), subscriptionsLine(snapshot, texts)];
}

/** The local endpoint, which is the way to the second gate and no gate itself. */
export function endpointLine({ proxy }: StatusSnapshot, texts: TrayTexts): GateLine {
  const word = texts.proxyState[proxy.state];
  return {
    id: 'endpoint',
    health: PROXY_HEALTH[proxy.state],
    view: 'overview',
    label: `${texts.endpoint}: ${proxy.endpoint === null ? capitalized(word) : new URL(proxy.endpoint).host}`,
    hint: `${texts.endpoint}: ${word}`,
  };
}

function gatewayLine({ gateway }: StatusSnapshot, texts: TrayTexts): GateLine {
  const base = { id: 'gateway', view: 'gateways' } as const;
  if (gateway === null) {
    return {
      ...base,
      health: 'well',
      label: `${texts.gateway}: ${capitalized(texts.noGateway)}`,
      hint: `${texts.gateway}: ${texts.noGateway}`,
    };
  }
  const word = texts.gatewayState[gateway.state];
  const roundTrip =
    gateway.state === 'ready' && gateway.roundTripMs !== null ? `, ${Math.round(gateway.roundTripMs)} ms` : '';
  return {
    ...base,
    health: gateway.state === 'idle' ? 'working' : gateway.health,
    label: `${texts.gateway}: ${capitalized(word)}, ${cut(gateway.profile, MAX_LABEL_NAME)}`,
    hint: `${texts.gateway}: ${word}, ${cut(gateway.profile, MAX_HINT_NAME)}${roundTrip}`,
  };
}

/** Whether requests need an account, and nobody is signed in. */
export function lacksLogin({ account }: StatusSnapshot): boolean {
  const isNeeded = account.requestsUse === 'account' || account.requestsUse === 'nothing';
  return isNeeded && (account.state === 'signed-out' || account.state === 'none');
}

function teeLine(snapshot: StatusSnapshot, texts: TrayTexts): GateLine {
  const { tee, account } = snapshot;
  // The TEE may be well; what is shut is the way to it.
  if (lacksLogin(snapshot) && tee.health !== 'broken') {
    const lack = account.state === 'none' ? texts.notSignedIn : texts.signedOut;
    const line = { label: `${texts.tee}: ${capitalized(lack)}`, hint: `${texts.tee}: ${lack}` };
    return { id: 'tee', health: account.health, view: 'tees', ...line };
  }
  const word = texts.teeState[tee.state];
  const id = tee.state === 'attested' ? tee.current?.teeId : undefined;
  return {
    id: 'tee',
    health: tee.health,
    view: 'tees',
    label: `${texts.tee}: ${capitalized(word)}${id === undefined ? '' : `, ${shortId(id)}`}`,
    hint: `${texts.tee}: ${word}${id === undefined ? '' : `, ${byValue(id).slice(0, 4)}…${byValue(id).slice(-4)}`}`,
  };
}

/** Limited ones are no trouble as long as no agent lacks one, which the gate's health says. */
function subscriptionsLine({ subscriptions }: StatusSnapshot, texts: TrayTexts): GateLine {
  const { state, health, usableTotal, subscriptionsTotal } = subscriptions;
  const word = state === 'usable' ? texts.usable(usableTotal, subscriptionsTotal) : texts.subscriptionsState[state];
  return {
    id: 'subscriptions',
    health,
    view: 'subscriptions',
    label: `${texts.subscriptions}: ${capitalized(word)}`,
    hint: `${texts.subscriptions}: ${word}`,
  };
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Cuts by code points, so that no half of a pair is left. */
export function cut(name: string, length: number): string {
  const points = [...name];
  return points.length <= length ? name : `${points.slice(0, length - 1).join('')}…`;
}
