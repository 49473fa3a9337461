import { randomBytes, randomInt } from 'node:crypto';

/** Where all randomness comes from that is not a cryptographic key, so that tests and the sandbox's seed can fix it. */
export interface Random {
  /** A uniform integer from 0 to `exclusiveMax` − 1. `exclusiveMax` is at least 1. */
  below(exclusiveMax: number): number;
  /** Uniform random bytes. */
  bytes(length: number): Uint8Array;
}

/** The {@link Random} of the operating system. */
export class SystemRandom implements Random {
  below(exclusiveMax: number): number {
    return randomInt(exclusiveMax);
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(randomBytes(length));
  }
}
