/** A failure that a JSON-RPC caller sees. */
export class RpcError extends Error {
  readonly rpcCode: number;
  readonly data: string | undefined;

  constructor(rpcCode: number, message: string, data?: string) {
    super(message);
    this.name = 'RpcError';
    this.rpcCode = rpcCode;
    this.data = data;
  }
}

/** Codes of JSON-RPC 2.0, and 3 as go-ethereum uses it for a revert. */
export const RPC_CODES = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
  reverted: 3,
} as const;

/** Answers one call. Throws {@link RpcError}; anything else becomes an internal error. */
export type RpcMethod = (method: string, params: readonly unknown[]) => unknown;

/** A batch may hold at most this many calls. */
const MAX_BATCH = 1_000;

interface RpcReply {
  readonly jsonrpc: '2.0';
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string };
}

/** The reply to a JSON-RPC text, single or batch; undefined when it holds notifications only. */
export function answerRpc(text: string, call: RpcMethod): RpcReply | readonly RpcReply[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return failure(null, new RpcError(RPC_CODES.parseError, 'parse error'));
  }
  if (!Array.isArray(body)) return answerOne(body, call);
  if (body.length === 0 || body.length > MAX_BATCH) {
    return failure(null, new RpcError(RPC_CODES.invalidRequest, 'invalid request'));
  }
  const replies = body.map(one => answerOne(one, call)).filter(reply => reply !== undefined);
  return replies.length === 0 ? undefined : replies;
}

function answerOne(body: unknown, call: RpcMethod): RpcReply | undefined {
  if (!isRecord(body) || typeof body['method'] !== 'string') {
    return failure(null, new RpcError(RPC_CODES.invalidRequest, 'invalid request'));
  }
  const { id, method, params } = body;
  try {
    const result = call(method, Array.isArray(params) ? (params as readonly unknown[]) : []);
    return id === undefined ? undefined : { jsonrpc: '2.0', id, result };
  } catch (error) {
    return id === undefined ? undefined : failure(id, error);
  }
}

function failure(id: unknown, error: unknown): RpcReply {
  if (!(error instanceof RpcError)) {
    return { jsonrpc: '2.0', id, error: { code: RPC_CODES.internalError, message: 'internal error' } };
  }
  const { rpcCode: code, message, data } = error;
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
