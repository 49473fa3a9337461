import type { IncomingMessage } from 'node:http';
import { ProviderAccessError } from './provider-error.ts';

/** Bytes that all requests together may keep, to be sent again. Shared by them. */
export class KeptBytes {
  #free: number;

  constructor(maxBytes: number) {
    this.#free = maxBytes;
  }

  /** False when they are not to be had. */
  take(bytes: number): boolean {
    if (bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#free += bytes;
  }
}

/** Limits of a {@link KeptBody}. */
export interface KeptBodyLimits {
  /** More than this of one body is not kept but passed on as it comes. */
  readonly maxKeptBytes: number;
  /** A longer body is refused. */
  readonly maxBodyBytes: number;
  readonly shared: KeptBytes;
}

/** The body of a client's request: whole in memory, so that it can be sent twice, or too long for that. */
export class KeptBody {
  readonly #request: IncomingMessage;
  readonly #limits: KeptBodyLimits;
  readonly #rest: AsyncIterator<Buffer>;
  readonly #hasLength: boolean;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #kept = 0;
  #isWhole = false;

  private constructor(request: IncomingMessage, limits: KeptBodyLimits) {
    this.#request = request;
    this.#limits = limits;
    this.#rest = request.iterator({ destroyOnReturn: false });
    this.#hasLength = Number(request.headers['content-length'] ?? 0) > 0;
  }

  /** Reads until the end or the limit of what is kept. Throws `request_too_large`, and what a broken connection throws. */
  static async read(request: IncomingMessage, limits: KeptBodyLimits): Promise<KeptBody> {
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes);
    const body = new KeptBody(request, limits);
    try {
      await body.#keep();
      return body;
    } catch (error) {
      body.close();
      throw error;
    }
  }

  /** Whether it can be sent a second time. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What is sent: bytes, a stream that can be read once, or nothing. */
  content(): Uint8Array | AsyncIterable<Uint8Array> | null {
    if (!this.#isWhole) return this.#stream();
    if (this.#bytes === 0 && !this.#hasLength) return null;
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }

  /** Lets go of what is kept. May be called twice. */
  release(): void {
    this.#chunks = [];
    this.#limits.shared.giveBack(this.#kept);
    this.#kept = 0;
  }

  /** Ends with it: what still comes is thrown away, so that the client gets to read its answer. */
  close(): void {
    this.release();
    // A read under way ends first. Until then the iterator holds the stream.
    void this.#rest.return?.().then(
      () => this.#request.resume(),
      () => undefined,
    );
  }

  async #keep(): Promise<void> {
    const { maxKeptBytes, shared } = this.#limits;
    while (this.#bytes <= maxKeptBytes) {
      const chunk = await this.#next();
      if (chunk === undefined) {
        this.#isWhole = true;
        return;
      }
      this.#chunks.push(chunk);
      if (!shared.take(chunk.length)) return;
      this.#kept += chunk.length;
    }
  }

  async *#stream(): AsyncGenerator<Uint8Array> {
    const first = this.#chunks;
    this.release();
    yield* first;
    for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) yield chunk;
  }

  async #next(): Promise<Buffer | undefined> {
    const step = await this.#rest.next();
    if (step.done === true) return undefined;
    this.#bytes += step.value.length;
    if (this.#bytes <= this.#limits.maxBodyBytes) return step.value;
    this.close();
    throw tooLarge(this.#limits.maxBodyBytes);
  }
}

function tooLarge(maxBytes: number): ProviderAccessError {
  return new ProviderAccessError(
    413,
    'request_too_large',
    `The request body is larger than ${maxBytes} bytes, the most that this Gatehouse takes.`,
  );
}
