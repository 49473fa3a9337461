import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is turned away, as code and sentence. */
export interface AccessRefusal {
  readonly code: 'host_not_allowed' | 'origin_not_allowed' | 'cross_site';
  readonly sentence: string;
  /** What a program does about it; undefined for what comes from a web page. */
  readonly remedy?: string;
}

/** Names of this machine that a Host header may carry; anything else is DNS rebinding or a wrong set-up. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Values of Sec-Fetch-Site that a page of another site cannot produce. */
const OWN_FETCH_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Keeps web pages away from the local port. A browser cannot forge Host, Origin or Sec-Fetch-Site, and programs that are
 * not browsers send neither of the last two. There is no CORS answer at all: a preflight is refused like its request.
 */
export class LocalAccess {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #address: string;

  /** Where the server listens; `address` is this machine's own, of either family. */
  constructor(port: number, address = '127.0.0.1') {
    this.#address = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
    const hosts = LOOPBACK_NAMES.map(name => `${name}:${port}`);
    this.#hosts = new Set(port === 80 ? [...hosts, ...LOOPBACK_NAMES] : hosts);
    this.#origins = new Set([...this.#hosts].map(host => `http://${host}`));
  }

  /** Why these headers are not of a local program or our own page; undefined when they are. */
  refusal(headers: IncomingHttpHeaders): AccessRefusal | undefined {
    if (!this.#hosts.has((headers.host ?? '').toLowerCase())) {
      return {
        code: 'host_not_allowed',
        sentence: 'This server answers only to its own loopback address.',
        remedy: `Use ${this.#address} as the address, without another name or port in front of it.`,
      };
    }
    if (headers.origin !== undefined && !this.#origins.has(headers.origin.toLowerCase())) {
      return { code: 'origin_not_allowed', sentence: 'Web pages may not use this server.' };
    }
    const site = headers['sec-fetch-site'];
    if (site !== undefined && (typeof site !== 'string' || !OWN_FETCH_SITES.has(site))) {
      return { code: 'cross_site', sentence: 'Pages of another site may not use this server.' };
    }
    return undefined;
  }
}
