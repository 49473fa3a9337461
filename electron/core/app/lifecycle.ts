import { abortReason, type Clock, deadline, GatehouseError, type Logger } from '../platform/index.ts';

/** Something that is opened and closed with the application. */
export interface Part {
  readonly name: string;
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
}

/** Options of {@link Lifecycle}. */
export interface LifecycleOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Limit over the stops of all parts together, milliseconds. */
  readonly stopTimeoutMs: number;
}

/**
 * Starts parts in their order and stops them in reverse. A stop goes on when a part throws, and is over in time when a
 * part hangs. Stopping twice is stopping once; a start after a stop works.
 */
export class Lifecycle {
  readonly #parts: readonly Part[];
  readonly #options: LifecycleOptions;
  #started: Part[] = [];
  #stopping: Promise<void> | undefined;

  constructor(parts: readonly Part[], options: LifecycleOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Starts all parts, or none: when one throws, those before it are stopped and the error goes on. */
  async start(signal: AbortSignal): Promise<void> {
    await this.#stopping;
    try {
      for (const part of this.#parts) {
        signal.throwIfAborted();
        this.#started.push(part);
        await part.start?.(signal);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Never throws. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    const { clock, stopTimeoutMs } = this.#options;
    const limit = deadline(clock, stopTimeoutMs, new AbortController().signal, () => timedOut(stopTimeoutMs));
    const parts = this.#started.reverse();
    this.#started = [];
    for (const part of parts) await this.#stopPart(part, limit.signal);
    limit.done();
  }

  /** Past the limit the part is still told, but no longer waited for. */
  async #stopPart(part: Part, limit: AbortSignal): Promise<void> {
    let onLimit: (() => void) | undefined;
    try {
      const stopped = (async () => part.stop?.())();
      stopped.catch(() => undefined);
      const overdue = new Promise<never>((_, reject) => {
        onLimit = () => reject(abortReason(limit));
        if (limit.aborted) onLimit();
        else limit.addEventListener('abort', onLimit, { once: true });
      });
      await Promise.race([stopped, overdue]);
    } catch (error) {
      this.#options.logger.error('part did not stop cleanly', { part: part.name, error });
    } finally {
      if (onLimit !== undefined) limit.removeEventListener('abort', onLimit);
    }
  }
}

function timedOut(stopTimeoutMs: number): GatehouseError {
  return new GatehouseError('stop_timeout', `Not everything was stopped within ${stopTimeoutMs / 1000} s.`);
}
