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
import type { SettingsDesk } from '../config/index.ts';
import { ControlServer } from '../control/index.ts';
import { Pause } from '../pause/index.ts';
import { ReceiptJournal } from '../proof/index.ts';
import { ActivityFile, StatusStore } from '../status/index.ts';
import { busyWith, fixedCopy, type UpdateHost, Updates } from '../updates/index.ts';
import { Lifecycle } from './lifecycle.ts';
import { createNetworkParts, rest } from './network-parts.ts';
import type { GatehouseNetwork, PartsOptions } from './parts-options.ts';
import { networkPlaces, Queries } from './queries/index.ts';
import { runCommand } from './run-command.ts';
import { RunningNetwork } from './running-network.ts';
import { type MoveSecrets, SecretCommands } from './secret-commands.ts';
import { createSetup, type SetupAccess } from './setup.ts';
import { SurroundingsWatch } from './surroundings-watch.ts';

/** Options of {@link createGatehouse}: the settings, the ports, and who hosts it. */
export interface GatehouseOptions extends PartsOptions {
  /** Describes and changes those settings. */
  readonly desk: SettingsDesk;
  readonly host: StatusSnapshot['app']['host'];
  readonly pid: number;
  /** Where a damaged settings file went, to be told once everything runs. */
  readonly setAside?: { readonly file: string; readonly reason: string } | undefined;
  /** What the first run needs. Undefined: this host has none. */
  readonly setup?: SetupAccess;
  /** Moves the secrets of the home to another place. Undefined: this host cannot. */
  readonly moveSecrets?: MoveSecrets;
  /** Who updates this copy. Undefined: whoever has its sources. */
  readonly updates?: UpdateHost;
  /** Hears of every event after the status does. Must not throw. */
  readonly onEvent?: EmitEvent;
}

