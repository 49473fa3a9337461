import { KdfId, type KdfInterface } from '@hpke/core';
import { HASH_LENGTH, hkdfExpand, hkdfExtract } from './hkdf.ts';

type Bytes = ArrayBufferLike | ArrayBufferView;

/** `HPKE-v1`, RFC 9180 section 4. */
const VERSION = Buffer.from('HPKE-v1');

function view(bytes: Bytes): Uint8Array {
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

/** A buffer of exactly these bytes, as `@hpke/core` returns them. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/**
 * HKDF-SHA256 for `@hpke/core` on Node's HMAC. The package's own goes through WebCrypto, a dozen round trips to the
 * thread pool a request, which cost several times what the hashing does.
 */
export class HmacKdf implements KdfInterface {
  readonly id = KdfId.HkdfSha256;
  readonly hashSize = HASH_LENGTH;
  #suiteId: Uint8Array = new Uint8Array(0);

  init(suiteId: Uint8Array): void {
    this.#suiteId = suiteId;
  }

  buildLabeledIkm(label: Uint8Array, ikm: Uint8Array): Uint8Array {
    return new Uint8Array(Buffer.concat([VERSION, this.#suiteId, label, ikm]));
  }

  buildLabeledInfo(label: Uint8Array, info: Uint8Array, length: number): Uint8Array {
    const prefix = Uint8Array.of(length >> 8, length & 0xff);
    return new Uint8Array(Buffer.concat([prefix, VERSION, this.#suiteId, label, info]));
  }

  async extract(salt: Bytes, ikm: Bytes): Promise<ArrayBuffer> {
    return ownBuffer(hkdfExtract(view(salt), view(ikm)));
  }

  async expand(prk: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    return ownBuffer(hkdfExpand(view(prk), view(info), length));
  }

  async extractAndExpand(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    return ownBuffer(hkdfExpand(hkdfExtract(view(salt), view(ikm)), view(info), length));
  }

  async labeledExtract(salt: Bytes, label: Uint8Array, ikm: Uint8Array): Promise<ArrayBuffer> {
    return this.extract(salt, this.buildLabeledIkm(label, ikm));
  }

  async labeledExpand(prk: Bytes, label: Uint8Array, info: Uint8Array, length: number): Promise<ArrayBuffer> {
    return this.expand(prk, this.buildLabeledInfo(label, info, length), length);
  }
}
