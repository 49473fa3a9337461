import { join } from 'node:path';
import type { Command, SetupCommand, SetupStatus, SetupStep, SetupStepName } from '../../electron/contract/index.ts';
import { toldStatus } from '../../electron/core/gateway/index.ts';
import { Setup, type SetupPorts, type SetupSnapshot, SetupStateFile } from '../../electron/core/setup/index.ts';
import { silentLogger } from './silent-logger.ts';
import { accountStatus, gatewayStatus, proxyStatus, subscriptionsStatus, teeStatus } from './snapshots.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A first run over an application that a test writes by hand. */
export interface ScriptedSetup {
  readonly setup: Setup;
  readonly clock: VirtualClock;
  /** What the application shows; change it, then call `changed`. */
  snapshot: SetupSnapshot;
  changed(): void;
  /** Everything that it was told to do, in order. */
  readonly calls: string[];
  readonly events: string[];
  run(command: SetupCommand): ReturnType<Setup['execute']>;
  step(name: SetupStepName): SetupStep;
  /** Waits until `holds`. */
  until(holds: (status: SetupStatus) => boolean): Promise<SetupStatus>;
  /** Waits until the checks of the step are over. */
  checked(name: SetupStepName): Promise<SetupStep>;
}

const { signal } = new AbortController();

/** A network that is in order, of the sandbox or of an account. */
export function wellSnapshot(changes: Partial<SetupSnapshot> = {}): SetupSnapshot {
  const tee = teeStatus();
  return {
    sandbox: null,
    account: accountStatus(),
    tee: {
      ...tee,
      current: {
        teeId: `0x${'7f'.repeat(32)}`,
        endpoint: 'https://enclave.example',
        pcrHash: `0x${'b4'.repeat(32)}`,
        selectedAt: 0,
        cause: 'first',
        requestsServed: 0,
        inFlight: 0,
        latencyMs: null,
        recentLatenciesMs: [],
      },
      registry: { ...tee.registry, listedTotal: 4, usableTotal: 3 },
    },
    proxy: proxyStatus(),
    gateway: gatewayStatus(),
    gateways: [],
    subscriptions: subscriptionsStatus(),
    ...changes,
  };
}

/** Not started. `ports` replace the well-behaved ones. */
export function scriptSetup(home: string, ports: Partial<SetupPorts> = {}): ScriptedSetup {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const events: string[] = [];
  const watchers = new Set<() => void>();
  const all: SetupPorts = {
    snapshot: () => script.snapshot,
    execute: async (command: Command) => {
      calls.push(command.name);
      return { changed: true, sentence: 'Done.' };
    },
    isConfigured: () => false,
    ownNetwork: () => null,
    prepareNetwork: choice => () => void calls.push(`write ${choice.kind}`),
    switchNetwork: async () => void calls.push('switch'),
    useGateway: async choice => ({
      name: choice.kind === 'named' ? choice.name : 'studio',
      isAdded: choice.kind === 'url',
    }),
    ask: async () => 'glm-5',
    testToken: async () => ({ isUsable: true, sentence: 'The provider accepts the token.' }),
    find: async () => ({ gateway: null, veilSession: null, agentServers: [], sandboxGateway: false }),
    loginItem: null,
    connectFailure: (_reason, _profile, host) => ({ sentence: `Nothing answers at ${host}.`, remedy: null }),
    gatewayTold: toldStatus,
    emit: ({ type }) => {
      if (type !== 'statusChanged') events.push(type);
      for (const watcher of [...watchers]) watcher();
    },
    clock,
    logger: silentLogger,
    ...ports,
  };
  const file = new SetupStateFile({ path: join(home, 'setup.json'), clock, logger: silentLogger });
  const setup = new Setup(all, file);
  const step = (name: SetupStepName): SetupStep => {
    const found = setup.status().steps.find(known => known.name === name);
    if (found === undefined) throw new Error(`no step ${name}`);
    return found;
  };
  const until: ScriptedSetup['until'] = holds =>
    new Promise(resolve => {
      const look = (): void => {
        const status = setup.status();
        if (!holds(status)) return;
        watchers.delete(look);
        resolve(status);
      };
      watchers.add(look);
      look();
    });
  const script: ScriptedSetup = {
    setup,
    clock,
    snapshot: wellSnapshot(),
    changed: () => setup.observe(),
    calls,
    events,
    run: command => setup.execute(command, signal),
    step,
    until,
    checked: async name => {
      await until(({ steps }) => steps.some(known => known.name === name && known.state !== 'checking'));
      return step(name);
    },
  };
  return script;
}
