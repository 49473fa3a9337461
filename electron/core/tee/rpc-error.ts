import { RegistryError } from './errors.ts';
import { rpcHost, withoutRpcSecrets } from './rpc-endpoint.ts';
import { RpcErrorReply, RpcHttpFailure, RpcTooLarge } from './rpc-failure.ts';

/** geth and its kin answer 3 to a revert with data. */
const REVERTED = 3;
const MAX_SERVER_TEXT = 200;

const NETWORK_TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ENOTFOUND: 'is not a known host',
  EAI_AGAIN: 'could not be looked up',
  ECONNRESET: 'cut the connection',
  UND_ERR_SOCKET: 'cut the connection',
  ETIMEDOUT: 'does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
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

/** What went wrong with the endpoint, without its URL, which may hold a key. */
function explain(thrown: unknown, rpcUrl: string): string {
  if (thrown instanceof RpcErrorReply) {
    return `answers with an error: ${withoutRpcSecrets(thrown.message, rpcUrl).slice(0, MAX_SERVER_TEXT)}`;
  }
  if (thrown instanceof RpcTooLarge) return 'answers with too much data';
  if (thrown instanceof RpcHttpFailure && thrown.status !== undefined) {
    return `answers with HTTP status ${thrown.status}`;
  }
  const code = networkCode(thrown);
  if (code !== undefined) return NETWORK_TEXTS[code] ?? `cannot be reached (${code})`;
  return find(thrown, error => error instanceof SyntaxError) === undefined
    ? 'cannot be reached'
    : 'does not answer like an RPC endpoint of a chain';
}

/**
 * Any failure of a call as a {@link RegistryError}. Nothing of the error itself is kept, not even as the cause: its texts
 * may contain the URL.
 */
export function toRegistryError(thrown: unknown, rpcUrl: string): RegistryError {
  if (thrown instanceof RegistryError) return thrown;
  const host = rpcHost(rpcUrl);
  return new RegistryError('registry_unreachable', `${host} ${explain(thrown, rpcUrl).replace(/\.$/, '')}.`, {
    remedy: 'Check the network connection, or add another endpoint to tee.registry.rpcUrls.',
    retryable: true,
    details: {
      rpcHost: host,
      errorName: thrown instanceof Error ? thrown.name : typeof thrown,
    },
  });
}