/** The whole application behind either host. */
export interface Gatehouse {
  /** Opens everything. A busy port is a state and no error. Throws `control_taken` when this home is in use. */
  start(signal: AbortSignal): Promise<void>;
  /** Drains, closes, and is over in time even when a part hangs. Never throws, may be called twice. */
  stop(): Promise<void>;
  /** The last act of the process, once everything is closed: installs an update that is ready. Never throws. */
  finishUpdate(): void;
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

/** The activity's place inside the home folder. */
export const ACTIVITY_FILE = join('logs', 'activity.jsonl');

/** The proxy drains for up to 10 s of this. */
const STOP_TIMEOUT_MS = 12_000;

/** Builds every part once, in dependency order. Opens nothing. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  const { settings, network, gateway, logger, scrubber, clock, place } = options;
  const emit: EmitEvent = event => {
    status.emit(event);
    queries.take(event);
    // Not the endpoint's own `requestFailed`: its 401 and 429 concern the relay's account, no subscription.
    running.parts.subscriptions.observe(event);
    if (event.type === 'secretChanged') running.parts.gateways.secretChanged(event.secret);
    options.onEvent?.(event);
    setup.observe();
  };

  const journal = new ReceiptJournal({
    path: join(place.home, RECEIPTS_FILE_NAME),
    maxCount: settings.receipts.maxCount,
    maxBytes: settings.receipts.maxBytes,
    clock,
    logger,
  });
  const running = new RunningNetwork({
    first: { settings, network, gateway, stop: async () => options.setup?.stopFirst() },
    build: opened =>
      createNetworkParts({
        ...options,
        ...opened,
        journal,
        emit,
        isPaused: () => pause.isPaused,
        stopTimeoutMs: STOP_TIMEOUT_MS,
      }),
    onChange: opened => options.desk.follow(opened.settings),
    logger,
  });
  const pause = new Pause({
    home: place.home,
    clock,
    logger,
    emit,
    onChange: isPaused => {
      const { parts } = running;
      rest(parts, isPaused);
      if (isPaused) return;
      updates.wake();
      parts.accounts.wake();
      parts.subscriptions.resume();
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
    parts: {
      gateway: () => running.parts.gateways.status(),
      gateways: () => running.parts.gateways.list(),
      account: () => running.parts.accounts.status(),
      tee: () => running.parts.gate.snapshot(),
      proxy: () => running.parts.proxy.snapshot(),
      subscriptions: () => running.parts.subscriptions.status(),
      setup: () => setup.status(),
      updates: () => updates.status(),
      sandbox: () => sandboxOf(running.opened.network),
      paused: () => pause.status(),
    },
    clock,
    logger,
    scrubber,
    file: new ActivityFile(join(place.home, ACTIVITY_FILE), logger),
  });
  const updates = new Updates({
    host: options.updates ?? fixedCopy(options.version, 'development'),
    settings: settings.updates,
    home: place.home,
    clock,
    random: options.random,
    logger,
    emit,
    busy: () => {
      const { gate, proxy, subscriptions, accounts } = running.parts;
      return busyWith({
        proxy: proxy.snapshot(),
        tee: gate.snapshot(),
        subscriptions: subscriptions.status(),
        account: accounts.status(),
        setup: setup.status(),
      });
    },
    isPaused: () => pause.isPaused,
  });
  options.desk.onChange(path => {
    if (path.startsWith('updates.')) updates.changed();
  });
  const secretCommands = new SecretCommands({ ...options, emit });
  const queries = new Queries({
    ...options,
    book: status.book,
    journal,
    snapshot: () => status.snapshot(),
    gateway: () => running.parts.gateways.status(),
    places: () => networkPlaces(running.opened),
    emit,
    home: place.home,
    userFolder: options.veil.userFolder,
  });
  const query = (asked: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> => queries.answer(asked, signal);
  const execute = (command: Command, signal: AbortSignal): Promise<CommandResult> =>
    runCommand(command, { running, setup, secrets: secretCommands, pause, updates, queries }, signal);
  const setup = createSetup({
    access: options.setup,
    running,
    snapshot: () => status.snapshot(),
    execute,
    emit,
    home: place.home,
    veil: options.veil,
    clock,
    logger,
  });
  const control = new ControlServer({
    place,
    snapshot: () => status.snapshot(),
    execute,
    query,
    receipts: (limit, signal) => journal.list({ limit }, signal),
    agentFailed: (agent, report, signal) => running.parts.subscriptions.reportFailure(agent, report, signal),
    agentCredential: (agent, signal) => running.parts.subscriptions.credential(agent, signal),
    agentKey: (agent, isNew, signal) => running.parts.subscriptions.agentKey(agent, isNew, signal),
    clock,
    logger,
    scrubber,
  });

  const wake = (): void => {
    pause.wake();
    updates.wake();
    const { accounts, gateways, gate, subscriptions } = running.parts;
    accounts.wake();
    gateways.wake();
    gate.wake();
    subscriptions.wake();
  };
  const surroundings = new SurroundingsWatch({
    clock,
    onWake: wake,
    onNetwork: () => {
      const { accounts, gateways, gate } = running.parts;
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
      { name: 'network', start: signal => running.start(signal), stop: () => running.stop() },
      { name: 'setup', start: signal => setup.start(signal), stop: () => setup.stop() },
      { name: 'updates', start: signal => updates.start(signal), stop: () => updates.stop() },
      { name: 'surroundings', start: async () => surroundings.start(), stop: async () => surroundings.stop() },
    ],
    { clock, logger, stopTimeoutMs: STOP_TIMEOUT_MS },
  );

  return {
    status,
    execute,
    query,
    wake,
    finishUpdate: () => updates.finish(),
    start: async signal => {
      await lifecycle.start(signal);
      emit({ type: 'appStarted', at: clock.now(), sandbox: network.sandbox !== null });
      if (options.setAside !== undefined) emit({ type: 'settingsSetAside', at: clock.now(), ...options.setAside });
    },
    stop: async () => {
      emit({ type: 'appStopping', at: clock.now() });
      await lifecycle.stop();
    },
  };
}

function sandboxOf({ sandbox }: GatehouseNetwork): StatusSnapshot['sandbox'] {
  return sandbox === null ? null : { seed: sandbox.seed };
}
