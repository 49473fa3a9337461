import { readActiveNetwork } from './core/account/index.ts';
import type { GatehouseNetwork, GatewayAccess, SandboxSubscriptions, SetupAccess } from './core/app/index.ts';
import { chooseNetwork, type LoadedSettings, type NetworkChoice } from './core/config/index.ts';
import { type Clock, GatehouseError, type Redactor, type SecretStore } from './core/platform/index.ts';
import { environmentSecret } from './environment-secret.ts';
import { SANDBOX_MODELS, type SandboxAgents, startSandbox } from './sandbox/index.ts';

/** The secret and the variable that hold the relay's token. */
const TOKEN_SECRET = 'relay.token';
const TOKEN_VARIABLE = 'GATEHOUSE_RELAY_TOKEN';
/** `off`: nothing happens in the sandbox by itself. */
const DEMO_VARIABLE = 'GATEHOUSE_SANDBOX_DEMO';

const NO_TOKEN = `There is no token for the relay yet. Sign in with: gatehouse login. Or store one with: gatehouse secret set ${TOKEN_SECRET}`;
const NOT_CONFIGURED =
  'No registry and relay are configured and nobody is signed in, so private inference is the sandbox’s. Set it up with: gatehouse setup';
const NO_REGISTRY =
  'The login does not say where the registry is, so the sandbox is used. Set tee.registry.rpcUrls and tee.registry.address.';

