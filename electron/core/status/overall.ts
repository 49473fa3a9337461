import type { GatewayStatus, Health, ProxyStatus, TeeStatus, UsedAccount } from '../../contract/index.ts';

/** Worst first, as the tray icon shows it. */
const ORDER: readonly Health[] = ['broken', 'needs-you', 'working', 'well'];

/** The health of the local endpoint, which its own snapshot does not carry. */
const PROXY_HEALTH: Readonly<Record<ProxyStatus['state'], Health>> = {
  stopped: 'working',
  starting: 'working',
  draining: 'working',
  listening: 'well',
  'port-busy': 'needs-you',
  failed: 'broken',
};

const INFERENCE: Readonly<Record<Health, string>> = {
  well: 'Private inference is open.',
  working: 'Private inference is opening.',
  'needs-you': 'Private inference needs you.',
  broken: 'Private inference is shut.',
  paused: 'Gatehouse is paused.',
};

const GATEWAY: Readonly<Record<Health, string>> = {
  well: 'The gateway is open.',
  working: 'The gateway is opening.',
  'needs-you': 'The gateway needs you.',
  broken: 'The gateway is shut.',
  paused: 'Gatehouse is paused.',
};

const BOTH: Readonly<Record<Health, string>> = {
  well: 'Both gates are open.',
  working: 'Both gates are opening.',
  'needs-you': 'Both gates need you.',
  broken: 'Both gates are shut.',
  paused: 'Gatehouse is paused.',
};

/** What is merged. `gateway` is null when none is configured: then the others decide alone. */
export interface OverallParts {
  readonly gateway: GatewayStatus | null;
  readonly account: Pick<UsedAccount, 'health' | 'requestsUse'>;
  readonly tee: TeeStatus;
  readonly proxy: ProxyStatus;
  readonly sandbox: boolean;
}

/**
 * The health of everything together, which is the worst gate's, and the sentence that says it. Gates that differ are
 * told apart, the worse one first. A sandbox is named, so that nobody takes it for real.
 */
export function overall({ gateway, account, tee, proxy, sandbox }: OverallParts): { health: Health; headline: string } {
  // Who has a token of another kind needs no account.
  const login = account.requestsUse === 'own-token' || account.requestsUse === 'sandbox' ? 'well' : account.health;
  const inference = worst(login, tee.health, PROXY_HEALTH[proxy.state]);
  const first = gateway === null ? undefined : gatewayHealth(gateway);
  const health = first === undefined ? inference : worst(first, inference);
  const note = sandbox ? ' This is the sandbox, not a real network.' : '';
  return { health, headline: `${headlineOf(health, first, inference)}${note}` };
}

function headlineOf(health: Health, gateway: Health | undefined, inference: Health): string {
  if (gateway === undefined || health === 'paused') return INFERENCE[health];
  if (gateway === inference) return BOTH[health];
  const sentences = [GATEWAY[gateway], INFERENCE[inference]];
  return (gateway === health ? sentences : sentences.reverse()).join(' ');
}

/** Idle is before the start and after the stop; nobody paused anything. */
function gatewayHealth({ state, health }: GatewayStatus): Health {
  return state === 'idle' ? 'working' : health;
}

function worst(...gates: readonly Health[]): Health {
  return gates.includes('paused') ? 'paused' : (ORDER.find(candidate => gates.includes(candidate)) ?? 'well');
}
