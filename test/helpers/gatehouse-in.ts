import { onTestFinished } from 'vitest';
import {
  createGatehouse,
  type Gatehouse,
  type GatehouseNetwork,
  type GatehouseOptions,
  type GatewayAccess,
} from '../../electron/core/app/index.ts';
import {
  GatewaySettings,
  type LoadedSettings,
  loadSettings,
  openConfFile,
  SettingsDesk,
} from '../../electron/core/config/index.ts';
import {
  FileSecretStore,
  Redactor,
  type SecretStore,
  SystemClock,
  SystemRandom,
} from '../../electron/core/platform/index.ts';
import type { Sandbox } from '../../electron/sandbox/index.ts';
import { silentLogger } from './silent-logger.ts';

/** The settings of `home`, with a local endpoint on a port of the system's choice. */
export function settingsIn(home: string, signal: AbortSignal): Promise<LoadedSettings> {
  return loadSettings({
    home,
    env: { GATEHOUSE_PROXY_PORT: '0' },
    clock: new SystemClock(),
    signal,
    openFile: openConfFile,
  });
}

/** The secrets of `home`, in its file. */
export function secretsIn(home: string): SecretStore {
  return new FileSecretStore({ home, redactor: new Redactor(), clock: new SystemClock() });
}

/** The way to gateways that `loaded` names, without credentials and without discovery. */
export function gatewayAccess(loaded: LoadedSettings, secrets: SecretStore): GatewayAccess {
  return {
    settings: new GatewaySettings(loaded),
    credentials: async () => ({}),
    discover: async () => undefined,
    secrets,
    handshakeTimeoutVariable: undefined,
    challengeTimeoutVariable: undefined,
    allowInsecureNames: false,
    computerName: 'test',
  };
}

/** The network of a sandbox, as an application is given it. */
export function networkOf(sandbox: Sandbox, changes: Partial<GatehouseNetwork> = {}): GatehouseNetwork {
  return {
    rpcUrls: [sandbox.rpcUrl],
    registryAddress: sandbox.registryAddress,
    chainId: sandbox.chainId,
    relayUrl: sandbox.relayUrl,
    bearer: async () => sandbox.bearerToken,
    sandbox: { seed: sandbox.seed, models: ['sandbox/echo'], gateway: sandbox.gateway },
    ...changes,
  };
}

export interface GatehouseIn {
  readonly home: string;
  readonly loaded: LoadedSettings;
  readonly network: GatehouseNetwork;
  readonly changes?: Partial<GatehouseOptions>;
}

/** A whole application in `home`, in this process and started, which stops when the test ends. */
export async function startGatehouseIn({ home, loaded, network, changes }: GatehouseIn): Promise<Gatehouse> {
  const secrets = secretsIn(home);
  const gatehouse = createGatehouse({
    settings: loaded.settings,
    desk: new SettingsDesk(loaded),
    network,
    gateway: gatewayAccess(loaded, secrets),
    secrets,
    env: {},
    redact: () => undefined,
    logger: silentLogger,
    scrubber: new Redactor(),
    clock: new SystemClock(),
    random: new SystemRandom(),
    place: { home, platform: process.platform, runtimeFolder: home },
    host: 'headless',
    version: '0.1.0',
    pid: process.pid,
    veil: { env: {}, userFolder: home },
    ...changes,
  });
  onTestFinished(() => gatehouse.stop());
  await gatehouse.start(new AbortController().signal);
  return gatehouse;
}
