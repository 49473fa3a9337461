import type { ReopenedNetwork } from '../parts-options.ts';
import type { NetworkPlaces } from './diagnostics/index.ts';

/** Where subscriptions are from unless the settings say otherwise; see `subscriptions.providerUrl`. */
const PROVIDER_URL = 'https://api.anthropic.com';

/** The addresses that the diagnostics look at, on that network. */
export function networkPlaces({ network, settings }: Pick<ReopenedNetwork, 'network' | 'settings'>): NetworkPlaces {
  const { rpcUrls, relayUrl, sandbox } = network;
  const providerUrl = sandbox?.subscriptions?.providerUrl ?? settings.subscriptions.providerUrl ?? PROVIDER_URL;
  return { rpcUrls, relayUrl, providerUrl };
}
