import { abortReason, type Clock, GatehouseError, type SecretScrubber, toldError } from '../platform/index.ts';
import { parseAgentUrl } from './agent-address.ts';
import { errorDetail, jsonObject } from './foreign.ts';
import { type HttpCall, HttpCaller, type HttpOutcome } from './http-call.ts';
import { TrinityError, trinityRefusal } from './trinity-error.ts';
import { TrinityToken } from './trinity-schemas.ts';

/** How Gatehouse signs in at a backend. */
export type TrinityCredentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** `trinity_mcp_…`. */
  | { readonly kind: 'key'; readonly key: string };

/** Options of {@link TrinitySession}. */
export interface TrinitySessionOptions {
  /** Base address of the backend. */
  readonly url: string;
  /** Asked anew for each sign-in. Undefined: none is stored. */
  readonly credentials: (signal: AbortSignal) => Promise<TrinityCredentials | undefined>;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  /** Told of every token that the backend issues. */
  readonly redact: (value: string) => void;
}

const SIGN_IN_TIMEOUT_MS = 15_000;

/**
 * Signed-in calls of one backend. Signs in at the first call, and once more when the backend has forgotten the sign-in
 * (it does at each restart); simultaneous calls share one sign-in.
 */
export class TrinitySession {
  readonly #options: TrinitySessionOptions;
  readonly #http: HttpCaller;
  readonly #closed = new AbortController();
  #bearer: string | undefined;
  #signingIn: Promise<string> | undefined;

  /** Throws `agent_url_invalid`. */
  constructor(options: TrinitySessionOptions) {
    this.#options = options;
    this.#http = new HttpCaller(parseAgentUrl(options.url), options.clock);
  }

  /** The answer's body as JSON. Throws {@link TrinityError}, or the reason of `signal`. */
  async call(call: HttpCall, signal: AbortSignal): Promise<unknown> {
    const bearer = this.#bearer ?? (await unlessAborted(this.#signIn(), signal));
    const outcome = await this.#authorized(call, bearer, signal);
    if (outcome.kind === 'failed' || outcome.status !== 401) return this.#read(outcome);
    if (this.#bearer === bearer) this.#bearer = undefined;
    return this.#read(
      await this.#authorized(call, this.#bearer ?? (await unlessAborted(this.#signIn(), signal)), signal),
    );
  }

  /** Ends calls under way and forgets the sign-in, for good. */
  close(): Promise<void> {
    this.#closed.abort(closed());
    this.#bearer = undefined;
    return this.#http.close();
  }

  #authorized(call: HttpCall, bearer: string, signal: AbortSignal): Promise<HttpOutcome> {
    return this.#http.call({ ...call, headers: { ...call.headers, authorization: `Bearer ${bearer}` } }, signal);
  }

  /** Of nobody's signal: a caller that leaves must not take the sign-in of the others along. */
  #signIn(): Promise<string> {
    this.#signingIn ??= this.#askForBearer(this.#closed.signal).finally(() => {
      this.#signingIn = undefined;
    });
    return this.#signingIn;
  }

  async #askForBearer(signal: AbortSignal): Promise<string> {
    const { credentials, redact } = this.#options;
    const known = await credentials(signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw unreadable(error);
    });
    if (known === undefined) {
      const remedy = 'Store an API key or user and password in the secret store.';
      throw new TrinityError(
        'trinity_credentials_missing',
        401,
        'No sign-in for the Trinity backend is stored.',
        remedy,
      );
    }
    if (known.kind === 'key') {
      redact(known.key);
      this.#bearer = known.key;
      return known.key;
    }
    redact(known.password);
    const body = new URLSearchParams({ username: known.username, password: known.password }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const call = { method: 'POST', path: 'api/token', headers, body, timeoutMs: SIGN_IN_TIMEOUT_MS } as const;
    const answer = TrinityToken.safeParse(this.#read(await this.#http.call(call, signal)));
    if (!answer.success) throw malformed();
    redact(answer.data.access_token);
    this.#bearer = answer.data.access_token;
    return this.#bearer;
  }

  #read(outcome: HttpOutcome): unknown {
    if (outcome.kind === 'failed') {
      throw unreachable(outcome);
    }
    const { status, body } = outcome;
    if (status >= 300 && status < 400) {
      throw new TrinityError(
        'trinity_redirected',
        status,
        'Trinity redirects elsewhere, where the sign-in is not sent.',
        'Use the final address of the backend.',
      );
    }
    if (status >= 400) {
      const detail = errorDetail(body);
      throw trinityRefusal(status, detail === undefined ? undefined : this.#options.scrubber.redact(detail));
    }
    if (body === undefined) throw malformed();
    return parseJson(body);
  }
}

/** Of the secret store, whose errors name no values. */
function unreadable(error: unknown): TrinityError {
  const { message, remedy } = error instanceof GatehouseError ? error : { message: '', remedy: undefined };
  return new TrinityError(
    'trinity_credentials_unreadable',
    0,
    `The sign-in for the Trinity backend cannot be read. ${message}`.trim(),
    remedy ?? 'See whether the secret store is locked, then try again.',
    { retryable: true, told: { code: 'trinity_credentials_unreadable', of: toldError(error) } },
  );
}

function closed(): TrinityError {
  return new TrinityError(
    'trinity_unreachable',
    0,
    'Trinity did not answer: the session was closed.',
    'Check the address and that the backend runs.',
    { retryable: true },
  );
}

function unreachable({ reason, told }: Extract<HttpOutcome, { readonly kind: 'failed' }>): TrinityError {
  const remedy = 'Check the address and that the backend runs.';
  return new TrinityError('trinity_unreachable', 0, `Trinity did not answer: ${reason}.`, remedy, {
    retryable: true,
    told: { code: 'trinity_unreachable', of: told },
  });
}

/** Lists are answers too. */
function parseJson(body: string): unknown {
  try {
    return jsonObject(body) ?? JSON.parse(body);
  } catch {
    throw malformed();
  }
}

/** An answer that is none of this backend's. */
export function malformed(): TrinityError {
  return new TrinityError(
    'trinity_malformed',
    200,
    'The answer is not one of a Trinity backend.',
    'Check the address; the versions of Gatehouse and Trinity may not fit each other.',
  );
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortReason(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
