import type { ResolvedSettings } from './resolve.ts';
import { ConfigError } from './resolve.ts';

/** A registry and a relay that requests go through. The relay's token is a secret and travels apart. */
export interface NetworkEndpoints {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly chainId: number | null;
  readonly relayUrl: string;
  readonly teeType: number;
  /** Where `relayUrl` comes from: an account's token is for its own relay, or for one that the person names. */
  readonly relayFrom: 'settings' | 'account';
}

/** What an account says of its network, as far as it does. */
export interface AccountEndpoints {
  readonly relayUrl: string;
  readonly rpcUrl: string | null;
  readonly registryAddress: string | null;
  readonly teeType: number;
}

/** Which network to use. `unconfigured`: nobody decided and nothing is set; the host asks or takes the sandbox. */
export type NetworkChoice =
  | { readonly kind: 'own'; readonly endpoints: NetworkEndpoints }
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'unconfigured' };

const TYPE_KEY = 'tee.registry.teeType';

/**
 * Picks the network from the settings; what they leave open comes from the active account, if there is one. An account
 * that does not say enough decides nothing. Throws {@link ConfigError} when a network of one's own is asked for or begun
 * and a part of it is missing: falling back to the sandbox then would hide the mistake.
 */
export function chooseNetwork(
  { settings, sources }: Pick<ResolvedSettings, 'settings' | 'sources'>,
  account?: AccountEndpoints,
): NetworkChoice {
  if (settings.network === 'sandbox') return { kind: 'sandbox' };
  if (settings.network === 'account') return ofAccount(settings, account);
  const { chainId, teeType: ownType } = settings.tee.registry;
  const own = {
    rpcUrls: settings.tee.registry.rpcUrls,
    address: settings.tee.registry.address,
    relayUrl: settings.relay.url,
  };
  const rpcUrls = own.rpcUrls.length > 0 || account?.rpcUrl == null ? own.rpcUrls : [account.rpcUrl];
  const address = own.address ?? account?.registryAddress ?? null;
  const relayUrl = own.relayUrl ?? account?.relayUrl ?? null;
  if (rpcUrls.length > 0 && address !== null && relayUrl !== null) {
    const isOwnType = account === undefined || own.address !== null || sources.get(TYPE_KEY)?.source !== 'default';
    const teeType = isOwnType ? ownType : account.teeType;
    const relayFrom = own.relayUrl === null ? 'account' : 'settings';
    return { kind: 'own', endpoints: { rpcUrls, registryAddress: address, chainId, relayUrl, teeType, relayFrom } };
  }
  const missing = [
    ...(rpcUrls.length === 0 ? ['tee.registry.rpcUrls'] : []),
    ...(address === null ? ['tee.registry.address'] : []),
    ...(relayUrl === null ? ['relay.url'] : []),
  ];
  const isUnset = own.rpcUrls.length === 0 && own.address === null && own.relayUrl === null;
  const [first = '', ...others] = missing;
  if (settings.network === 'auto' && isUnset) return { kind: 'unconfigured' };
  const problem = {
    key: first,
    where: sources.get(first)?.name ?? 'the default',
    problem: 'is needed for a network of your own',
  };
  throw new ConfigError(
    [problem, ...others.map(key => ({ ...problem, key }))],
    `Set ${missing.join(', ')}, or use the sandbox with --sandbox.`,
  );
}

/** What the account leaves open comes from the settings; what they say beside that does not count. */
function ofAccount({ tee }: ResolvedSettings['settings'], account: AccountEndpoints | undefined): NetworkChoice {
  if (account === undefined) return { kind: 'unconfigured' };
  const { rpcUrls: ownUrls, address, chainId } = tee.registry;
  const rpcUrls = account.rpcUrl === null ? ownUrls : [account.rpcUrl];
  const registryAddress = account.registryAddress ?? address;
  if (rpcUrls.length === 0 || registryAddress === null) return { kind: 'unconfigured' };
  const { relayUrl, teeType } = account;
  const endpoints = { rpcUrls, registryAddress, relayUrl, teeType, relayFrom: 'account' as const };
  // The settings' chain id is of the settings' chain.
  return { kind: 'own', endpoints: { ...endpoints, chainId: account.rpcUrl === null ? chainId : null } };
}
