import { join } from 'node:path';
import type { EmitEvent } from '../../../contract/index.ts';
import type { SubscriptionsSettings } from '../../config/index.ts';
import type { Clock, Logger, Random, SecretScrubber, SecretStore } from '../../platform/index.ts';
import type { StorageWatch } from '../../storage/index.ts';
import {
  type AgentLocks,
  Applier,
  HeadroomBook,
  type HeadroomEvent,
  HeadroomProbe,
  LocalLocks,
  LocalState,
  OWN_TOKENS,
  ProviderCall,
  Reconciler,
  RedisConnection,
  RedisLocks,
  RedisState,
  RedisTokens,
  type RotationState,
  Rotator,
  SubscriptionKeeper,
  SubscriptionVault,
  Switcher,
  type TokenRegister,
} from '../../subscriptions/index.ts';
import { AgentKeys } from './agent-keys.ts';
import { AgentRegistry } from './agent-registry.ts';
import { BackendWatch } from './backend-watch.ts';
import { isOutdated } from './outdated.ts';

/** What the third gate is made from. */
export interface PartsOptions {
  readonly settings: SubscriptionsSettings;
  /** The folder of its files; it must exist. */
  readonly home: string;
  readonly secrets: SecretStore;
  /** For the restart commands of agents. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly scrubber: SecretScrubber;
  /** Makes a value unspeakable from now on. */
  readonly redact: (value: string) => void;
  /** Nobody is moved by itself meanwhile. Default: never. */
  readonly isPaused?: () => boolean;
  /** Whether what has this address is out of reach because this computer is offline. Default: nothing ever is. */
  readonly isOutOfReach?: (url: string) => boolean;
  /** Is told of what could not be written. */
  readonly storage?: Pick<StorageWatch, 'failed'>;
  readonly emit: EmitEvent;
  readonly onHeadroom: (event: HeadroomEvent) => void;
  readonly onChange: () => void;
}

/** All parts of the third gate, built once. */
export interface Parts {
  readonly registry: AgentRegistry;
  readonly backends: BackendWatch;
  readonly keys: AgentKeys;
  readonly vault: SubscriptionVault;
  readonly state: RotationState;
  /** What this host knows alone. With a shared state it is only looked at when the host joins the fleet. */
  readonly localState: LocalState;
  readonly redis: RedisConnection | undefined;
  readonly locks: AgentLocks;
  readonly tokens: TokenRegister;
  readonly call: ProviderCall;
  readonly book: HeadroomBook;
  readonly applier: Applier;
  readonly rotator: Rotator;
  readonly keeper: SubscriptionKeeper;
  readonly reconciler: Reconciler;
}

/** Where the password of Redis is kept. */
const REDIS_SECRET = 'subscriptions.redis';
const HISTORY_FILE = 'headroom.json';

/** Builds everything and opens nothing. Throws `shared_state_misconfigured`, `provider_misconfigured`. */
export function createParts(options: PartsOptions): Parts {
  const { settings, home, secrets, clock, random, logger, scrubber, emit, onHeadroom } = options;
  const { redisUrl, fleet: fleetName } = settings.lock;
  const registry = new AgentRegistry(options);
  const redis =
    redisUrl === null
      ? undefined
      : new RedisConnection({
          url: redisUrl,
          password: signal => secrets.get(REDIS_SECRET, signal),
          fleet: fleetName,
          clock,
          scrubber,
          emit,
        });
  // The vault takes its ids from the shared state, and the register its tokens from the vault.
  const tokens: RedisTokens | undefined =
    redis === undefined
      ? undefined
      : new RedisTokens({
          connection: redis,
          token: (id, signal) => vault.token(id, signal),
          fingerprint: id => vault.byId(id)?.fingerprint,
        });
  const shared =
    redis === undefined || tokens === undefined
      ? undefined
      : new RedisState({ connection: redis, clock, digest: (id, signal) => tokens.own(id, signal) });
  const localState = new LocalState({ home, clock });
  const state = shared ?? localState;
  const locks = redis === undefined ? new LocalLocks() : new RedisLocks({ connection: redis, clock, random });
  const vault: SubscriptionVault = new SubscriptionVault({
    home,
    secrets,
    clock,
    ...(shared === undefined ? {} : { ids: shared }),
  });
  const call = new ProviderCall({
    clock,
    ...(settings.providerUrl === null ? {} : { baseUrl: new URL(settings.providerUrl) }),
  });
  const { warnPct, critPct, refreshSeconds } = settings.headroom;
  const historyPath = join(home, HISTORY_FILE);
  const book = new HeadroomBook({
    path: historyPath,
    probe: new HeadroomProbe({ call, clock, logger }),
    token: async (id, signal) =>
      (await isOutdated(tokens ?? OWN_TOKENS, id, signal)) ? undefined : vault.token(id, signal),
    onEvent: onHeadroom,
    clock,
    random,
    logger,
    onFailure: error => options.storage?.failed(error, { path: historyPath, way: 'replace' }),
    limits: { warnPct: orNull(warnPct), critPct: orNull(critPct), wallPct: orNull(settings.thresholdPct) },
    refreshMs: refreshSeconds * 1_000,
  });
  const base = { vault, state, clock, logger, scrubber, emit, ...(tokens === undefined ? {} : { tokens }) };
  const applier = new Applier({ ...base, fleet: registry });
  const context = {
    ...base,
    fleet: registry,
    locks,
    reading: (id: string) => book.reading(id),
    settings: {
      isAutomatic: () => settings.automatic && options.isPaused?.() !== true,
      isApiKeyAllowed: () => settings.apiKeyFallback,
      thresholdPct: () => settings.thresholdPct,
    },
    applier,
  };
  const switcher = new Switcher(context);
  const rotator = new Rotator({ ...context, switcher });
  const keeper = new SubscriptionKeeper({ ...context, switcher, onReplaced: id => book.forget(id, true) });
  const reconciler = new Reconciler({ ...context, switcher, keeper, random });
  const keys = new AgentKeys(secrets, settings.passThrough);
  const backends = new BackendWatch({ registry, vault, book, clock, onChange: options.onChange });
  return {
    registry,
    tokens: tokens ?? OWN_TOKENS,
    backends,
    keys,
    vault,
    state,
    localState,
    redis,
    locks,
    call,
    book,
    applier,
    rotator,
    keeper,
    reconciler,
  };
}

/** Lets the book follow the subscriptions that there are; only what takes OAuth tokens can be measured. */
export function measureAll({ vault, book }: Pick<Parts, 'vault' | 'book'>): void {
  const measured = vault.subscriptions().filter(({ kind }) => kind === 'setup_token');
  book.setSubscriptions(measured.map(({ id }) => id));
}

function orNull(percent: number): number | null {
  return percent === 0 ? null : percent;
}
