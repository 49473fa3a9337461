import type { Protocol } from 'electron';
import { readAsset, securityHeaders } from '../web/index.ts';
import type { Place } from './deep-link.ts';

const SCHEME = 'app';

/** The origin of the window's page. An own scheme instead of `file:`, which could read every file. */
export const PAGE_ORIGIN = `${SCHEME}://gatehouse`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** The page as the popover shows it. */
export const POPOVER_URL = `${PAGE_URL}?window=popover`;

/** The page at one of its views. */
export function pageAddress({ view, params }: Place): string {
  const query = new URLSearchParams(params).toString();
  return `${PAGE_URL}#${view}${query === '' ? '' : `?${query}`}`;
}

/** Whether `url` lies in the page's own origin. */
export function isOwnPage(url: string): boolean {
  return url === PAGE_ORIGIN || url.startsWith(PAGE_URL);
}

/** Makes the scheme a secure origin with relative addresses. Has to run before the app is ready. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Answers the scheme from the files of the built page below `assetsDir`, and from nowhere else. */
export function servePage(protocol: Pick<Protocol, 'handle'>, assetsDir: string): void {
  protocol.handle(SCHEME, async request => {
    const { host, pathname } = new URL(request.url);
    const asset =
      request.method === 'GET' && `${SCHEME}://${host}` === PAGE_ORIGIN
        ? await readAsset(assetsDir, pathname)
        : undefined;
    // The page talks to its host over the preload: it needs no connection at all.
    const headers = { ...securityHeaders("'none'"), 'Cache-Control': 'no-store' };
    if (asset === undefined) return new Response(null, { status: 404, headers });
    return new Response(new Uint8Array(asset.body), { headers: { ...headers, 'Content-Type': asset.contentType } });
  });
}
