/** The endpoint answered, but not with a JSON-RPC reply. */
export class RpcHttpFailure extends Error {
  readonly status: number | undefined;

  /** `status`: the HTTP status if it was not 200. */
  constructor(reason: string, status?: number) {
    super(reason);
    this.status = status;
  }
}

/** The endpoint answered with a JSON-RPC error. `message` is the endpoint's text and may repeat an API key. */
export class RpcErrorReply extends Error {
  readonly rpcCode: number;

  constructor(rpcCode: number, message: string) {
    super(message);
    this.rpcCode = rpcCode;
  }
}

/** The answer is larger than anything that was asked for. */
export class RpcTooLarge extends Error {}
