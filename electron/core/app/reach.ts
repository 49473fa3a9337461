import { isLoopbackHost, plainHost } from '../gateway/index.ts';
import type { Offline } from '../offline/index.ts';
import type { OutOfReach } from '../tee/index.ts';

/** What is asked of {@link Offline} here. */
export type OfflineView = Pick<Offline, 'isOffline' | 'isCutNow'>;

/** Whether an address leads out of this computer. One that is no URL is nobody's. */
export function isOutside(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = plainHost(new URL(url).hostname);
  return host !== '' && !isLoopbackHost(host) && !host.endsWith('.localhost');
}

/** What of `network` is out of reach while this computer is offline. A chain with an endpoint here never is, unless several
 * have to agree. */
export function networkReach(
  {
    rpcUrls,
    relayUrl,
    sandbox,
  }: { readonly rpcUrls: readonly string[]; readonly relayUrl: string; readonly sandbox: object | null },
  quorum: number,
  offline: OfflineView,
): OutOfReach & { readonly relayNow: () => boolean } {
  const outside = rpcUrls.filter(isOutside).length;
  const needed = sandbox === null ? Math.max(quorum, 1) : 1;
  const isChainOutside = outside > 0 && rpcUrls.length - outside < needed;
  const isRelayOutside = isOutside(relayUrl);
  return {
    chain: () => isChainOutside && offline.isOffline,
    chainNow: () => isChainOutside && offline.isCutNow(),
    relay: () => isRelayOutside && offline.isOffline,
    relayNow: () => isRelayOutside && offline.isCutNow(),
  };
}
