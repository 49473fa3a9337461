import { isIP } from 'node:net';

/** `[::1]`, `LOCALHOST.` and the like in one form: lower case, without brackets and trailing dot. */
export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** `localhost` and the loopback addresses. */
export function isLoopbackHost(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 ? host.startsWith('127.') : isMapped(host) && isLoopbackHost(unmapped(host));
}

/**
 * Hosts to which OpenClaw's own client talks without TLS: loopback, private, link-local and carrier-grade NAT addresses,
 * and names ending in `.local` or `.ts.net`. `host` is as {@link plainHost} returns it.
 */
export function isPrivateHost(host: string): boolean {
  if (isLoopbackHost(host)) return true;
  switch (isIP(host)) {
    case 4:
      return isPrivateV4(host);
    case 6:
      return isMapped(host) ? isPrivateV4(unmapped(host)) : /^(?:fe[89a-f][0-9a-f]|f[cd][0-9a-f]{2}):/.test(host);
    default:
      return host.endsWith('.local') || host.endsWith('.ts.net');
  }
}

function isPrivateV4(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 10 || first === 127) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 100) return second >= 64 && second <= 127;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}

/** `::ffff:7f00:1`, the form in which `URL` writes an IPv4 address inside an IPv6 one. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

function isMapped(host: string): boolean {
  return MAPPED.test(host);
}

function unmapped(host: string): string {
  const [, high = '0', low = '0'] = MAPPED.exec(host) ?? [];
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [left >> 8, left & 255, right >> 8, right & 255].join('.');
}