/** A network to use, and how to end what was started for it. */
export interface OpenedNetwork {
  readonly network: GatehouseNetwork;
  /** Sentences for the banner. */
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

/** What {@link openNetwork} needs. */
export interface OpenNetworkOptions {
  readonly loaded: LoadedSettings;
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Ends the opening; what was opened ends with its `stop`. */
  readonly signal: AbortSignal;
  /** Asked when nothing is configured. Default: yes, so that a first start without a person works. */
  readonly wantsSandbox?: () => Promise<boolean>;
}

type ChoiceOptions = Pick<OpenNetworkOptions, 'loaded' | 'secrets' | 'redactor' | 'home' | 'env' | 'clock' | 'signal'>;

/**
 * The configured network, or the sandbox: for both hosts. Throws `config_invalid`, `network_missing` (also where damaged
 * settings may have named one), `secret_invalid`.
 */
export async function openNetwork(options: OpenNetworkOptions): Promise<OpenedNetwork> {
  const { loaded, wantsSandbox = async () => true } = options;
  const { choice, hasAccount } = await choose(options);
  if (choice.kind === 'own') return openOwn(choice.endpoints, hasAccount, options);
  if (choice.kind !== 'sandbox' && loaded.lost !== undefined) throw settingsLost(loaded.lost, loaded.file.path);
  const chosen = choice.kind === 'sandbox' || (await wantsSandbox());
  if (!chosen) {
    throw new GatehouseError('network_missing', 'No network is configured.', {
      remedy: 'Set it up with: gatehouse setup. Or sign in with: gatehouse login, or start with --sandbox.',
    });
  }
  const why = hasAccount ? NO_REGISTRY : NOT_CONFIGURED;
  return openSandbox(options, choice.kind === 'sandbox' ? [] : [why]);
}

/**
 * Where the settings lie that are missed: nothing names a network, and the settings were damaged. Undefined: none are.
 * Throws as {@link openNetwork} does.
 */
export async function missedSettings(options: ChoiceOptions): Promise<string | undefined> {
  const { lost } = options.loaded;
  if (lost === undefined) return undefined;
  return (await choose(options)).choice.kind === 'unconfigured' ? lost : undefined;
}

async function choose(options: ChoiceOptions): Promise<{ choice: NetworkChoice; hasAccount: boolean }> {
  const { loaded, signal } = options;
  // Who asks for the sandbox must get it, also when the account cannot be read.
  const account = loaded.settings.network === 'sandbox' ? undefined : await readActiveNetwork(options, signal);
  return { choice: chooseNetwork(loaded, account), hasAccount: account !== undefined };
}

/** Agents that worked on the network named in those settings would be given made-up answers from then on. */
function settingsLost(keptFile: string, file: string): GatehouseError {
  return new GatehouseError(
    'network_missing',
    `The settings file was damaged and was moved to ${keptFile}. Without it no network is configured.`,
    {
      remedy: `Correct it and put it back as ${file}, or set a network up anew with: gatehouse setup. Or start with --sandbox, whose answers are made up.`,
    },
  );
}

/** No network at all, for a start that opens none: nothing is looked up or started for it. */
export function closedNetwork(): OpenedNetwork {
  return {
    network: {
      rpcUrls: [],
      registryAddress: '',
      chainId: null,
      // A name that never leads anywhere: RFC 6761, section 6.4.
      relayUrl: 'https://relay.invalid',
      bearer: async () => undefined,
      sandbox: null,
    },
    notes: [],
    stop: async () => undefined,
  };
}

async function openSandbox(
  { loaded, redactor, env, clock, signal }: OpenNetworkOptions,
  notes: readonly string[],
): Promise<OpenedNetwork> {
  const { seed } = loaded.settings.sandbox;
  const sandbox = await startSandbox({ seed, clock, demo: env[DEMO_VARIABLE] !== 'off', signal });
  const { url, token } = sandbox.gateway;
  redactor.add(sandbox.bearerToken);
  redactor.add(token);
  const { agents } = sandbox;
  return {
    network: {
      rpcUrls: [sandbox.rpcUrl],
      registryAddress: sandbox.registryAddress,
      chainId: sandbox.chainId,
      relayUrl: sandbox.relayUrl,
      bearer: async () => sandbox.bearerToken,
      sandbox: {
        seed,
        models: SANDBOX_MODELS,
        gateway: { url, token },
        chatAppUrl: sandbox.account.appUrl,
        subscriptions: triedOut(agents),
      },
    },
    notes,
    stop: () => sandbox.stop(),
  };
}

/** Of the sandbox's agents those that a person sees work; the others are for tests of what can go wrong. */
function triedOut(agents: SandboxAgents): SandboxSubscriptions {
  return {
    providerUrl: agents.provider.url,
    subscriptions: agents.subscriptions(),
    agents: agents.agents().filter(({ behaviour }) => behaviour === 'healthy'),
    onFailure: listener => agents.onFailure(listener),
  };
}

async function openOwn(
  endpoints: Omit<GatehouseNetwork, 'bearer' | 'sandbox'>,
  hasAccount: boolean,
  { loaded, env, secrets, redactor, signal }: OpenNetworkOptions,
): Promise<OpenedNetwork> {
  const isAccounts = loaded.settings.network === 'account';
  const fromEnvironment = environmentSecret(TOKEN_VARIABLE, TOKEN_SECRET, { env, redactor });
  const bearer = async (callSignal: AbortSignal): Promise<string | undefined> =>
    // A token that was stored for a relay of one's own is not shown to the account's.
    fromEnvironment ?? (isAccounts ? undefined : await secrets.get(TOKEN_SECRET, callSignal));
  const hasToken = (await bearer(signal)) !== undefined;
  return {
    network: { ...endpoints, bearer, sandbox: null },
    notes: hasToken || hasAccount ? [] : [NO_TOKEN],
    stop: async () => undefined,
  };
}

/** What {@link setupAccess} needs: how the host loads its settings, and what it opened at the start. */
export interface SetupAccessOptions extends Omit<OpenNetworkOptions, 'signal' | 'wantsSandbox'> {
  readonly opened: OpenedNetwork;
  /** The damaged settings for which the host began with no network: they are missed until something names one. */
  readonly missed?: string | undefined;
  /** The settings as they are now. Throws as `loadSettings` does. */
  readonly load: () => Promise<LoadedSettings>;
  /** For the gateways of the settings as they are now. */
  readonly gatewayOf: (loaded: LoadedSettings) => GatewayAccess;
}

/** What the first run needs of either host: it may open another network while the application runs. */
export function setupAccess({ opened, missed, load, gatewayOf, ...options }: SetupAccessOptions): SetupAccess {
  let stillMissed = missed;
  return {
    loaded: options.loaded,
    reopen: async signal => {
      const now = await load();
      const loaded = { ...now, lost: now.lost ?? stillMissed };
      const reopened = await openNetwork({ ...options, loaded, signal });
      stillMissed = undefined;
      const { settings } = loaded;
      return { settings, network: reopened.network, gateway: gatewayOf(loaded), stop: () => reopened.stop() };
    },
    stopFirst: () => opened.stop(),
  };
}
