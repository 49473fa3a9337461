import { keccak_256 } from '@noble/hashes/sha3.js';

/** keccak256 of a signing key's DER: the identity of one enclave boot. 0x and 64 lower-case hex digits. */
export function teeIdOf(signingKeyDer: Uint8Array): string {
  return `0x${Buffer.from(keccak_256(signingKeyDer)).toString('hex')}`;
}

/**
 * The ids of the signing keys in the last answers: hashing thousands of keys again with every reading is most of its
 * cost, and hardly any of them changes.
 */
export class KnownKeys {
  #known = new Map<string, string>();
  #used = new Map<string, string>();

  /** {@link teeIdOf}, computed once while the key stays listed. */
  idOf(signingKeyDer: Uint8Array): string {
    const key = Buffer.from(signingKeyDer.buffer, signingKeyDer.byteOffset, signingKeyDer.byteLength).toString(
      'latin1',
    );
    const id = this.#used.get(key) ?? this.#known.get(key) ?? teeIdOf(signingKeyDer);
    this.#used.set(key, id);
    return id;
  }

  /** An answer was read to its end: forgets the keys that it did not list. */
  sweep(): void {
    this.#known = this.#used;
    this.#used = new Map();
  }
}
