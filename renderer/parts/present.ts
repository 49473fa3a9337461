import type {
  GatewayState,
  ProxyStatus,
  StatusSnapshot,
  TeeStatus,
  UsedAccount,
} from '../../electron/contract/index.ts';
import type { ShapeName, Tone } from './shape.tsx';

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

/** The sentence of the part that decides how all of it stands: a gate's, unless only the endpoint is in trouble. */
export function headSentence({ health, gateway, account, tee, proxy }: StatusSnapshot): string {
  const login = needsAccount(account) ? account : null;
  return [gateway, login, tee].find(gate => gate?.health === health)?.sentence ?? proxy.sentence;
}

/** Whether anything depends on the account: who has a token of another kind needs none. */
export function needsAccount({ requestsUse }: UsedAccount): boolean {
  return requestsUse === 'account' || requestsUse === 'nothing';
}
