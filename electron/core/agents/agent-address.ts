import { BlockList, isIP } from 'node:net';
import { GatehouseError, parseUrl } from '../platform/index.ts';

/** Loopback, private, link-local and carrier-grade NAT ranges (RFC 1918, 3927, 4193, 4291, 6598). */
const PRIVATE_RANGES: readonly (readonly [address: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

/**
 * The base address of an agent or backend, with a slash at its end. Throws `agent_url_invalid`: not a URL, credentials
 * or a query in it, or plain HTTP to a host that is not on this machine or a private network, where anyone on the way
 * would read the token.
 */
export function parseAgentUrl(text: string): URL {
  const url = parseUrl(text);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalid('The address of the agent is not an http or https URL.', 'Write it like http://127.0.0.1:8000.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalid(
      'The address of the agent holds more than scheme, host, port and path.',
      'Leave user, password, query and fragment out; credentials belong in the secret store.',
    );
  }
  if (url.protocol === 'http:' && !isPrivate(url.hostname)) {
    throw invalid(
      `The address of the agent sends tokens unencrypted to ${url.host}.`,
      'Use https, or an address on this machine or a private network.',
    );
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Whether a URL's hostname is this machine or on a private network. Names other than the well-known ones are not. */
export function isPrivate(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (isIP(host) === 0) return /^localhost$|\.(?:localhost|local|ts\.net)$/.test(host);
  const ranges = new BlockList();
  for (const [address, bits, family] of PRIVATE_RANGES) ranges.addSubnet(address, bits, family);
  return ranges.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

function invalid(message: string, remedy: string): GatehouseError {
  return new GatehouseError('agent_url_invalid', message, { remedy });
}
