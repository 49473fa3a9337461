import { gatewayId } from '../../../electron/contract/index.ts';

/** Why a name cannot be given to a gateway. */
export type NameProblem = 'long' | 'letters' | 'taken';
/** Why an address cannot be used. */
export type AddressProblem = 'scheme' | 'credentials' | 'query' | 'plaintext';

const MOST_NAME_CHARS = 60;
/** The core refuses less, because it could not be kept out of logs. */
const LEAST_SECRET_CHARS = 8;
const SCHEMES: ReadonlySet<string> = new Set(['ws:', 'wss:', 'http:', 'https:']);
const SECURE: ReadonlySet<string> = new Set(['wss:', 'https:']);

/** What is wrong with a name as it is typed; nothing while it is empty. `taken`: ids of the gateways that there are. */
export function nameProblem(name: string, taken: readonly string[]): NameProblem | undefined {
  const given = name.trim();
  if (given === '') return undefined;
  if (given.length > MOST_NAME_CHARS) return 'long';
  const id = gatewayId(given);
  if (id === undefined) return 'letters';
  return taken.includes(id) ? 'taken' : undefined;
}

/** What is wrong with an address as it is typed; nothing while it is empty. The core has the last word. */
export function addressProblem(address: string): AddressProblem | undefined {
  const given = address.trim();
  if (given === '') return undefined;
  const url = urlOf(given);
  if (url === undefined || !SCHEMES.has(url.protocol) || url.hostname === '') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'credentials';
  return url.search !== '' || url.hash !== '' ? 'query' : undefined;
}

/** Whether others on the way could read along: no TLS, and not this computer. */
export function isReadable(address: string): boolean {
  const url = urlOf(address.trim());
  if (url === undefined || addressProblem(address) !== undefined || SECURE.has(url.protocol)) return false;
  return !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}

/** Whether an address uses TLS, so that a certificate can be pinned. */
export function isSecure(address: string): boolean {
  const url = urlOf(address.trim());
  return url !== undefined && SECURE.has(url.protocol);
}

/** Whether a fingerprint is no SHA-256; nothing is wrong while it is empty. */
export function isBadFingerprint(fingerprint: string): boolean {
  const hex = fingerprint
    .trim()
    .toLowerCase()
    .replace(/^sha-?256:/, '')
    .replaceAll(':', '');
  return hex !== '' && !/^[0-9a-f]{64}$/.test(hex);
}

/** Whether a secret is shorter than any that the secret store takes; nothing is wrong while it is empty. */
export function isTooShort(secret: string): boolean {
  return secret !== '' && secret.length < LEAST_SECRET_CHARS;
}

function urlOf(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
