import { join } from 'node:path';
import type {
  Command,
  CommandResult,
  EmitEvent,
  Query,
  QueryName,
  QueryResult,
  StatusSnapshot,
} from '../../contract/index.ts';
import type { VeilPlaces } from '../account/index.ts';
import type { Settings, SettingsDesk } from '../config/index.ts';
import { type ControlPlace, ControlServer } from '../control/index.ts';
import { Pause } from '../pause/index.ts';
import {
  type Clock,
  errorMessage,
  type Logger,
  type Random,
  type Redactor,
  type SecretStore,
} from '../platform/index.ts';
import { ReceiptJournal } from '../proof/index.ts';
import { createModels, InferenceService, ProxyServer, RelayClient } from '../proxy/index.ts';
import { ActivityFile, StatusStore } from '../status/index.ts';
import { EventWatch, QuorumSource, RegistryReader, type RegistrySource, TeeGate } from '../tee/index.ts';
import { Accounts, type AccountsOptions } from './accounts.ts';
import type { GatewayAccess } from './gateway-access.ts';
import { Gateways } from './gateways.ts';
import { Lifecycle } from './lifecycle.ts';
import { Queries } from './queries/index.ts';
import { runSecretCommand } from './secret-commands.ts';
import { type SandboxSubscriptions, Subscriptions } from './subscriptions/index.ts';
import { SurroundingsWatch } from './surroundings-watch.ts';

/** The network that requests go through. */
export interface GatehouseNetwork {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly chainId: number | null;
  readonly relayUrl: string;
  /** Where the relay's address comes from. Default: the settings. */
  readonly relayFrom?: 'settings' | 'account';
  /** Default: the setting. */
  readonly teeType?: number;
  /** A token for the relay beside the account's, asked anew for every request; undefined: there is none. */
  bearer(signal: AbortSignal): Promise<string | undefined>;
  /** Set when all this is the embedded sandbox. */
  readonly sandbox: {
    readonly seed: string;
    readonly models: readonly string[];
    /** The sandbox's own OpenClaw gateway. */
    readonly gateway?: { readonly url: string; readonly token: string };
    /** Its provider, with subscriptions and agents. */
    readonly subscriptions?: SandboxSubscriptions;
    /** The sandbox's own chat app, to try the login. */
    readonly chatAppUrl?: string;
  } | null;
}

/** Options of {@link createGatehouse}: the settings, the ports, and who hosts it. */
export interface GatehouseOptions {
  readonly settings: Settings;
  /** Describes and changes those settings. */
  readonly desk: SettingsDesk;
  readonly network: GatehouseNetwork;
  readonly gateway: GatewayAccess;
  /** Keeps the tokens of subscriptions and the secrets of agents, among others. */
  readonly secrets: SecretStore;
  /** For the programs that restart agents. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes a value unspeakable from now on. */
  readonly redact: (value: string) => void;
  readonly logger: Logger;
  readonly scrubber: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  /** The home folder, which exists, and where its control socket may be. */
  readonly place: ControlPlace;
  readonly host: StatusSnapshot['app']['host'];
  readonly version: string;
  readonly pid: number;
  /** Where a session of og-veil may be. */
  readonly veil: VeilPlaces;
  /** Shows a page in the person's browser. Undefined: this host cannot. */
  readonly showPage?: AccountsOptions['showPage'];
  /** Where a damaged settings file went, to be told once everything runs. */
  readonly setAside?: { readonly file: string; readonly reason: string } | undefined;
  /** Hears of every event after the status does. Must not throw. */
  readonly onEvent?: EmitEvent;
}

/** The whole application behind either host. */
export interface Gatehouse {
  /** Opens everything. A busy port is a state and no error. Throws `control_taken` when this home is in use. */
  start(signal: AbortSignal): Promise<void>;
  /** Drains, closes, and is over in time even when a part hangs. Never throws, may be called twice. */
  stop(): Promise<void>;
  /** Runs a validated command. Throws what its part throws. */
  execute(command: Command, signal: AbortSignal): Promise<CommandResult>;
  /** Answers a validated query. Throws what its part throws. */
  query(query: Query, signal: AbortSignal): Promise<QueryResult<QueryName>>;
  /** The machine woke up: what may have changed meanwhile is looked at now. */
  wake(): void;
  readonly status: StatusStore;
}

