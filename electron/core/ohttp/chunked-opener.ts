import { ByteGatherer } from './byte-gatherer.ts';
import { OhttpError } from './errors.ts';
import { deriveResponseKeys, openChunk, RESPONSE_NONCE_LENGTH, type ResponseKeys } from './response.ts';

/** Limits of a {@link ChunkedOpener}. */
export interface ChunkLimits {
  /** Sealed bytes of one chunk. Default 8 MiB. */
  readonly maxChunkBytes?: number;
  /** Sealed bytes of the whole response. Default 32 MiB. */
  readonly maxTotalBytes?: number;
}

const DEFAULT_MAX_CHUNK_BYTES = 8 * 1024 * 1024;
const DEFAULT_MAX_TOTAL_BYTES = 32 * 1024 * 1024;

type Stage = 'nonce' | 'length' | 'chunk' | 'final';

/**
 * Opens a chunked response (draft-ietf-ohai-chunked-ohttp) from bytes split anywhere: nonce(32), chunks with a varint
 * length before each, a zero varint, the final chunk up to the end. A frame is given out as soon as its tag holds; the
 * final one only at the end, since its length is implied. After an error or the end it refuses everything.
 */
export class ChunkedOpener {
  readonly #secret: Uint8Array;
  readonly #enc: Uint8Array;
  readonly #maxChunkBytes: number;
  readonly #maxTotalBytes: number;
  readonly #gathered = new ByteGatherer();
  #stage: Stage = 'nonce';
  #wanted = RESPONSE_NONCE_LENGTH;
  #keys: ResponseKeys | undefined;
  #index = 0;
  #totalBytes = 0;
  #refusal: OhttpError | undefined;

  constructor(secret: Uint8Array, enc: Uint8Array, limits: ChunkLimits = {}) {
    this.#secret = secret;
    this.#enc = enc;
    this.#maxChunkBytes = limits.maxChunkBytes ?? DEFAULT_MAX_CHUNK_BYTES;
    this.#maxTotalBytes = limits.maxTotalBytes ?? DEFAULT_MAX_TOTAL_BYTES;
  }

  /**
   * Takes the next bytes and gives the frames that they complete, in order.
   * Throws `ohttp_decrypt_failed`, `ohttp_too_large`, and `ohttp_finished` after an error or the end.
   */
  push(bytes: Uint8Array): Uint8Array[] {
    return this.#guarded(() => this.#consume(bytes));
  }

  /**
   * Says that nothing follows, and gives the final frame. Throws `ohttp_malformed` (cut inside the nonce or a length),
   * `ohttp_truncated` (cut inside a chunk), `ohttp_missing_final` (cut between chunks), `ohttp_decrypt_failed`.
   */
  end(): Uint8Array[] {
    const frames = this.#guarded(() => [this.#finish()]);
    this.#refusal = new OhttpError('ohttp_finished', 'The sealed stream has already ended.');
    return frames;
  }

  #guarded(work: () => Uint8Array[]): Uint8Array[] {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      return work();
    } catch (error) {
      const code = error instanceof OhttpError ? error.code : undefined;
      this.#refusal = new OhttpError('ohttp_finished', 'The sealed stream has already failed.', { details: { code } });
      throw error;
    }
  }

  #consume(bytes: Uint8Array): Uint8Array[] {
    this.#totalBytes += bytes.length;
    if (this.#totalBytes > this.#maxTotalBytes) throw tooLarge('reply', this.#maxTotalBytes);
    const frames: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#stage === 'final') {
        this.#gatherFinal(bytes.subarray(at));
        break;
      }
      const missing = this.#wanted - this.#gathered.length;
      const part = bytes.subarray(at, at + missing);
      at += part.length;
      if (part.length < missing) this.#gathered.append(part);
      else this.#complete(this.#whole(part), frames);
    }
    return frames;
  }

  /** What was gathered with `part` behind it; without a copy when nothing was. */
  #whole(part: Uint8Array): Uint8Array {
    if (this.#gathered.length === 0) return part;
    this.#gathered.append(part);
    return this.#gathered.take();
  }

  #gatherFinal(bytes: Uint8Array): void {
    if (this.#gathered.length + bytes.length > this.#maxChunkBytes) throw tooLarge('chunk', this.#maxChunkBytes);
    this.#gathered.append(bytes);
  }

  #complete(bytes: Uint8Array, frames: Uint8Array[]): void {
    if (this.#stage === 'nonce') {
      this.#keys = deriveResponseKeys(this.#secret, this.#enc, bytes);
      this.#expect('length', 1);
    } else if (this.#stage === 'length') {
      this.#completeLength(bytes);
    } else {
      frames.push(this.#open(bytes, false));
      this.#expect('length', 1);
    }
  }

  /** QUIC varint (RFC 9000 section 16), also in a longer form than needed. */
  #completeLength(bytes: Uint8Array): void {
    const first = bytes[0] ?? 0;
    const size = 2 ** (first >> 6);
    if (bytes.length < size) {
      this.#gathered.append(bytes);
      this.#wanted = size;
      return;
    }
    // Exact up to 2^53; above that only the comparison with the limit matters, which rounding cannot turn.
    let length = first & 0x3f;
    for (const byte of bytes.subarray(1)) length = length * 256 + byte;
    if (length > this.#maxChunkBytes) throw tooLarge('chunk', this.#maxChunkBytes);
    if (length === 0) this.#stage = 'final';
    else this.#expect('chunk', length);
  }

  #expect(stage: Stage, wanted: number): void {
    this.#stage = stage;
    this.#wanted = wanted;
  }

  #open(sealed: Uint8Array, isFinal: boolean): Uint8Array {
    if (this.#keys === undefined) throw new OhttpError('ohttp_malformed', 'The sealed stream has no nonce.');
    const frame = openChunk(this.#keys, this.#index, sealed, isFinal);
    this.#index += 1;
    return frame;
  }

  #finish(): Uint8Array {
    const cut = this.#gathered.length;
    switch (this.#stage) {
      case 'nonce':
        throw new OhttpError('ohttp_malformed', `The sealed stream ended after ${cut} bytes, inside its nonce.`);
      case 'length':
        if (cut > 0) throw new OhttpError('ohttp_malformed', 'The sealed stream ended inside the length of a chunk.');
        throw new OhttpError('ohttp_missing_final', 'The sealed stream ended without its final chunk.');
      case 'chunk':
        throw new OhttpError(
          'ohttp_truncated',
          `The sealed stream ended ${cut} bytes into a chunk of ${this.#wanted}.`,
        );
      case 'final':
        return this.#open(this.#gathered.take(), true);
    }
  }
}

function tooLarge(what: 'chunk' | 'reply', limitBytes: number): OhttpError {
  return new OhttpError('ohttp_too_large', `A sealed ${what} is larger than the limit of ${limitBytes} bytes.`);
}
