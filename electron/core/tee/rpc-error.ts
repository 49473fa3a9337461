import type { RegistryCode, Told } from '../../contract/index.ts';
import { RegistryError } from './errors.ts';
import { rpcHost, withoutRpcSecrets } from './rpc-endpoint.ts';
import { RpcErrorReply, RpcHttpFailure, RpcTooLarge } from './rpc-failure.ts';

/** geth and its kin answer 3 to a revert with data. */
const REVERTED = 3;
const MAX_SERVER_TEXT = 200;

const NETWORK_TEXTS: Readonly<Record<string, readonly [text: string, code: RegistryCode]>> = {
  ECONNREFUSED: ['refuses the connection', 'rpc_refuses'],
  ENOTFOUND: ['is not a known host', 'rpc_unknown_host'],
  EAI_AGAIN: ['could not be looked up', 'rpc_not_looked_up'],
  ECONNRESET: ['cut the connection', 'rpc_cut'],
  UND_ERR_SOCKET: ['cut the connection', 'rpc_cut'],
  ETIMEDOUT: ['does not answer', 'rpc_silent'],
  UND_ERR_CONNECT_TIMEOUT: ['does not answer', 'rpc_silent'],
  EHOSTUNREACH: ['cannot be reached', 'rpc_away'],
  ENETUNREACH: ['cannot be reached', 'rpc_away'],
  CERT_HAS_EXPIRED: ['has an expired certificate', 'rpc_certificate_expired'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['has a self-signed certificate', 'rpc_certificate_self_signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['has a self-signed certificate', 'rpc_certificate_self_signed'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['has a certificate that cannot be verified', 'rpc_certificate_unverified'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['has a certificate for another name', 'rpc_certificate_name'],
};

function find<T extends Error>(thrown: unknown, isIt: (error: unknown) => error is T): T | undefined {
  for (let error: unknown = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth += 1) {
    if (isIt(error)) return error;
  }
  return undefined;
}

/** True for the contract's own refusal, as opposed to the endpoint's. */
export function isRevert(thrown: unknown): boolean {
  return thrown instanceof RpcErrorReply && (thrown.rpcCode === REVERTED || /revert/i.test(thrown.message));
}

function networkCode(thrown: unknown): string | undefined {
  type Coded = Error & { readonly code: string };
  return find(
    thrown,
    (error): error is Coded => error instanceof Error && 'code' in error && typeof error.code === 'string',
  )?.code;
}

interface Explained {
  readonly text: string;
  readonly told: Told;
}

/** What went wrong with the endpoint, without its URL, which may hold a key. */
function explain(thrown: unknown, rpcUrl: string): Explained {
  if (thrown instanceof RpcErrorReply) {
    const why = withoutRpcSecrets(thrown.message, rpcUrl).slice(0, MAX_SERVER_TEXT).replace(/\.$/, '');
    return { text: `answers with an error: ${why}`, told: { code: 'rpc_error', why } };
  }
  if (thrown instanceof RpcTooLarge) return { text: 'answers with too much data', told: { code: 'rpc_too_much' } };
  if (thrown instanceof RpcHttpFailure && thrown.status !== undefined) {
    return { text: `answers with HTTP status ${thrown.status}`, told: { code: 'rpc_status', count: thrown.status } };
  }
  const code = networkCode(thrown);
  if (code !== undefined) {
    const known = NETWORK_TEXTS[code];
    return known === undefined
      ? { text: `cannot be reached (${code})`, told: { code: 'rpc_away', why: code } }
      : { text: known[0], told: { code: known[1] } };
  }
  return find(thrown, error => error instanceof SyntaxError) === undefined
    ? { text: 'cannot be reached', told: { code: 'rpc_away' } }
    : { text: 'does not answer like an RPC endpoint of a chain', told: { code: 'rpc_no_rpc' } };
}

/**
 * Any failure of a call as a {@link RegistryError}. Nothing of the error itself is kept, not even as the cause: its texts
 * may contain the URL.
 */
export function toRegistryError(thrown: unknown, rpcUrl: string): RegistryError {
  if (thrown instanceof RegistryError) return thrown;
  const host = rpcHost(rpcUrl);
  const { text, told } = explain(thrown, rpcUrl);
  return new RegistryError('registry_unreachable', `${host} ${text}.`, {
    told: { ...told, name: host },
    remedy: 'Check the network connection, or add another endpoint to tee.registry.rpcUrls.',
    retryable: true,
    details: {
      rpcHost: host,
      errorName: thrown instanceof Error ? thrown.name : typeof thrown,
    },
  });
}
