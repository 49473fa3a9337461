import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DomainEvent, TeeStatus } from '../../electron/contract/index.ts';
import { prepareRecipient } from '../../electron/core/ohttp/index.ts';
import { type Clock, SystemClock } from '../../electron/core/platform/index.ts';
import { type Receipt, teeIdentity } from '../../electron/core/proof/index.ts';
import {
  createModels,
  InferenceService,
  type LeaseOutcome,
  ProxyServer,
  type ProxyServerOptions,
  RelayClient,
  type RelayClientOptions,
  type ServingSession,
  type Suspicion,
  type SuspicionVerdict,
  type TeeProvider,
} from '../../electron/core/proxy/index.ts';
import type { Enclave, HostileRelay } from './hostile-relay.ts';
import { silentLogger } from './silent-logger.ts';

/** The bearer token of every test proxy; it must show up nowhere but in the relay's Authorization header. */
export const TEST_TOKEN = 'planted-bearer-token-4711';

/** Hands out the enclaves in order: the next one after each that was reported unreachable, or replaced by a check. */
export class ListedTees implements TeeProvider {
  readonly outcomes: LeaseOutcome[] = [];
  readonly reported: string[] = [];
  readonly suspicions: Suspicion[] = [];
  /** What the registry says to the next suspicions. */
  registry: 'unchanged' | 'changed' | 'unreadable' | 'stalled' = 'unchanged';
  readonly #sessions: readonly ServingSession[];
  #current = 0;

  constructor(sessions: readonly ServingSession[]) {
    this.#sessions = sessions;
  }

  static async over(enclaves: readonly Enclave[]): Promise<ListedTees> {
    return new ListedTees(
      await Promise.all(
        enclaves.map(async ({ teeId, signingKeyDer, ohttp }) => ({
          teeId,
          recipient: await prepareRecipient(ohttp.config),
          identity: teeIdentity({ teeId, signingKeyDer }),
          record: { endpoint: 'https://enclave.test' },
        })),
      ),
    );
  }

  async acquire(): ReturnType<TeeProvider['acquire']> {
    const session = this.#sessions[this.#current % this.#sessions.length];
    if (session === undefined) throw new Error('The test gave no enclaves.');
    return { session, done: outcome => void this.outcomes.push(outcome) };
  }

  async suspect(_session: ServingSession, suspicion: Suspicion): Promise<SuspicionVerdict> {
    this.suspicions.push(suspicion);
    if (this.registry === 'stalled') return new Promise(() => undefined);
    const replaced = this.registry === 'changed';
    if (replaced) this.#current += 1;
    return { replaced, checked: this.registry !== 'unreadable' };
  }

  /** Forgets what happened and begins with the first enclave again. */
  restart(): void {
    this.#current = 0;
    for (const record of [this.outcomes, this.reported, this.suspicions]) record.length = 0;
  }

  reportUnreachable(session: ServingSession): void {
    this.reported.push(session.teeId);
    this.#current += 1;
  }
}

export interface RunningProxy {
  readonly url: string;
  readonly server: ProxyServer;
  readonly tees: ListedTees;
  readonly events: DomainEvent[];
  readonly receipts: Receipt[];
  stop(): Promise<void>;
}

export interface RunningProxyOptions {
  readonly clock?: Clock;
  readonly relay?: Partial<RelayClientOptions>;
  readonly server?: Partial<ProxyServerOptions>;
  readonly signedIn?: boolean;
  readonly tees?: TeeProvider;
  /** Whether a server that could not start is given out all the same. Default false. */
  readonly mayFail?: boolean;
}

/** A proxy on a free port that talks to `relay`; `stop` must be called. */
export async function startProxy(relay: HostileRelay, options: RunningProxyOptions = {}): Promise<RunningProxy> {
  const clock = options.clock ?? new SystemClock();
  const events: DomainEvent[] = [];
  const receipts: Receipt[] = [];
  const tees = await ListedTees.over(relay.enclaves);
  const emit = (event: DomainEvent): void => void events.push(event);
  const bearer = async (): Promise<string | undefined> => (options.signedIn === false ? undefined : TEST_TOKEN);
  const client = new RelayClient({ url: relay.url, auth: { bearer }, clock, ...options.relay });
  const logger = silentLogger;
  const service = new InferenceService({
    tees: options.tees ?? tees,
    relay: client,
    receipts: { append: async receipt => void receipts.push(receipt) },
    clock,
    logger,
    emit,
  });
  const server = new ProxyServer({
    service,
    models: createModels(),
    health: { signedIn: async () => options.signedIn !== false, tee: () => ATTESTED },
    clock,
    logger,
    emit,
    port: 0,
    verification: 'strict',
    ...options.server,
  });
  await server.start(new AbortController().signal).catch((error: unknown) => {
    if (options.mayFail !== true) throw error;
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await client.close();
  };
  return { url: server.snapshot().endpoint?.replace(/\/v1$/, '') ?? '', server, tees, events, receipts, stop };
}

/** A TEE status as the gate gives it when all is well. */
export const ATTESTED: TeeStatus = {
  health: 'well',
  state: 'attested',
  sentence: 'Attested.',
  remedy: null,
  since: 0,
  current: {
    teeId: `0x${'1'.repeat(64)}`,
    endpoint: 'https://enclave.test',
    pcrHash: `0x${'2'.repeat(64)}`,
    selectedAt: 0,
    cause: 'first',
    requestsServed: 0,
    inFlight: 0,
    latencyMs: null,
    recentLatenciesMs: [],
  },
  standby: null,
  quarantined: [],
  draining: [],
  alarm: null,
  pins: { teeId: null, pcrHash: null },
  registry: {
    state: 'ok',
    rpcHosts: ['127.0.0.1'],
    address: null,
    chainId: null,
    lastReadAt: 0,
    lastAttemptAt: 0,
    lastError: null,
    unreachableSince: null,
    nextCheckAt: null,
    watching: 'timer',
    endpoints: [],
    listed: [],
    listedTotal: 0,
    usableTotal: 0,
    skipped: [],
    skippedTotal: 0,
  },
};

/** A reply as it came over the socket. */
export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends one request and reads the whole reply; headers such as Host and Origin go out as given. */
export async function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array; signal?: AbortSignal } = {},
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, signal } = options;
    const request = httpRequest(url, { method, headers, agent: false, ...(signal === undefined ? {} : { signal }) });
    request.once('error', reject);
    request.once('response', response => {
      text(response).then(
        content => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: content }),
        reject,
      );
    });
    request.end(body);
  });
}

/** Posts a chat request; `hello` unless a body is given. */
export function chat(
  { url }: Pick<RunningProxy, 'url'>,
  body: object = {},
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<RawReply> {
  return send(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }], ...body }),
    ...(signal === undefined ? {} : { signal }),
  });
}
