import { connect } from 'node:net';
import type { StatusSnapshot, Told } from '../../../../contract/index.ts';
import { computerOffline } from '../../../offline/index.ts';
import { type Clock, errorMessage } from '../../../platform/index.ts';
import { isOutside } from '../../reach.ts';
import {
  type Advice,
  adviceOf,
  type Check,
  type Finding,
  finding,
  type Said,
  trouble,
  unknown,
  well,
} from './check.ts';

/** Addresses of the network in use. */
export interface NetworkPlaces {
  readonly rpcUrls: readonly string[];
  readonly relayUrl: string;
  /** The provider of the subscriptions. */
  readonly providerUrl: string;
}

/** What the checks of the network look at. */
export interface NetworkCheckParts {
  readonly places: () => NetworkPlaces;
  readonly snapshot: () => StatusSnapshot;
  readonly clock: Clock;
}

/** More is beyond what networks and coarse clocks explain. */
const CLOCK_SLACK_MS = 30_000;
const OFFLINE: Said = ['Not looked at, because this computer is offline.', { code: 'check_offline' }];
const NETWORK_REMEDY: Advice = [
  'Check the network of this computer, and the address in the settings.',
  'check_network_and_address',
];
const RESTART: Advice = ['Restart Gatehouse.', 'restart_gatehouse'];

/** Whether everything around can be reached. Sends no credential to anybody. */
export function networkChecks({ places, snapshot, clock }: NetworkCheckParts): Check[] {
  const isOffline = (url: string): boolean => snapshot().offline !== undefined && isOutside(url);
  // Every one of them would take its whole time to say the same.
  const unlessOffline =
    (urls: () => readonly string[], look: Check['look']): Check['look'] =>
    async signal =>
      urls().length > 0 && urls().every(isOffline) ? notLookedAt() : look(signal);
  const relay = (): readonly string[] => [places().relayUrl];
  return [
    {
      id: 'gateway-reach',
      gate: 'gateway',
      title: 'Way to the gateway',
      look: async signal =>
        snapshot().gateway?.state === 'offline' ? notLookedAt() : gatewayReach(snapshot(), signal),
    },
    {
      id: 'chain-rpc',
      gate: 'tee',
      title: 'RPC of the chain',
      look: unlessOffline(
        () => places().rpcUrls,
        signal => chainRpc(places().rpcUrls, signal),
      ),
    },
    {
      id: 'registry',
      gate: 'tee',
      title: 'Registry of TEEs',
      // What is known of it is from before.
      look: unlessOffline(
        () => places().rpcUrls,
        async () => registry(snapshot()),
      ),
    },
    {
      id: 'relay',
      gate: 'tee',
      title: 'Way to the relay',
      look: unlessOffline(relay, signal => relayReach(places().relayUrl, signal)),
    },
    {
      id: 'clock',
      gate: 'tee',
      title: 'Clock of this computer',
      look: unlessOffline(relay, signal => clockOffset(places().relayUrl, clock, signal)),
    },
    { id: 'account', gate: 'tee', title: 'Account', look: async () => account(snapshot()) },
    { id: 'endpoint', gate: 'tee', title: 'Local endpoint', look: signal => endpoint(snapshot(), signal) },
    {
      id: 'provider',
      gate: 'subscriptions',
      title: 'Way to the provider',
      look: unlessOffline(
        () => [places().providerUrl],
        signal => providerReach(places().providerUrl, snapshot(), signal),
      ),
    },
  ];
}

function notLookedAt(): Finding {
  const { code, remedy = null } = computerOffline();
  return finding('unknown', OFFLINE, [remedy, code]);
}

async function gatewayReach({ gateway }: StatusSnapshot, signal: AbortSignal): Promise<Finding> {
  if (gateway === null) return unknown('No gateway is configured.', { code: 'check_no_gateway' });
  const { hostname, port } = new URL(`ws://${gateway.host}`);
  const failure = await connectTo(hostname.replaceAll(/[[\]]/g, ''), Number(port === '' ? 80 : port), signal);
  const { host, remedy } = gateway;
  if (failure === undefined) return well(`${host} accepts connections.`, { code: 'check_accepts', name: host });
  return trouble('broken', away(host, failure), remedy === null ? NETWORK_REMEDY : adviceOf(remedy));
}

async function chainRpc(urls: readonly string[], signal: AbortSignal): Promise<Finding> {
  const asked = urls.filter(url => url.startsWith('http'));
  if (asked.length === 0) return unknown('No endpoint can be asked over HTTP.', { code: 'check_no_http_rpc' });
  const answers = await Promise.all(
    asked.map(async url => ({ host: new URL(url).host, ...(await askChain(url, signal)) })),
  );
  const bad = answers.filter(({ problem }) => problem !== undefined);
  if (bad.length === 0) {
    const [first] = answers;
    const name = answers.map(({ host }) => host).join(', ');
    const other = String(first?.chainId ?? 'unknown');
    return well(`${name} answers for chain ${other}.`, { code: 'check_chain', name, other });
  }
  const why = bad.map(({ host, problem }) => `${host}: ${problem}`).join('; ');
  const rest = answers.length - bad.length;
  if (rest === 0) {
    return trouble('broken', [`No RPC endpoint answers. ${why}`, { code: 'check_chain_silent', why }], NETWORK_REMEDY);
  }
  return trouble(
    'needs-you',
    [
      `${rest} of ${answers.length} RPC endpoints answer. ${why}`,
      { code: 'check_chain_partly', count: rest, total: answers.length, why },
    ],
    ['Replace the one that does not answer.', 'replace_silent_rpc'],
  );
}

