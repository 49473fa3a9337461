import type { IncomingHttpHeaders } from 'node:http';
import type { ProviderHead, ProviderLease } from './provider-access.ts';

/** Concern one connection only (RFC 9110, section 7.6.1), and what common software treats so. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Of the request: what names this machine, what could be a credential, and what is said anew. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'accept-encoding',
  'anthropic-beta',
  'authorization',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'origin',
  'referer',
  'via',
  'x-api-key',
  'x-real-ip',
]);
const PRIVATE_PREFIX = /^(?:sec-|x-forwarded-|x-gatehouse-)/;

/** Of the answer: a cookie of the account, and what would bind this address to the provider's transport. */
const NOT_ANSWERED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'alt-svc',
  'set-cookie',
  'strict-transport-security',
]);

const MAX_KEYS = 2;

/** What the client shows as its key: `x-api-key`, and the bearer token of `authorization`. */
export function agentKeys({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): readonly string[] {
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return [bearer, apiKey].flat().filter(isText).slice(0, MAX_KEYS);
}

/**
 * The client's headers as the provider gets them: with the lease's credential in place of the client's own, both their
 * betas, and without compression, so that a refusal can be read on the way.
 */
export function forwardedHeaders(
  client: IncomingHttpHeaders,
  lease: Pick<ProviderLease, 'headers' | 'betas'>,
): Record<string, string | string[]> {
  const named = namedByConnection(client.connection);
  const forwarded: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(client)) {
    if (value === undefined || NOT_FORWARDED.has(name) || PRIVATE_PREFIX.test(name) || named.has(name)) continue;
    forwarded[name] = value;
  }
  const betas = mergedBetas(client['anthropic-beta'], lease.betas);
  return {
    ...forwarded,
    ...(betas === '' ? {} : { 'anthropic-beta': betas }),
    'accept-encoding': 'identity',
    ...lease.headers,
  };
}

/** The provider's headers as the client gets them. */
export function answeredHeaders(headers: ProviderHead['headers']): Record<string, string | string[]> {
  const { connection } = headers;
  const named = namedByConnection(Array.isArray(connection) ? connection.join(',') : connection);
  const answered: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_ANSWERED.has(name) && !named.has(name)) answered[name] = value;
  }
  return answered;
}

function namedByConnection(connection: string | undefined): ReadonlySet<string> {
  return new Set((connection ?? '').split(',').map(name => name.trim().toLowerCase()));
}

/** In the client's order, then what it lacks. */
function mergedBetas(client: string | string[] | undefined, needed: readonly string[]): string {
  const own = [client].flat().filter(isText).join(',').split(',');
  return [...new Set([...own, ...needed].map(beta => beta.trim()).filter(beta => beta !== ''))].join(',');
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
