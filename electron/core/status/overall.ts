import type {
  GatewayStatus,
  Health,
  OfflineGate,
  OfflineStatus,
  PauseStatus,
  ProxyStatus,
  SafeModeStatus,
  StorageTrouble,
  SubscriptionsStatus,
  TeeStatus,
  UsedAccount,
} from '../../contract/index.ts';
import { pausedSentence } from '../pause/index.ts';
import { STORAGE_HEADLINES } from '../storage/index.ts';

/** Worst first, as the tray icon shows it. */
const ORDER: readonly Health[] = ['broken', 'needs-you', 'working', 'well'];
const TROUBLES: readonly Health[] = ['broken', 'needs-you'];

/** The health of the local endpoint, which its own snapshot does not carry. */
const PROXY_HEALTH: Readonly<Record<ProxyStatus['state'], Health>> = {
  stopped: 'working',
  starting: 'working',
  draining: 'working',
  listening: 'well',
  'port-busy': 'needs-you',
  failed: 'broken',
};

/** Troubles of the subscriptions that no network heals. */
const LOCAL_TROUBLES: ReadonlySet<SubscriptionsStatus['state']> = new Set(['failed', 'token-refused']);

type Words = Readonly<Record<Health, string>>;

const INFERENCE: Words = {
  well: 'Private inference is open.',
  working: 'Private inference is opening.',
  'needs-you': 'Private inference needs you.',
  broken: 'Private inference is shut.',
  paused: 'Gatehouse is paused.',
};

const GATEWAY: Words = {
  well: 'The gateway is open.',
  working: 'The gateway is opening.',
  'needs-you': 'The gateway needs you.',
  broken: 'The gateway is shut.',
  paused: 'Gatehouse is paused.',
};

const SUBSCRIPTIONS: Words = {
  well: 'Subscriptions are open.',
  working: 'Subscriptions are being switched.',
  'needs-you': 'Subscriptions need you.',
  broken: 'Subscriptions are shut.',
  paused: 'Gatehouse is paused.',
};

/** When all that there are stand alike; `{}` is “Both” or “All three”. */
const ALL: Words = {
  well: '{} gates are open.',
  working: '{} gates are opening.',
  'needs-you': '{} gates need you.',
  broken: '{} gates are shut.',
  paused: 'Gatehouse is paused.',
};

/** What is merged. `gateway` is null when none is configured: then the others decide alone. */
export interface OverallParts {
  readonly gateway: GatewayStatus | null;
  readonly account: Pick<UsedAccount, 'health' | 'requestsUse' | 'state'>;
  readonly tee: TeeStatus;
  readonly proxy: ProxyStatus;
  /** Counts unless nothing is configured. */
  readonly subscriptions: Pick<SubscriptionsStatus, 'health' | 'state'>;
  readonly sandbox: boolean;
  /** Null: not paused. */
  readonly paused: PauseStatus | null;
  /** Null, or left out: nothing waits because this computer is offline. */
  readonly offline?: OfflineStatus | null;
  /** Null, or left out: a run like any other. */
  readonly safeMode?: SafeModeStatus | null;
  /** Null, or left out: what is kept can be written. */
  readonly storage?: Pick<StorageTrouble, 'cause'> | null;
}

interface Gate {
  readonly name: OfflineGate;
  readonly health: Health;
  readonly words: Words;
  /** The same of what lies on this computer, which no network would change. */
  readonly local: Health;
}

/**
 * The health of everything together, which is the worst gate's, and the sentence that says it. Gates that differ are
 * told apart, the worse one first. A sandbox is named, so that nobody takes it for real.
 */
