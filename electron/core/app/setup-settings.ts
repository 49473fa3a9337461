import type { SetupChoices, SetupNetworkChoice } from '../../contract/index.ts';
import { type LoadedSettings, leafSettings, problemText } from '../config/index.ts';
import { errorMessage, GatehouseError } from '../platform/index.ts';

/** What of the loaded settings the first run needs. */
export type SetupSettingsSource = Pick<LoadedSettings, 'settings' | 'sources' | 'file'>;

type Values = ReadonlyMap<string, unknown>;

/** Settings that say that somebody decided something already. */
const TELLING = [
  'network',
  'tee.registry.rpcUrls',
  'tee.registry.address',
  'relay.url',
  'gateway.url',
  'gateway.profiles',
] as const;

/** What each setting is called on the page. */
const FIELDS: Readonly<Record<string, string>> = {
  'tee.registry.rpcUrls': 'The RPC address',
  'tee.registry.address': 'The address of the registry contract',
  'tee.registry.chainId': 'The chain id',
  'relay.url': 'The address of the relay',
};

/** The network of the settings as the first run reads and writes it. */
export class SetupSettings {
  readonly #source: SetupSettingsSource;
  #own: SetupChoices['own'];

  constructor(source: SetupSettingsSource) {
    this.#source = source;
    const { rpcUrls, address, chainId } = source.settings.tee.registry;
    const relayUrl = source.settings.relay.url;
    this.#own =
      rpcUrls.length === 0 || address === null || relayUrl === null ? null : shown(rpcUrls, address, relayUrl, chainId);
  }

  /** Somebody set this home up in another way: by its file, by flags or by the environment. */
  get areTelling(): boolean {
    const { sources, file } = this.#source;
    return (
      Object.keys(file.read()).length > 0 || TELLING.some(key => (sources.get(key)?.source ?? 'default') !== 'default')
    );
  }

  ownNetwork(): SetupChoices['own'] {
    return this.#own;
  }

  /** See `SetupPorts.prepareNetwork`. */
  prepare(choice: SetupNetworkChoice): () => void {
    const values: Values = choice.kind === 'own' ? ownValues(choice) : new Map<string, unknown>();
    for (const key of ['network', ...values.keys()]) this.#mayWrite(key);
    return () => {
      // Killed half-way, the next start must find a network that it can open.
      if (values.size > 0) this.#write('network', 'sandbox');
      for (const [key, value] of values) this.#write(key, value);
      this.#write('network', choice.kind);
      if (choice.kind !== 'own') return;
      this.#own = shown(choice.rpcUrls, choice.registryAddress, choice.relayUrl, choice.chainId ?? null);
    };
  }

  /** A value that the environment or a flag gives would hide whatever the file says. */
  #mayWrite(key: string): void {
    const { source, name } = this.#source.sources.get(key) ?? { source: 'default', name: '' };
    if (source === 'file' || source === 'default') return;
    throw new GatehouseError('setting_not_in_file', `${key} comes from ${name}, which wins over the settings file.`, {
      remedy: `Start Gatehouse without ${name}, and choose again.`,
    });
  }

  #write(key: string, value: unknown): void {
    const { file } = this.#source;
    try {
      if (value === undefined) file.delete(key);
      else file.set(key, value);
    } catch (error) {
      throw new GatehouseError('settings_unwritable', `${file.path} could not be written: ${errorMessage(error)}`, {
        remedy: 'Make room on the disk or give this user access to the file, and try again.',
        cause: error,
      });
    }
  }
}

/** Each value as its setting wants it. Throws `setup_invalid` naming the first that does not fit. */
function ownValues(choice: Extract<SetupNetworkChoice, { readonly kind: 'own' }>): Values {
  const given: [key: string, value: unknown][] = [
    ['tee.registry.rpcUrls', choice.rpcUrls],
    ['tee.registry.address', choice.registryAddress],
    ['tee.registry.chainId', choice.chainId],
    ['relay.url', choice.relayUrl],
  ];
  return new Map(given.map(([key, value]) => [key, value === undefined ? undefined : checked(key, value)]));
}

function checked(key: string, value: unknown): unknown {
  const parsed = leafSettings().get(key)?.schema.safeParse(value);
  if (parsed?.success === true) return parsed.data;
  const problem = parsed === undefined ? 'is not valid' : problemText(parsed.error);
  throw new GatehouseError('setup_invalid', `${FIELDS[key] ?? key} cannot be used: ${problem}.`, {
    remedy: 'Correct it. Nothing was changed.',
  });
}

/** Paths and queries may hold keys. */
function shown(
  rpcUrls: readonly string[],
  registryAddress: string,
  relayUrl: string,
  chainId: number | null,
): NonNullable<SetupChoices['own']> {
  return {
    rpcHosts: rpcUrls.map(url => new URL(url).host),
    registryAddress,
    relayHost: new URL(relayUrl).host,
    chainId,
  };
}
