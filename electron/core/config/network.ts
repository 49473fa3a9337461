import type { ResolvedSettings } from './resolve.ts';
import { ConfigError } from './resolve.ts';

/** A registry and a relay that requests go through. The relay's token is a secret and travels apart. */
export interface NetworkEndpoints {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly chainId: number | null;
  readonly relayUrl: string;
}

/** Which network to use. `unconfigured`: nobody decided and nothing is set; the host asks or takes the sandbox. */
export type NetworkChoice =
  | { readonly kind: 'own'; readonly endpoints: NetworkEndpoints }
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'unconfigured' };

/**
 * Picks the network from the settings. Throws {@link ConfigError} when a network of one's own is asked for or begun
 * and a part of it is missing: falling back to the sandbox then would hide the mistake.
 */
export function chooseNetwork({ settings, sources }: ResolvedSettings): NetworkChoice {
  if (settings.network === 'sandbox') return { kind: 'sandbox' };
  const { rpcUrls, address, chainId } = settings.tee.registry;
  const relayUrl = settings.relay.url;
  if (rpcUrls.length > 0 && address !== null && relayUrl !== null) {
    return { kind: 'own', endpoints: { rpcUrls, registryAddress: address, chainId, relayUrl } };
  }
  const missing = [
    ...(rpcUrls.length === 0 ? ['tee.registry.rpcUrls'] : []),
    ...(address === null ? ['tee.registry.address'] : []),
    ...(relayUrl === null ? ['relay.url'] : []),
  ];
  const [first = '', ...others] = missing;
  if (settings.network === 'auto' && missing.length === 3) return { kind: 'unconfigured' };
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