export function overall(parts: OverallParts): { health: Health; headline: string } {
  const { gateway, account, tee, proxy, subscriptions, sandbox, paused } = parts;
  const { offline = null, safeMode = null, storage = null } = parts;
  // Nothing is open, and none of that is a trouble of its own.
  if (safeMode !== null) return { health: 'needs-you', headline: safeMode.sentence };
  // Who has a token of another kind needs no account.
  const login = account.requestsUse === 'own-token' || account.requestsUse === 'sandbox' ? 'well' : account.health;
  // That a login cannot be renewed is no trouble of its own without a network; that nobody is signed in is.
  const ownLogin = account.state === 'none' || account.state === 'signed-out' ? login : 'well';
  const endpoint = PROXY_HEALTH[proxy.state];
  const gates: Gate[] = [
    ...(gateway === null
      ? []
      : [{ name: 'gateway' as const, health: gatewayHealth(gateway), words: GATEWAY, local: 'well' as const }]),
    {
      name: 'tee',
      health: worst([login, tee.health, endpoint]),
      words: INFERENCE,
      local: worst([ownLogin, endpoint]),
    },
    ...(subscriptions.state === 'not-configured'
      ? []
      : [
          {
            name: 'subscriptions' as const,
            health: subscriptions.health,
            words: SUBSCRIPTIONS,
            local: LOCAL_TROUBLES.has(subscriptions.state) ? subscriptions.health : ('well' as const),
          },
        ]),
  ];
  const kept = storage === null ? '' : ` ${STORAGE_HEADLINES[storage.cause]}`;
  const note = sandbox ? ' This is the sandbox, not a real network.' : '';
  if (paused !== null) return { health: 'paused', headline: `${pausedHeadline(paused, gates)}${kept}${note}` };
  const { health, headline } = offline === null ? gatesOverall(gates) : offlineOverall(offline, gates);
  return {
    health: storage === null ? health : worst([health, 'needs-you']),
    headline: `${headline}${kept}${note}`,
  };
}

function gatesOverall(gates: readonly Gate[]): { health: Health; headline: string } {
  const health = worst(gates.map(gate => gate.health));
  return { health, headline: headlineOf(health, gates) };
}

/** Of gates that wait for the network only what is wrong on this computer counts; the others say how they stand. */
function offlineOverall(offline: OfflineStatus, gates: readonly Gate[]): { health: Health; headline: string } {
  const told = gates
    .map(({ name, health, local, words }) => {
      const isWaiting = offline.gates.includes(name);
      return { words, health: isWaiting ? local : health, isQuiet: isWaiting && !TROUBLES.includes(local) };
    })
    .filter(({ isQuiet }) => !isQuiet);
  const rest = told.map(({ health, words }) => words[health]);
  return {
    health: worst(['working', ...told.map(({ health }) => health)]),
    headline: ['This computer is offline.', ...rest].join(' '),
  };
}

/** A pause replaces every other state but does not hide a gate that is shut: nobody opens it meanwhile. */
function pausedHeadline(paused: PauseStatus, gates: readonly Gate[]): string {
  const shut = gates.filter(({ health }) => health === 'broken').map(({ words }) => words.broken);
  return [pausedSentence(paused), 'Nothing is rotated or reconnected.', ...shut].join(' ');
}

function headlineOf(health: Health, gates: readonly Gate[]): string {
  if (health === 'paused') return INFERENCE.paused;
  const [first] = gates;
  if (first !== undefined && gates.every(gate => gate.health === first.health)) {
    const number = gates.length === 2 ? 'Both' : 'All three';
    return gates.length === 1 ? first.words[health] : ALL[health].replace('{}', number);
  }
  const rank = (gate: Gate): number => ORDER.indexOf(gate.health);
  return [...gates]
    .sort((a, b) => rank(a) - rank(b))
    .map(gate => gate.words[gate.health])
    .join(' ');
}

/** Idle is before the start and after the stop; nobody paused anything. */
function gatewayHealth({ state, health }: GatewayStatus): Health {
  return state === 'idle' ? 'working' : health;
}

function worst(healths: readonly Health[]): Health {
  return healths.includes('paused') ? 'paused' : (ORDER.find(candidate => healths.includes(candidate)) ?? 'well');
}
