import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** How the connections to the relay behave. */
export interface DispatcherOptions {
  readonly connectTimeoutMs: number;
  /** Until the response headers, and between two reads of the body. */
  readonly timeoutMs: number;
  readonly maxConnections: number;
}

/** An idle connection is kept this long; common servers and balancers close after 5 to 60 s. */
const KEEP_ALIVE_MS = 15_000;
/** A response with more header bytes is refused. */
const MAX_HEADER_BYTES = 32_768;

/**
 * The keep-alive connection pool for `relayUrl`. HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment (either case)
 * are honoured, except for a relay on this machine: a proxy cannot reach it, and it would learn of it.
 */
export function createDispatcher(relayUrl: URL, options: DispatcherOptions): Dispatcher {
  const pool = {
    connections: options.maxConnections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: 4 * KEEP_ALIVE_MS,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: { timeout: options.connectTimeoutMs },
  };
  return isLoopbackName(relayUrl.hostname) ? new Agent(pool) : new EnvHttpProxyAgent(pool);
}

/** Whether a URL's hostname is this machine: `localhost` and names under it, 127.0.0.0/8, ::1. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
