import { type Clock, sleep } from '../platform/index.ts';

/** A body whose beginning is looked at before it is passed on whole. */
export class PeekedBody {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #seen: Uint8Array[] = [];
  /** A read that the look did not wait for. */
  #pending: Promise<IteratorResult<Uint8Array>> | undefined;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#iterator = body[Symbol.asyncIterator]();
  }

  /** The first `maxBytes` as text, or what came of them within `waitMs`. A body that breaks off is told by {@link stream}. */
  async peek(
    { maxBytes, waitMs }: { readonly maxBytes: number; readonly waitMs: number },
    clock: Clock,
  ): Promise<string> {
    const waiting = new AbortController();
    const over = sleep(clock, waitMs, waiting.signal).catch(() => undefined);
    for (let bytes = 0; bytes < maxBytes; ) {
      this.#pending ??= this.#iterator.next();
      const step = await Promise.race([this.#pending.catch(() => undefined), over]);
      if (step === undefined || step.done === true) break;
      this.#pending = undefined;
      this.#seen.push(step.value);
      bytes += step.value.length;
    }
    waiting.abort();
    return Buffer.concat(this.#seen).subarray(0, maxBytes).toString('utf8');
  }

  /** All of it, from the beginning. To be read once. */
  async *stream(): AsyncGenerator<Uint8Array> {
    yield* this.#seen;
    for (;;) {
      const step = await (this.#pending ?? this.#iterator.next());
      this.#pending = undefined;
      if (step.done === true) return;
      yield step.value;
    }
  }
}
