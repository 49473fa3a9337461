import type { GatehouseNetwork } from '../core/app/index.ts';
import { chooseNetwork, type LoadedSettings } from '../core/config/index.ts';
import { GatehouseError, type Redactor, type SecretStore, secretProblem } from '../core/platform/index.ts';
import { SANDBOX_MODELS, startSandbox } from '../sandbox/index.ts';
import type { CliIo } from './io.ts';
import { askYes } from './terminal.ts';

/** The secret and the variable that hold the relay's token. */
const TOKEN_SECRET = 'relay.token';
const TOKEN_VARIABLE = 'GATEHOUSE_RELAY_TOKEN';

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
}

/**
 * The configured network, or the sandbox. With nothing configured a person at a terminal is asked and a script gets
 * the sandbox. Throws `config_invalid`, `network_missing`, `secret_invalid`.
 */
export async function openNetwork(
  io: CliIo,
  { loaded, secrets, redactor }: OpenNetworkOptions,
): Promise<OpenedNetwork> {
  const choice = chooseNetwork(loaded);
  if (choice.kind === 'own') return openOwn(io, choice.endpoints, secrets, redactor);
  const chosen = choice.kind === 'sandbox' || (await wantsSandbox(io));
  if (!chosen) {
    throw new GatehouseError('network_missing', 'No network is configured.', {
      remedy: 'Set tee.registry.rpcUrls, tee.registry.address and relay.url, or start with --sandbox.',
    });
  }
  const why = choice.kind === 'sandbox' ? [] : ['Nothing is configured, so the sandbox is used.'];
  return openSandbox(io, loaded.settings.sandbox.seed, redactor, why);
}

async function wantsSandbox(io: CliIo): Promise<boolean> {
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) return true;
  return askYes(io, 'No network is configured. Try Gatehouse on the embedded sandbox?');
}

async function openSandbox(
  io: CliIo,
  seed: string,
  redactor: Redactor,
  notes: readonly string[],
): Promise<OpenedNetwork> {
  const sandbox = await startSandbox({ seed, clock: io.clock, signal: io.signal });
  redactor.add(sandbox.bearerToken);
  return {
    network: {
      rpcUrls: [sandbox.rpcUrl],
      registryAddress: sandbox.registryAddress,
      chainId: sandbox.chainId,
      relayUrl: sandbox.relayUrl,
      bearer: async () => sandbox.bearerToken,
      sandbox: { seed, models: SANDBOX_MODELS },
    },
    notes,
    stop: () => sandbox.stop(),
  };
}

async function openOwn(
  io: CliIo,
  endpoints: Omit<GatehouseNetwork, 'bearer' | 'sandbox'>,
  secrets: SecretStore,
  redactor: Redactor,
): Promise<OpenedNetwork> {
  const fromEnvironment = tokenFromEnvironment(io, redactor);
  const bearer = async (signal: AbortSignal): Promise<string | undefined> =>
    fromEnvironment ?? (await secrets.get(TOKEN_SECRET, signal));
  const hasToken = (await bearer(io.signal)) !== undefined;
  return {
    network: { ...endpoints, bearer, sandbox: null },
    notes: hasToken ? [] : [`There is no token for the relay yet. Store it with: gatehouse secret set ${TOKEN_SECRET}`],
    stop: async () => undefined,
  };
}

function tokenFromEnvironment(io: CliIo, redactor: Redactor): string | undefined {
  const token = io.env[TOKEN_VARIABLE];
  if (token === undefined || token === '') return undefined;
  redactor.add(token);
  const problem = secretProblem(TOKEN_SECRET, token);
  if (problem === undefined) return token;
  throw new GatehouseError('secret_invalid', `${TOKEN_VARIABLE}: ${problem.message}`, {
    remedy: `Correct ${TOKEN_VARIABLE}, or unset it.`,
  });
}
