import { isIP } from 'node:net';
import { parseUrl } from '../platform/index.ts';
import { GatewayError } from './errors.ts';
import { isLoopbackHost, isPrivateHost, plainHost } from './private-host.ts';

/** Where a gateway is and how far the way there can be trusted. Carries no credential. */
export interface GatewayEndpoint {
  /** `ws:` or `wss:`, host, port and path. No user, query or fragment. */
  readonly url: string;
  /** For people: host and port. */
  readonly host: string;
  readonly isLoopback: boolean;
  readonly isSecure: boolean;
  /** SHA-256 of the gateway's certificate, 64 lower-case hex digits; undefined: certificates are checked as usual. */
  readonly pin: string | undefined;
  /** Loopback or pinned TLS: a second credential may be shown to whoever answers. */
  readonly isTrusted: boolean;
  /** Set when token and chats can be read by others on the network. */
  readonly warning: string | null;
}

export interface EndpointOptions {
  /** 64 hex digits, with or without colons, optionally after `sha256:`. Only with TLS. */
  readonly tlsFingerprint?: string | undefined;
  /** `OPENCLAW_ALLOW_INSECURE_PRIVATE_WS`: also names without TLS, never public addresses. */
  readonly allowInsecureNames?: boolean;
}

const SCHEMES: Readonly<Record<string, 'ws:' | 'wss:'>> = {
  'ws:': 'ws:',
  'wss:': 'wss:',
  'http:': 'ws:',
  'https:': 'wss:',
};

/**
 * Reads a gateway's address. Throws `gateway_url_invalid`, `gateway_plaintext_refused` (a host that needs TLS),
 * `gateway_pin_invalid`. The errors never repeat the address: it may hold a token by mistake.
 */
export function parseEndpoint(address: string, options: EndpointOptions = {}): GatewayEndpoint {
  const url = parseUrl(address.trim());
  const scheme = url === undefined ? undefined : SCHEMES[url.protocol];
  if (url === undefined || scheme === undefined || url.hostname === '')
    throw invalid('It is not a ws:// or wss:// URL.');
  if (url.username !== '' || url.password !== '') throw invalid('It holds a user name or password.');
  if (url.search !== '' || url.hash !== '') throw invalid('It holds a query or fragment.');
  const host = plainHost(url.hostname);
  const isSecure = scheme === 'wss:';
  const isLoopback = isLoopbackHost(host);
  const isAdmitted = isPrivateHost(host) || (options.allowInsecureNames === true && isIP(host) === 0);
  if (!isSecure && !isAdmitted) throw plaintextRefused(url.host);
  const pin = options.tlsFingerprint === undefined ? undefined : parsePin(options.tlsFingerprint);
  if (pin !== undefined && !isSecure) {
    throw new GatewayError('gateway_pin_invalid', 'A TLS fingerprint is set for a gateway without TLS.', {
      remedy: 'Use a wss:// address, or remove the fingerprint.',
    });
  }
  const warning = isSecure || isLoopback ? null : `Anyone on the network between here and ${url.host} can read along.`;
  const path = url.pathname === '/' ? '' : url.pathname;
  return {
    url: `${scheme}//${url.host}${path}`,
    host: url.host,
    isLoopback,
    isSecure,
    pin,
    isTrusted: isLoopback || pin !== undefined,
    warning,
  };
}

/** {@link parseEndpoint}, undefined instead of an error. */
export function usableEndpoint(address: string, options: EndpointOptions = {}): GatewayEndpoint | undefined {
  try {
    return parseEndpoint(address, options);
  } catch {
    return undefined;
  }
}

/** A certificate's fingerprint as 64 lower-case hex digits. Throws `gateway_pin_invalid`. */
export function parsePin(text: string): string {
  const hex = text
    .trim()
    .toLowerCase()
    .replace(/^sha-?256:/, '')
    .replaceAll(':', '');
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  throw new GatewayError('gateway_pin_invalid', 'The TLS fingerprint is not a SHA-256.', {
    remedy: 'Give 64 hex digits, with or without colons.',
  });
}

function invalid(why: string): GatewayError {
  return new GatewayError('gateway_url_invalid', `The gateway's address cannot be used. ${why}`, {
    remedy: 'Use an address like ws://127.0.0.1:18789 or wss://gateway.example. Tokens belong in the secret store.',
  });
}

function plaintextRefused(host: string): GatewayError {
  return new GatewayError(
    'gateway_plaintext_refused',
    `${host} is a public host, and ws:// would send the token openly.`,
    {
      remedy: 'Use wss://, or an SSH tunnel to a loopback port.',
    },
  );
}