async function askChain(url: string, signal: AbortSignal): Promise<{ chainId?: number; problem?: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      redirect: 'error',
      signal,
    });
    const text = (await response.text()).slice(0, 10_000);
    const [, hex] = /"result"\s*:\s*"(0x[0-9a-f]{1,16})"/i.exec(text) ?? [];
    return hex === undefined ? { problem: `status ${response.status}, no chain id` } : { chainId: Number(hex) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

function registry({ tee }: StatusSnapshot): Finding {
  const { state, lastError, listedTotal, usableTotal } = tee.registry;
  if (state === 'unread') {
    return finding('working', ['The registry is being read.', { code: 'check_registry_reading' }]);
  }
  const advice = adviceOf(tee.remedy);
  if (state === 'ok') {
    const said: Said = [
      `${listedTotal} listed, ${usableTotal} usable.`,
      { code: 'check_registry', count: usableTotal, total: listedTotal },
    ];
    return usableTotal === 0 ? trouble('broken', said, advice) : well(...said);
  }
  const verdict = tee.current === null ? 'broken' : 'needs-you';
  const error: Told = { code: 'error', error: `registry_${state.replaceAll('-', '_')}` };
  return trouble(verdict, [lastError ?? `The registry is ${state.replaceAll('-', ' ')}.`, error], advice);
}

async function relayReach(url: string, signal: AbortSignal): Promise<Finding> {
  const { host } = new URL(url);
  const { problem, status } = await head(url, signal);
  if (problem !== undefined) return trouble('broken', away(host, problem), NETWORK_REMEDY);
  return answered(host, status);
}

async function clockOffset(url: string, clock: Clock, signal: AbortSignal): Promise<Finding> {
  const { date } = await head(url, signal);
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return unknown('The relay does not say what time it is.', { code: 'check_clock_unknown' });
  const offsetMs = clock.now() - theirs;
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  if (Math.abs(offsetMs) <= CLOCK_SLACK_MS) {
    const within = Math.max(1, seconds);
    return well(`The clock is within ${within} s of the relay's.`, { code: 'check_clock_fine', count: within });
  }
  const isAhead = offsetMs > 0;
  return trouble(
    'needs-you',
    [
      `The clock is ${seconds} s ${isAhead ? 'ahead of' : 'behind'} the relay's. Proofs look too old or too new then.`,
      { code: isAhead ? 'check_clock_ahead' : 'check_clock_behind', count: seconds },
    ],
    ['Turn on setting the time automatically in the settings of the system.', 'set_time_automatically'],
  );
}

function account({ account: used, sandbox }: StatusSnapshot): Finding {
  if (sandbox !== null) return well('The sandbox needs none.', { code: 'check_account_unneeded' });
  const { health, sentence, told, remedy } = used;
  return finding(health === 'paused' ? 'working' : health, [sentence, told], adviceOf(remedy));
}

async function endpoint({ proxy }: StatusSnapshot, signal: AbortSignal): Promise<Finding> {
  if (proxy.endpoint === null) {
    const verdict = proxy.state === 'starting' || proxy.state === 'draining' ? 'working' : 'broken';
    return finding(verdict, [proxy.sentence, proxy.told], adviceOf(proxy.remedy));
  }
  const { hostname, port } = new URL(proxy.endpoint);
  const failure = await connectTo(hostname.replaceAll(/[[\]]/g, ''), Number(port), signal);
  const name = proxy.endpoint;
  if (failure === undefined) return well(`${name} takes requests.`, { code: 'check_endpoint_open', name });
  return trouble(
    'broken',
    [`${name} does not take connections: ${failure}`, { code: 'check_endpoint_deaf', name, why: failure }],
    RESTART,
  );
}

async function providerReach(url: string, { subscriptions }: StatusSnapshot, signal: AbortSignal): Promise<Finding> {
  if (subscriptions.state === 'not-configured') {
    return unknown('No subscription is configured, so nobody was asked.', { code: 'check_no_subscription' });
  }
  const { host } = new URL(url);
  const { problem, status } = await head(url, signal);
  if (problem !== undefined) return trouble('broken', away(host, problem), NETWORK_REMEDY);
  return answered(host, status);
}

/** Whatever it thinks of a question without a credential: it is there. */
function answered(host: string, status = 0): Finding {
  const said: Said = [
    `${host} answers, with status ${status}.`,
    { code: 'check_answers', name: host, other: String(status) },
  ];
  return status < 500
    ? well(...said)
    : trouble('needs-you', said, ['It has a problem of its own: try again later.', 'try_again_later']);
}

/** It cannot be reached, by the system's word. */
function away(host: string, why: string): Said {
  return [`${host} cannot be reached: ${why}`, { code: 'check_unreachable', name: host, why }];
}

/** Asks without any credential: whatever answers is there. */
async function head(
  url: string,
  signal: AbortSignal,
): Promise<{ status?: number; date?: string | null; problem?: string }> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    return { status: response.status, date: response.headers.get('date') };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** Undefined when a connection came about, otherwise why none did. */
function connectTo(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ host, port, signal });
    const end = (reason: string | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(undefined));
    socket.once('error', error => end(reasonOf(error)));
  });
}

/** The code of the system says more than "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' ? code : errorMessage(cause);
}
