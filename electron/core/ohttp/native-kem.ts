import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  DecapError,
  DeserializeError,
  EncapError,
  KemId,
  type KemInterface,
  type RecipientContextParams,
  type SenderContextParams,
} from '@hpke/core';
import { KEM_ID, KEY_LENGTH } from './config.ts';
import { HmacKdf, ownBuffer } from './hmac-kdf.ts';

type Bytes = ArrayBufferLike | ArrayBufferView;

/** DER of an X25519 PKCS #8 private key up to the 32 bytes themselves, RFC 8410 section 7. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const EMPTY = new Uint8Array(0);
/** Labels of RFC 9180 section 4.1 and 7.1.3. */
const LABELS = {
  eaePrk: Buffer.from('eae_prk'),
  sharedSecret: Buffer.from('shared_secret'),
  dkpPrk: Buffer.from('dkp_prk'),
  sk: Buffer.from('sk'),
};

/** A key of {@link NativeX25519Kem}. Shaped like a `CryptoKey`, which is all that `@hpke/core` hands around. */
export class NativeKey {
  readonly type: 'public' | 'private';
  readonly extractable = true;
  readonly algorithm = { name: 'X25519' };
  readonly usages: 'deriveBits'[];
  readonly keyObject: KeyObject;

  constructor(keyObject: KeyObject) {
    this.keyObject = keyObject;
    this.type = keyObject.type === 'private' ? 'private' : 'public';
    this.usages = this.type === 'private' ? ['deriveBits'] : [];
  }

  /** The 32 raw bytes of the public half. JWK because its export is fifty times cheaper than DER. */
  publicBytes(): Uint8Array {
    return new Uint8Array(Buffer.from(this.keyObject.export({ format: 'jwk' }).x ?? '', 'base64url'));
  }
}

interface NativeKeyPair {
  readonly publicKey: NativeKey;
  readonly privateKey: NativeKey;
}

function asBuffer(bytes: Bytes): Buffer {
  return ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(new Uint8Array(bytes));
}

function importPublic(raw: Buffer): NativeKey {
  if (raw.length !== KEY_LENGTH) throw new DeserializeError(`an X25519 public key has ${KEY_LENGTH} bytes`);
  const jwk = { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') };
  return new NativeKey(createPublicKey({ key: jwk, format: 'jwk' }));
}

function importPrivate(raw: Uint8Array): NativeKey {
  if (raw.length !== KEY_LENGTH) throw new DeserializeError(`an X25519 private key has ${KEY_LENGTH} bytes`);
  const der = Buffer.concat([PKCS8_PREFIX, raw]);
  return new NativeKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

function pairOf(privateKey: NativeKey): NativeKeyPair {
  return { privateKey, publicKey: new NativeKey(createPublicKey(privateKey.keyObject)) };
}

function isPair(key: NativeKey | NativeKeyPair): key is NativeKeyPair {
  return 'privateKey' in key;
}

/**
 * DHKEM(X25519, HKDF-SHA256) for `@hpke/core` on Node's native X25519. The JavaScript KEM takes about 2 ms a request,
 * more than everything else the proxy does together; this takes a twentieth. Base mode only: nothing here authenticates
 * the sender. Electron's BoringSSL has had faults with X25519 key objects, so it is used after a self-test only.
 */
export class NativeX25519Kem implements KemInterface {
  readonly id = KemId.DhkemX25519HkdfSha256;
  readonly secretSize = KEY_LENGTH;
  readonly encSize = KEY_LENGTH;
  readonly publicKeySize = KEY_LENGTH;
  readonly privateKeySize = KEY_LENGTH;
  readonly #kdf = new HmacKdf();

  constructor() {
    this.#kdf.init(Buffer.from([...Buffer.from('KEM'), KEM_ID >> 8, KEM_ID & 0xff]));
  }

  async serializePublicKey(key: NativeKey): Promise<ArrayBuffer> {
    return ownBuffer(key.publicBytes());
  }

  async deserializePublicKey(key: Bytes): Promise<NativeKey> {
    return importPublic(asBuffer(key));
  }

  async serializePrivateKey(key: NativeKey): Promise<ArrayBuffer> {
    return ownBuffer(Buffer.from(key.keyObject.export({ format: 'jwk' }).d ?? '', 'base64url'));
  }

  async deserializePrivateKey(key: Bytes): Promise<NativeKey> {
    return importPrivate(asBuffer(key));
  }

  async importKey(format: 'raw' | 'jwk', key: ArrayBuffer | object, isPublic = true): Promise<NativeKey> {
    if (format !== 'raw' || !(key instanceof ArrayBuffer)) throw new DeserializeError('only raw keys are imported');
    return isPublic ? importPublic(asBuffer(key)) : importPrivate(asBuffer(key));
  }

  async generateKeyPair(): Promise<NativeKeyPair> {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    return { privateKey: new NativeKey(privateKey), publicKey: new NativeKey(publicKey) };
  }

  /** DeriveKeyPair of RFC 9180 section 7.1.3. */
  async deriveKeyPair(ikm: Bytes): Promise<NativeKeyPair> {
    const dkpPrk = await this.#kdf.labeledExtract(EMPTY, LABELS.dkpPrk, asBuffer(ikm));
    const raw = await this.#kdf.labeledExpand(dkpPrk, LABELS.sk, EMPTY, KEY_LENGTH);
    return pairOf(importPrivate(new Uint8Array(raw)));
  }

  /** Encap of RFC 9180 section 4.1. Throws `EncapError` for a recipient key of small order. */
  async encap(params: SenderContextParams): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }> {
    const recipient = params.recipientPublicKey as NativeKey;
    const ephemeral = await this.#ephemeral(params.ekm as NativeKeyPair | Bytes | undefined);
    const enc = ephemeral.publicKey.publicBytes();
    try {
      const sharedSecret = await this.#agree(ephemeral.privateKey, recipient, enc, recipient.publicBytes());
      return { sharedSecret, enc: ownBuffer(enc) };
    } catch (error) {
      throw new EncapError(error);
    }
  }

  /** Decap of RFC 9180 section 4.1. Throws `DecapError` for an encapsulated key of small order. */
  async decap(params: RecipientContextParams): Promise<ArrayBuffer> {
    const key = params.recipientKey as NativeKey | NativeKeyPair;
    const recipient = isPair(key) ? key : pairOf(key);
    const enc = asBuffer(params.enc);
    try {
      return await this.#agree(recipient.privateKey, importPublic(enc), enc, recipient.publicKey.publicBytes());
    } catch (error) {
      throw new DecapError(error);
    }
  }

  async #ephemeral(given: NativeKeyPair | Bytes | undefined): Promise<NativeKeyPair> {
    if (given === undefined) return this.generateKeyPair();
    return 'privateKey' in given ? given : this.deriveKeyPair(given);
  }

  /** Diffie-Hellman, then ExtractAndExpand over enc ‖ recipient key. */
  async #agree(own: NativeKey, other: NativeKey, enc: Uint8Array, recipient: Uint8Array): Promise<ArrayBuffer> {
    const shared = diffieHellman({ privateKey: own.keyObject, publicKey: other.keyObject });
    if (shared.every(byte => byte === 0)) throw new Error('the shared secret is zero');
    const ikm = this.#kdf.buildLabeledIkm(LABELS.eaePrk, shared);
    const context = Buffer.concat([enc, recipient]);
    const info = this.#kdf.buildLabeledInfo(LABELS.sharedSecret, context, KEY_LENGTH);
    return this.#kdf.extractAndExpand(EMPTY, ikm, info, KEY_LENGTH);
  }
}
