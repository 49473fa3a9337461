import type { IncomingMessage } from 'node:http';

/**
 * Keeps other web pages out. A page on a foreign site, or one that rebinds its own name to 127.0.0.1, reaches this port
 * from the person's browser: the Host header tells the second, Origin and Sec-Fetch-Site tell the first. Another port of
 * 127.0.0.1 counts as the same site for cookies, so SameSite alone would not do.
 */
export class OriginGuard {
  readonly #hosts: ReadonlySet<string>;

  /** `port` is the one that the server listens on. */
  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** Whether the request names this server itself as its host. */
  isOwnHost(request: IncomingMessage): boolean {
    return request.headers.host !== undefined && this.#hosts.has(request.headers.host);
  }

  /** Whether a page of this server sent it. `required`: true for everything that acts, where browsers always send Origin. */
  isOwnOrigin(request: IncomingMessage, { required }: { required: boolean }): boolean {
    const { origin, host } = request.headers;
    if (origin !== undefined) return origin === `http://${host}`;
    if (required) return false;
    const site = request.headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }
}

/** The value of one cookie of the request, undefined when it is not there. */
export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return undefined;
}
