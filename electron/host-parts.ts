import { activityWords } from './activity-words.ts';
import type { GatehouseOptions, GatewayAccess } from './core/app/index.ts';
import { type LoadedSettings, SettingsDesk } from './core/config/index.ts';
import type { CrashFindings, CrashGuard } from './core/crash/index.ts';
import {
  type Clock,
  type Logger,
  type PinoLogger,
  type Redactor,
  type SecretStore,
  SystemRandom,
} from './core/platform/index.ts';
import type { StorageWatch } from './core/storage/index.ts';
import { gatewayAccess } from './gateway-access.ts';
import { closedNetwork, type OpenedNetwork, type OpenNetworkOptions, openNetwork, setupAccess } from './network.ts';

/** What either host has before it opens a network. */
export interface HostBasis {
  readonly loaded: LoadedSettings;
  /** The settings as they are now. Throws as `loadSettings` does. */
  readonly load: () => Promise<LoadedSettings>;
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  readonly logger: PinoLogger;
  readonly guard: Pick<CrashGuard, 'forgive'>;
  readonly found: CrashFindings;
  readonly place: GatehouseOptions['place'];
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Knows of the log's failures, too. */
  readonly storage: StorageWatch;
  /** The person's own. */
  readonly userFolder: string;
}

/** The parts of {@link GatehouseOptions} that do not depend on the host. */
export type HostParts = Pick<
  GatehouseOptions,
  | 'settings'
  | 'desk'
  | 'network'
  | 'gateway'
  | 'secrets'
  | 'env'
  | 'redact'
  | 'logger'
  | 'scrubber'
  | 'clock'
  | 'random'
  | 'place'
  | 'setAside'
  | 'shown'
> &
  Required<Pick<GatehouseOptions, 'crash' | 'setup' | 'storage'>>;

/** Opens the network of a host, or none in safe mode. Throws what `openNetwork` throws. */
export function openHostNetwork(
  { loaded, secrets, redactor, found, place, env, clock }: HostBasis,
  options: Pick<OpenNetworkOptions, 'signal' | 'wantsSandbox'>,
): Promise<OpenedNetwork> {
  if (found.safeMode !== null) return Promise.resolve(closedNetwork());
  return openNetwork({ loaded, secrets, redactor, home: place.home, env, clock, ...options });
}

/** Connects what a host has with what it opened. Throws `secret_invalid`. */
export function hostParts(basis: HostBasis, opened: OpenedNetwork): HostParts {
  const { loaded, load, secrets, redactor, logger, guard, found, place, env, clock, storage, userFolder } = basis;
  const gatewayOf = (now: LoadedSettings): GatewayAccess =>
    gatewayAccess({ loaded: now, env, secrets, redactor, userFolder });
  const desk = new SettingsDesk(loaded);
  desk.onChange((path, { log }) => {
    if (path === 'log.level') logger.setLevel(log.level);
  });
  return {
    settings: loaded.settings,
    desk,
    network: opened.network,
    gateway: gatewayOf(loaded),
    secrets,
    env,
    redact: value => redactor.add(value),
    logger,
    scrubber: redactor,
    clock,
    random: new SystemRandom(),
    place,
    storage,
    setAside: loaded.setAside,
    shown: activityWords(),
    crash: { ...found, onLeft: () => guard.forgive() },
    setup: setupAccess({
      loaded,
      secrets,
      redactor,
      home: place.home,
      env,
      clock,
      opened,
      missed: found.safeMode?.lostSettings?.keptFile,
      load,
      gatewayOf,
    }),
  };
}

/** Says in the log what this start found. `settings`: why the settings could not be read, in safe mode. */
export function logFindings(
  { ended, safeMode, problem }: CrashFindings,
  settings: string | null,
  logger: Pick<Logger, 'warn'>,
): void {
  if (problem !== null) logger.warn('run not marked', { reason: problem });
  if (ended !== null) logger.warn('last run ended unexpectedly', { ...ended });
  if (safeMode !== null) logger.warn('safe mode', { cause: safeMode.cause, crashes: safeMode.crashes, settings });
}
