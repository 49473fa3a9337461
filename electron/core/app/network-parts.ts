import type { EmitEvent, SafeModeStatus } from '../../contract/index.ts';
import { safeModeRefusal } from '../crash/index.ts';
import { OFFLINE_RETRY_MS } from '../offline/index.ts';
import { errorMessage, type Logger } from '../platform/index.ts';
import type { ReceiptJournal } from '../proof/index.ts';
import { createModels, InferenceService, ProxyServer, RelayClient } from '../proxy/index.ts';
import { EventWatch, QuorumSource, RegistryReader, type RegistrySource, TeeGate } from '../tee/index.ts';
import { Accounts } from './accounts.ts';
import { Gateways } from './gateways.ts';
import { Lifecycle } from './lifecycle.ts';
import type { PartsOptions } from './parts-options.ts';
import { isOutside, networkReach, type OfflineView } from './reach.ts';
import { Subscriptions } from './subscriptions/index.ts';

const NEVER_OFFLINE: OfflineView = { isOffline: false, isCutNow: () => false };

/** Everything that depends on the network in use, and is made anew when another one is chosen. */
export interface NetworkParts {
  readonly accounts: Accounts;
  readonly gateways: Gateways;
  readonly gate: TeeGate;
  readonly proxy: ProxyServer;
  readonly subscriptions: Subscriptions;
  readonly lifecycle: Lifecycle;
}

/** Options of {@link createNetworkParts}. */
export interface NetworkPartsOptions extends PartsOptions {
  readonly journal: ReceiptJournal;
  readonly emit: EmitEvent;
  /** Whether everything that works by itself rests now. */
  readonly isPaused: () => boolean;
  /** While it is set nothing is opened but the endpoint, which refuses. */
  readonly safeMode: SafeModeStatus | null;
  readonly stopTimeoutMs: number;
}

/** Builds the parts once, in dependency order. Opens nothing. */
export function createNetworkParts(options: NetworkPartsOptions): NetworkParts {
  const { settings, network, logger, scrubber, clock, random, place, journal, emit, isPaused, safeMode } = options;
  const isSandbox = network.sandbox !== null;
  const { offline = NEVER_OFFLINE } = options;
  const outOfReach = networkReach(network, settings.tee.registry.quorum, offline);
  const wantsSandbox = settings.network === 'sandbox';
  const isCut = (url: string): boolean => offline.isCutNow() && isOutside(url);
  const accounts = new Accounts(
    { ...options, home: place.home, wantsSandbox, isOutOfReach: isCut, isOffline: () => offline.isOffline },
    emit,
  );
  const gateways = new Gateways({ ...options, sandbox: network.sandbox?.gateway ?? null }, emit);
  const registry = createRegistry(options);
  const events = new EventWatch({
    rpcUrls: network.rpcUrls,
    address: network.registryAddress,
    pollSeconds: settings.tee.registry.eventPollSeconds,
    requestTimeoutMs: settings.tee.registry.requestTimeoutMs,
    leastRetryMs: () => (outOfReach.chain() ? OFFLINE_RETRY_MS : 0),
    clock,
    random,
  });
  const gate = new TeeGate({
    registry,
    events,
    pins: { teeId: settings.tee.teeId, pcrHash: settings.tee.expectedPcrHash },
    refreshSeconds: settings.tee.refreshSeconds,
    outOfReach,
    clock,
    random,
    emit,
  });
  const relay = new RelayClient({
    url: network.relayUrl,
    auth: accounts.auth,
    clock,
    scrubber,
    timeoutMs: settings.relay.timeoutMs,
    connectTimeoutMs: settings.relay.connectTimeoutMs,
    maxResponseBytes: settings.relay.maxResponseBytes,
  });
  const service = new InferenceService({
    tees: gate,
    relay,
    receipts: journal,
    clock,
    logger,
    emit,
    freshness: {
      maxAgeSeconds: settings.tee.signatureMaxAgeSeconds,
      maxAheadSeconds: settings.tee.signatureMaxAheadSeconds,
    },
    outOfReach,
    sandbox: isSandbox,
  });
  const subscriptions = new Subscriptions(
    {
      ...options,
      settings: settings.subscriptions,
      home: place.home,
      emit,
      isOutOfReach: url => offline.isOffline && isOutside(url),
    },
    network.sandbox?.subscriptions ?? null,
  );
  const proxy = new ProxyServer({
    service,
    models: createModels(network.sandbox?.models),
    health: {
      signedIn: async signal => (await accounts.auth.bearer(signal)) !== undefined,
      tee: () => gate.snapshot(),
    },
    clock,
    logger,
    emit,
    host: settings.proxy.host,
    port: settings.proxy.port,
    verification: settings.proxy.verification,
    keepAliveComments: settings.proxy.keepAliveComments,
    maxBodyBytes: settings.proxy.maxBodyBytes,
    sandbox: isSandbox,
    access: subscriptions.access,
    refusal: safeMode === null ? undefined : safeModeRefusal(safeMode),
  });
  const endpoint = {
    name: 'proxy',
    start: (signal: AbortSignal) => startProxy(proxy, signal, logger),
    stop: () => proxy.stop(),
  };
  const relayEnd = { name: 'relay', stop: () => relay.close() };
  const all = [
    // Before all that rests in a pause, which may have begun or ended while there were other parts.
    { name: 'rest', start: async () => rest({ gate, gateways }, isPaused()) },
    relayEnd,
    { name: 'account', start: (signal: AbortSignal) => accounts.start(signal), stop: () => accounts.stop() },
    {
      name: 'subscriptions',
      start: (signal: AbortSignal) => subscriptions.start(signal),
      stop: () => subscriptions.stop(),
    },
    { name: 'gateway', start: (signal: AbortSignal) => gateways.start(signal), stop: () => gateways.stop() },
    { name: 'tee', start: (signal: AbortSignal) => gate.start(signal), stop: () => gate.stop() },
    endpoint,
  ];
  const lifecycle = new Lifecycle(safeMode === null ? all : [relayEnd, endpoint], {
    clock,
    logger,
    stopTimeoutMs: options.stopTimeoutMs,
  });
  return { accounts, gateways, gate, proxy, subscriptions, lifecycle };
}

/** What works by itself rests from now on, or works again; the subscriptions ask for themselves. */
export function rest({ gate, gateways }: Pick<NetworkParts, 'gate' | 'gateways'>, isPaused: boolean): void {
  gate.setPaused(isPaused);
  gateways.setPaused(isPaused);
}

/** A port that cannot be had is shown with its remedy; the rest of the application is of use without it. */
async function startProxy(proxy: ProxyServer, signal: AbortSignal, logger: Logger): Promise<void> {
  try {
    await proxy.start(signal);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn('local endpoint could not start', { reason: errorMessage(error) });
  }
}

/** Endpoint after endpoint, or all of them when several have to agree. */
function createRegistry({ settings, network, clock }: PartsOptions): RegistrySource {
  const { requestTimeoutMs, quorum } = settings.tee.registry;
  const { rpcUrls, registryAddress: address, chainId, teeType = settings.tee.registry.teeType } = network;
  const reader = (urls: readonly string[]): RegistryReader =>
    new RegistryReader({ rpcUrls: urls, address, chainId, teeType, requestTimeoutMs, clock });
  if (quorum < 2 || network.sandbox !== null) return reader(rpcUrls);
  return new QuorumSource({ sources: rpcUrls.map(url => reader([url])), quorum, clock });
}
