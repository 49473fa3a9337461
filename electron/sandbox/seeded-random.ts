import { createHash } from 'node:crypto';
import type { Random } from '../core/platform/index.ts';

/**
 * A {@link Random} whose draws follow from a text alone, so that runs of the sandbox repeat: SHA-256 over label and
 * counter. Never used for keys or tokens.
 */
export class SeededRandom implements Random {
  readonly #label: string;
  #counter = 0;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(label: string) {
    this.#label = label;
  }

  /** A stream of its own for one purpose: draws of one purpose do not shift those of another. */
  fork(purpose: string): SeededRandom {
    return new SeededRandom(`${this.#label}/${purpose}`);
  }

  below(exclusiveMax: number): number {
    const limit = Math.floor(0x1_0000_0000 / exclusiveMax) * exclusiveMax;
    for (;;) {
      const draw = Buffer.from(this.bytes(4)).readUInt32BE();
      if (draw < limit) return draw % exclusiveMax;
    }
  }

  bytes(length: number): Uint8Array {
    while (this.#buffer.length < length) {
      const block = createHash('sha256').update(`${this.#label}#${this.#counter}`).digest();
      this.#buffer = Buffer.concat([this.#buffer, block]);
      this.#counter += 1;
    }
    const drawn = new Uint8Array(this.#buffer.subarray(0, length));
    this.#buffer = this.#buffer.subarray(length);
    return drawn;
  }
}
