import { join } from 'node:path';
import {
  busyWith,
  type Command,
  type CommandResult,
  type EmitEvent,
  type Query,
  type QueryName,
  type QueryResult,
  type StatusSnapshot,
} from '../../contract/index.ts';
import { ControlServer } from '../control/index.ts';
import { outwardAddresses, systemAddresses } from '../offline/index.ts';
import { Pause } from '../pause/index.ts';
import { ReceiptJournal } from '../proof/index.ts';
import { ActivityFile, StatusStore } from '../status/index.ts';
import { StorageWatch } from '../storage/index.ts';
import { fixedCopy, Updates } from '../updates/index.ts';
import { AccountFollower } from './account-follower.ts';
import type { Gatehouse, GatehouseOptions } from './gatehouse-options.ts';
import { Lifecycle } from './lifecycle.ts';
import { createNetworkParts, rest } from './network-parts.ts';
import { OfflineWatch } from './offline-watch.ts';
import type { GatehouseNetwork } from './parts-options.ts';
import { networkPlaces, Queries } from './queries/index.ts';
import { runCommand, savesElsewhere } from './run-command.ts';
import { RunningNetwork } from './running-network.ts';
import { onlyAnew, SafeMode } from './safe-mode.ts';
import { SecretCommands } from './secret-commands.ts';
import { createSetup } from './setup.ts';
import { SurroundingsWatch } from './surroundings-watch.ts';
import { tryAgain, type Wakeable, wakeUp } from './wake-up.ts';

/** The journal's name inside the home folder. */
export const RECEIPTS_FILE_NAME = 'receipts.jsonl';

/** The activity's place inside the home folder. */
export const ACTIVITY_FILE = join('logs', 'activity.jsonl');

/** The proxy drains for up to 10 s of this. */
const STOP_TIMEOUT_MS = 12_000;