/** The journal's name inside the home folder. */
export const RECEIPTS_FILE_NAME = 'receipts.jsonl';

/** Where subscriptions are from unless the settings say otherwise; see `subscriptions.providerUrl`. */
const PROVIDER_URL = 'https://api.anthropic.com';

/** The activity's place inside the home folder. */
export const ACTIVITY_FILE = join('logs', 'activity.jsonl');

/** The proxy drains for up to 10 s of this. */
const STOP_TIMEOUT_MS = 12_000;

/** Builds every part once, in dependency order. Opens nothing. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  const { settings, network, logger, scrubber, clock, random, place } = options;
  const isSandbox = network.sandbox !== null;
  const emit: EmitEvent = event => {
    status.emit(event);
    queries.take(event);
    // Not the endpoint's own `requestFailed`: its 401 and 429 concern the relay's account, no subscription.
    subscriptions.observe(event);
    options.onEvent?.(event);
  };

  const wantsSandbox = settings.network === 'sandbox';
  const accounts = new Accounts({ ...options, home: place.home, wantsSandbox }, emit);
  const gateways = new Gateways({ ...options, sandbox: network.sandbox?.gateway ?? null }, emit);
  const registry = createRegistry(options);
  const events = new EventWatch({
    rpcUrls: network.rpcUrls,
    address: network.registryAddress,
    pollSeconds: settings.tee.registry.eventPollSeconds,
    requestTimeoutMs: settings.tee.registry.requestTimeoutMs,
    clock,
    random,
  });
  const gate = new TeeGate({
    registry,
    events,
    pins: { teeId: settings.tee.teeId, pcrHash: settings.tee.expectedPcrHash },
    refreshSeconds: settings.tee.refreshSeconds,
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
  const journal = new ReceiptJournal({
    path: join(place.home, RECEIPTS_FILE_NAME),
    maxCount: settings.receipts.maxCount,
    maxBytes: settings.receipts.maxBytes,
    clock,
    logger,
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
    sandbox: isSandbox,
  });
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
  });
  const subscriptions = new Subscriptions(
    {
      ...options,
      settings: settings.subscriptions,
      home: place.home,
      emit,
      isPaused: () => pause.isPaused,
    },
    network.sandbox?.subscriptions ?? null,
  );
  const pause = new Pause({
    home: place.home,
    clock,
    logger,
    emit,
    onChange: isPaused => {
      gate.setPaused(isPaused);
      gateways.setPaused(isPaused);
      if (isPaused) return;
      accounts.wake();
      subscriptions.resume();
    },
  });
  const status = new StatusStore({
    app: {
      version: options.version,
      host: options.host,
      pid: options.pid,
      startedAt: clock.now(),
      home: place.home,
      // Another process may move them.
      get secrets() {
        return options.secrets.description;
      },
    },
    sandbox: network.sandbox === null ? null : { seed: network.sandbox.seed },
    parts: {
      gateway: () => gateways.status(),
      gateways: () => gateways.list(),
      account: () => accounts.status(),
      tee: () => gate.snapshot(),
      proxy: () => proxy.snapshot(),
      subscriptions: () => subscriptions.status(),
      paused: () => pause.status(),
    },
    clock,
    logger,
    scrubber,
    file: new ActivityFile(join(place.home, ACTIVITY_FILE), logger),
  });
  const execute = async (command: Command, signal: AbortSignal): Promise<CommandResult> => {
    switch (command.name) {
      case 'rotateTee':
        return gate.rotate(signal);
      case 'checkRegistry':
        return gate.checkRegistry(signal);
      case 'reconnectGateway':
        return gateways.reconnect(command.profile);
      case 'selectGateway':
        return gateways.select(command.profile);
      case 'addGateway':
        return gateways.add(command.gateway, signal);
      case 'restartGateway':
        return gateways.restart(command, signal);
      case 'upgradeGatewayScopes':
        return gateways.upgradeScopes(command);
      case 'removeGateway':
        return gateways.remove(command.profile, signal);
      case 'login':
      case 'cancelLogin':
      case 'loginWithBundle':
      case 'logout':
      case 'useAccount':
      case 'importVeilSession':
        return accounts.execute(command, signal);
      case 'setSecret':
      case 'deleteSecret':
      case 'listSecrets':
        return runSecretCommand(options.secrets, command, signal);
      case 'pause':
        return pause.pause(command.until, signal);
      case 'resume':
        return pause.resume(signal);
      case 'setSetting':
      case 'resetSettings':
      case 'saveDiagnostics':
      case 'showFile':
        return queries.execute(command, signal);
      case 'releaseQuarantine':
        return gate.release(command.teeId);
      default:
        return subscriptions.execute(command, signal);
    }
  };
  const queries = new Queries({
    ...options,
    book: status.book,
    journal,
    snapshot: () => status.snapshot(),
    gateway: () => gateways.status(),
    providerUrl: network.sandbox?.subscriptions?.providerUrl ?? settings.subscriptions.providerUrl ?? PROVIDER_URL,
    emit,
    home: place.home,
    userFolder: options.veil.userFolder,
  });
  const query = (asked: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> => queries.answer(asked, signal);
  const control = new ControlServer({
    place,
    snapshot: () => status.snapshot(),
    execute,
    query,
    receipts: (limit, signal) => journal.list({ limit }, signal),
    agentFailed: (agent, report, signal) => subscriptions.reportFailure(agent, report, signal),
    agentCredential: (agent, signal) => subscriptions.credential(agent, signal),
    clock,
    logger,
    scrubber,
  });

  const wake = (): void => {
    pause.wake();
    accounts.wake();
    gateways.wake();
    gate.wake();
    subscriptions.wake();
  };
  const surroundings = new SurroundingsWatch({
    clock,
    onWake: wake,
    onNetwork: () => {
      accounts.wake();
      gateways.networkUp();
      gate.wake();
    },
  });

  // The control socket comes first and goes last: it is the lock of the home folder.
  const lifecycle = new Lifecycle(
    [
      { name: 'control', start: signal => control.start(signal), stop: () => control.stop() },
      // Before the first event: the activity of earlier runs comes first.
      { name: 'status', start: signal => status.start(signal), stop: async () => status.stop() },
      // Before all that rests in a pause, which may be older than this start.
      { name: 'pause', start: signal => pause.start(signal), stop: () => pause.stop() },
      { name: 'queries', start: async () => queries.start(), stop: async () => queries.stop() },
      { name: 'receipts', stop: () => journal.close() },
      { name: 'relay', stop: () => relay.close() },
      { name: 'account', start: signal => accounts.start(signal), stop: () => accounts.stop() },
      { name: 'subscriptions', start: signal => subscriptions.start(signal), stop: () => subscriptions.stop() },
      { name: 'gateway', start: signal => gateways.start(signal), stop: () => gateways.stop() },
      { name: 'tee', start: signal => gate.start(signal), stop: () => gate.stop() },
      { name: 'proxy', start: signal => startProxy(proxy, signal, logger), stop: () => proxy.stop() },
      { name: 'surroundings', start: async () => surroundings.start(), stop: async () => surroundings.stop() },
    ],
    { clock, logger, stopTimeoutMs: STOP_TIMEOUT_MS },
  );

  return {
    status,
    execute,
    query,
    wake,
    start: async signal => {
      await lifecycle.start(signal);
      emit({ type: 'appStarted', at: clock.now(), sandbox: isSandbox });
      if (options.setAside !== undefined) emit({ type: 'settingsSetAside', at: clock.now(), ...options.setAside });
    },
    stop: async () => {
      emit({ type: 'appStopping', at: clock.now() });
      await lifecycle.stop();
    },
  };
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
function createRegistry({ settings, network, clock }: GatehouseOptions): RegistrySource {
  const { requestTimeoutMs, quorum } = settings.tee.registry;
  const { rpcUrls, registryAddress: address, chainId, teeType = settings.tee.registry.teeType } = network;
  const reader = (urls: readonly string[]): RegistryReader =>
    new RegistryReader({ rpcUrls: urls, address, chainId, teeType, requestTimeoutMs, clock });
  if (quorum < 2 || network.sandbox !== null) return reader(rpcUrls);
  return new QuorumSource({ sources: rpcUrls.map(url => reader([url])), quorum, clock });
}
