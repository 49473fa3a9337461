/** The head of an answer of the provider. */
export interface ProviderHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A failed answer, with as much of its body as was read. */
export interface ProviderRefusal extends ProviderHead {
  readonly body: string;
}

/**
 * What one request is sent with. It keeps this whatever the agent is put on meanwhile, so that a failure is held against
 * the credential that met it.
 */
export interface ProviderLease {
  /** Where the provider is: `https`, or this machine. `/v1/…` is appended. */
  readonly baseUrl: URL;
  /** The headers that carry the credential, lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values of `anthropic-beta` that the credential needs beside the client's own. */
  readonly betas: readonly string[];
  /** Takes in the head of an answer that is passed on; costs nothing. */
  answered(head: ProviderHead): void;
  /**
   * Takes in an answer of status 400 or above, or an error event inside a stream. Gives what the request may be sent with
   * once more, undefined when it may not. Rejects only with the signal's reason.
   */
  refused(answer: ProviderRefusal, signal: AbortSignal): Promise<ProviderLease | undefined>;
}

/** Which agents may work through the endpoint, and on what; the third gate fills it. */
export interface ProviderAccess {
  /** Whether one of `keys` is the agent's. Takes as long for an agent that is not known. May reject. */
  admits(agent: string, keys: readonly string[], signal: AbortSignal): Promise<boolean>;
  /** What the agent's next request is sent with; it is moved first where that would be refused. Throws {@link HttpError}. */
  lease(agent: string, signal: AbortSignal): Promise<ProviderLease>;
}