/** Builds every part once, in dependency order. Opens nothing. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  const { settings, network, gateway, logger, scrubber, clock, place } = options;
  const { storage = new StorageWatch({ home: place.home, clock }) } = options;
  const emit: EmitEvent = event => {
    status.emit(event);
    queries.take(event);
    offlineWatch.observe(event);
    // Not the endpoint's own `requestFailed`: its 401 and 429 concern the relay's account, no subscription.
    running.parts.subscriptions.observe(event);
    if (safeMode.status() === null) follower.take(event);
    if (event.type === 'secretChanged' && safeMode.status() === null)
      running.parts.gateways.secretChanged(event.secret);
    options.onEvent?.(event);
    setup.observe();
  };

  const receiptsPath = join(place.home, RECEIPTS_FILE_NAME);
  const journal = new ReceiptJournal({
    path: receiptsPath,
    maxCount: settings.receipts.maxCount,
    maxBytes: settings.receipts.maxBytes,
    clock,
    logger,
    onFailure: error => storage.failed(error, { path: receiptsPath, way: 'append' }),
  });
  let lifetime: AbortSignal | undefined;
  const safeMode = new SafeMode({
    access: options.crash,
    clock,
    emit,
    open: async () => {
      const { setup: access } = options;
      if (access === undefined) throw onlyAnew();
      await running.change(signal => access.reopen(signal));
      if (lifetime !== undefined) await setup.start(lifetime);
    },
  });
  const offlineWatch = new OfflineWatch({
    ...options,
    running: () => running,
    emit,
    tryAgain: () => tryAgain(wakeable()),
  });
  const { offline } = offlineWatch;
  const running: RunningNetwork = new RunningNetwork({
    first: { settings, network, gateway, stop: async () => options.setup?.stopFirst() },
    build: opened =>
      createNetworkParts({
        ...options,
        ...opened,
        offline,
        storage,
        journal,
        emit,
        isPaused: () => pause.isPaused,
        followsAccount: (): boolean => follower.follows,
        safeMode: safeMode.status(),
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
      if (safeMode.status() !== null) return;
      parts.accounts.wake();
      parts.subscriptions.resume();
    },
  });
  const activityPath = join(place.home, ACTIVITY_FILE);
  const status = new StatusStore({
    shown: options.shown,
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
      get secretsTold() {
        return options.secrets.told;
      },
      get secretsIn() {
        return options.secrets.kind;
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
      offline: () => offline.status(),
      safeMode: () => safeMode.status(),
      storage: () => storage.status(),
    },
    clock,
    logger,
    scrubber,
    file: new ActivityFile(activityPath, logger, error => storage.failed(error, { path: activityPath, way: 'append' })),
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
    isPaused: () => pause.isPaused || offline.isOffline,
    isSafeMode: () => safeMode.status() !== null,
  });
  options.desk.onChange(path => {
    if (path.startsWith('updates.')) updates.changed();
  });
  const secretCommands = new SecretCommands({ ...options, emit });
  const queries = new Queries({
    ...options,
    storage,
    book: status.book,
    journal,
    snapshot: () => status.snapshot(),
    gateway: () => running.parts.gateways.status(),
    gateways: () => running.parts.gateways,
    places: () => networkPlaces(running.opened),
    emit,
    home: place.home,
    userFolder: options.veil.userFolder,
    licences: options.licences ?? { files: [], runtimeFile: null },
  });
  const query = (asked: Query, signal: AbortSignal): Promise<QueryResult<QueryName>> => queries.answer(asked, signal);
  const execute = (command: Command, signal: AbortSignal): Promise<CommandResult> =>
    runCommand(
      command,
      {
        running,
        setup,
        secrets: secretCommands,
        pause,
        safeMode,
        updates,
        queries,
        restart: options.restart,
        onNetwork: () => offlineWatch.networkChanged(),
      },
      signal,
    ).catch((error: unknown) => {
      // What a person saves to a place of their own says nothing of the home folder.
      if (!savesElsewhere(command)) storage.failed(error);
      throw error;
    });
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
  const follower: AccountFollower = new AccountFollower({
    running,
    access: options.setup,
    isBusy: () => {
      const { switching, steps } = setup.status();
      return switching !== null || steps.some(({ name, state }) => name === 'network' && state === 'checking');
    },
    emit,
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

  const surroundings = new SurroundingsWatch({
    clock,
    onWake: since => wakeUp(wakeable(), since),
    onNetwork: () => offlineWatch.networkChanged(),
    onLook: () => void offline.look(),
    addresses: () => outwardAddresses(options.localAddresses ?? systemAddresses),
  });

  const wakeable = (): Wakeable => ({
    pause,
    queries,
    updates,
    parts: safeMode.status() === null ? running.parts : null,
  });

  // The control socket comes first and goes last: it is the lock of the home folder.
  const lifecycle = new Lifecycle(
    [
      { name: 'control', start: signal => control.start(signal), stop: () => control.stop() },
      // Before the first event: the activity of earlier runs comes first.
      { name: 'status', start: signal => status.start(signal), stop: async () => status.stop() },
      {
        name: 'storage',
        start: async () =>
          storage.start({ emit, receiptsLost: () => journal.snapshot().lost, onRecovered: () => queries.keep() }),
        stop: () => storage.stop(),
      },
      // Before all that rests in a pause, which may be older than this start.
      { name: 'pause', start: signal => pause.start(signal), stop: () => pause.stop() },
      { name: 'queries', start: signal => queries.start(signal), stop: () => queries.stop() },
      { name: 'receipts', stop: () => journal.close() },
      { name: 'network', start: signal => running.start(signal), stop: () => running.stop() },
      {
        name: 'setup',
        start: async signal => {
          lifetime = signal;
          if (safeMode.status() === null) await setup.start(signal);
        },
        stop: () => setup.stop(),
      },
      { name: 'account network', stop: async () => follower.stop() },
      { name: 'updates', start: signal => updates.start(signal), stop: () => updates.stop() },
      {
        name: 'surroundings',
        start: async () => surroundings.start(),
        stop: async () => {
          surroundings.stop();
          offline.stop();
        },
      },
    ],
    { clock, logger, stopTimeoutMs: STOP_TIMEOUT_MS },
  );

  return {
    status,
    execute,
    query,
    sleep: () => queries.sleep(),
    wake: () => wakeUp(wakeable()),
    finishUpdate: () => updates.finish(),
    start: async signal => {
      await lifecycle.start(signal);
      emit({ type: 'appStarted', at: clock.now(), sandbox: network.sandbox !== null });
      safeMode.tell();
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
