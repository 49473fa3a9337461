import { errorMessage, GatehouseError, type Logger } from '../platform/index.ts';
import type { NetworkParts } from './network-parts.ts';
import type { ReopenedNetwork } from './parts-options.ts';

/** Options of {@link RunningNetwork}. */
export interface RunningNetworkOptions {
  readonly first: ReopenedNetwork;
  /** Builds the parts on a network, and opens nothing. */
  readonly build: (opened: ReopenedNetwork) => NetworkParts;
  readonly logger: Logger;
}

interface InUse {
  readonly opened: ReopenedNetwork;
  readonly parts: NetworkParts;
}

/**
 * The network in use with the parts on it, and the change to another one while the application runs: the new network is
 * opened before the parts on the old one drain and stop, so that one that cannot be opened changes nothing.
 */
export class RunningNetwork {
  readonly #options: RunningNetworkOptions;
  #inUse: InUse;
  #lifetime: AbortSignal | undefined;
  #changing: Promise<void> = Promise.resolve();

  constructor(options: RunningNetworkOptions) {
    this.#options = options;
    this.#inUse = { opened: options.first, parts: options.build(options.first) };
  }

  get parts(): NetworkParts {
    return this.#inUse.parts;
  }

  get opened(): ReopenedNetwork {
    return this.#inUse.opened;
  }

  /** Opens the parts. They live until `signal` is aborted or they are stopped. */
  async start(signal: AbortSignal): Promise<void> {
    this.#lifetime = signal;
    await this.#inUse.parts.lifecycle.start(signal);
  }

  /** Stops the parts, and the network if it was opened here. */
  async stop(): Promise<void> {
    this.#lifetime = undefined;
    await this.settled();
    await this.#inUse.parts.lifecycle.stop();
    if (this.#inUse.opened !== this.#options.first) await this.#inUse.opened.stop();
  }

  /** No change is under way any more. */
  settled(): Promise<void> {
    return this.#changing;
  }

  /** Uses what `open` gives from now on. One change at a time. Throws what `open` throws, and why the parts cannot start
   * on it; then the network before is in use again. */
  change(open: (signal: AbortSignal) => Promise<ReopenedNetwork>): Promise<void> {
    const done = this.#changing.then(() => this.#change(open));
    this.#changing = done.catch(() => undefined);
    return done;
  }

  async #change(open: (signal: AbortSignal) => Promise<ReopenedNetwork>): Promise<void> {
    const signal = this.#lifetime;
    if (signal === undefined) throw notRunning();
    const opened = await open(signal);
    const former = this.#inUse;
    const next = { opened, parts: this.#options.build(opened) };
    await former.parts.lifecycle.stop();
    this.#inUse = next;
    try {
      await next.parts.lifecycle.start(signal);
    } catch (error) {
      await this.#goBack(former, next, signal);
      throw error;
    }
    await this.#close(former);
  }

  async #goBack(former: InUse, next: InUse, signal: AbortSignal): Promise<void> {
    this.#inUse = former;
    await this.#close(next);
    if (!signal.aborted) await former.parts.lifecycle.start(signal);
  }

  async #close({ opened }: InUse): Promise<void> {
    await opened.stop().catch((error: unknown) => {
      this.#options.logger.error('network did not close cleanly', { reason: errorMessage(error) });
    });
  }
}

function notRunning(): GatehouseError {
  return new GatehouseError('not_running', 'Gatehouse is being started or stopped.', { remedy: 'Try again.' });
}
