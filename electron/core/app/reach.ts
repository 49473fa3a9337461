import { isLoopbackHost, plainHost } from '../gateway/index.ts';
import { isLinkLocal, type Offline } from '../offline/index.ts';
import { parseUrl } from '../platform/index.ts';
import type { OutOfReach } from '../tee/index.ts';

/** What is asked of {@link Offline} here. */
export type OfflineView = Pick<Offline, 'isOffline' | 'isCutNow'>;

/** Those that the pools of relay, RPC and logins honour, and those that systems set beside them. */
const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/**
 * Whether an address leads out of this computer, over a network that gives it an address. One that is no URL is nobody's;
 * a neighbour on the link is reached with the address that a computer gives itself.
 */
export function isOutside(url: string): boolean {
  const host = plainHost(parseUrl(url)?.hostname ?? '');
  return host !== '' && !isLoopbackHost(host) && !host.endsWith('.localhost') && !isLinkLocal(host);
}

/** Whether the environment sends what leaves this computer through a proxy on it, which may have a way of its own. */
export function hasProxyHere(env: Readonly<Record<string, string | undefined>>): boolean {
  return PROXY_VARIABLES.flatMap(name => [env[name], env[name.toLowerCase()]]).some(isLoopbackProxy);
}

function isLoopbackProxy(text = ''): boolean {
  const value = text.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const host = plainHost(parseUrl(url)?.hostname ?? '');
  return isLoopbackHost(host) || host.endsWith('.localhost');
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
