import { errorMessage } from '../platform/index.ts';
import type { GatewayClientOptions } from './client-options.ts';
import { CredentialSource, type Credentials } from './credentials.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { withPatience } from './patience.ts';

type TokenKeeperOptions = Pick<GatewayClientOptions, 'secrets' | 'credentials' | 'clock' | 'logger'>;

/** A secret store that hangs does not hold up a stop for longer. */
const PATIENCE_MS = 1_500;

/**
 * What a client signs in with: loads it for each attempt, and keeps the device's token in step with what the gateway
 * says. What the secret store has not taken is remembered for as long as the process lives: the token before it may be
 * dead already.
 */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  #source: CredentialSource | undefined;
  #lastLoaded: Credentials | undefined;
  /** What the store should hold and does not yet. */
  #unwritten: { readonly token: string | undefined } | undefined;
  /** One after the other, so that an older write never lands on a newer one. */
  #writes: Promise<void> = Promise.resolve();

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
  }

  /** Of the last attempt that got as far as loading; undefined before the first. */
  get last(): Credentials | undefined {
    return this.#lastLoaded;
  }

  /** Throws `gateway_device_unreadable`, what store and settings throw, and the signal's reason. */
  async load(endpoint: GatewayEndpoint, signal: AbortSignal): Promise<Credentials> {
    const { secrets, credentials } = this.#options;
    this.#source ??= new CredentialSource({ url: endpoint.url, secrets, shared: credentials });
    const loaded = await this.#source.load(signal);
    // An attempt that is over must not speak for the one that followed it.
    signal.throwIfAborted();
    this.#lastLoaded = this.#unwritten === undefined ? loaded : { ...loaded, deviceToken: this.#unwritten.token };
    return this.#lastLoaded;
  }

  /** The gateway gave this device a token, or repeated the one it has. */
  keep(token: string): void {
    if (token !== this.#lastLoaded?.deviceToken || this.#unwritten !== undefined) this.#put(token);
  }

  /** The gateway does not take the device's token any more. */
  forget(): void {
    this.#put(undefined);
  }

  /** Resolves when nothing is being written, after 1.5 s at the latest. Never rejects. */
  async settled(): Promise<void> {
    if (this.#unwritten !== undefined) await withPatience(this.#options.clock, PATIENCE_MS, this.#writes);
  }

  /** Goes on after a stop: a token that was rotated and is lost means pairing anew. */
  #put(token: string | undefined): void {
    const [source, credentials] = [this.#source, this.#lastLoaded];
    if (source === undefined || credentials === undefined) return;
    const unwritten = { token };
    this.#unwritten = unwritten;
    this.#lastLoaded = { ...credentials, deviceToken: token };
    const { signal } = new AbortController();
    this.#writes = this.#writes
      .then(() => (token === undefined ? source.forget(credentials, signal) : source.keep(credentials, token, signal)))
      .then(() => {
        if (this.#unwritten === unwritten) this.#unwritten = undefined;
      })
      .catch((error: unknown) =>
        this.#options.logger.warn('gateway token not stored', {
          what: token === undefined ? 'forget' : 'keep',
          reason: errorMessage(error),
        }),
      );
  }
}
