import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { CipherSuite, type KemInterface } from '@hpke/core';
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import { AEAD_ID, KDF_ID, KEM_ID } from './config.ts';
import { HmacKdf } from './hmac-kdf.ts';
import { NativeX25519Kem } from './native-kem.ts';

/** Which X25519 a suite runs on: Node's own, or the JavaScript one where Node's failed its self-test. */
export type KemKind = 'native' | 'javascript';

/** The one HPKE suite of the protocol and what it runs on. */
export interface HpkeSuite {
  readonly cipher: CipherSuite;
  readonly kem: KemKind;
}

/** A KEM's key: what `@hpke/core` calls a `CryptoKey`, a name that Node's types do not declare. Opaque outside the KEM. */
export interface HpkeKey {
  readonly type: string;
  readonly extractable: boolean;
}

/** Both halves, as the KEM made or imported them. */
export interface HpkeKeyPair {
  readonly privateKey: HpkeKey;
  readonly publicKey: HpkeKey;
}

/** Exported secrets are as long as the larger of the AEAD's key and nonce, RFC 9458 section 4.4. */
export const EXPORT_LENGTH = 32;
/** Header, encapsulated key: what stands before the ciphertext of a request. */
export const HEADER_LENGTH = 7;
export const ENC_LENGTH = 32;
/** Length of a Poly1305 tag. */
export const TAG_LENGTH = 16;

/** Export labels; the single one keeps the RFC 9458 text although the payload is JSON, not binary HTTP. */
export const EXPORT_LABELS = {
  single: Buffer.from('message/bhttp response'),
  chunked: Buffer.from('message/bhttp chunked response'),
};

/** Key id and suite ids as they open a request, RFC 9458 section 4.3. */
export function requestHeader(keyId: number): Uint8Array {
  return Uint8Array.of(keyId, KEM_ID >> 8, KEM_ID & 0xff, KDF_ID >> 8, KDF_ID & 0xff, AEAD_ID >> 8, AEAD_ID & 0xff);
}

/** The HPKE info string of a request: label, zero byte, header. */
export function requestInfo(header: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from('message/bhttp request\0'), header]));
}

/** RFC 9180 appendix A.2.1: DHKEM(X25519, HKDF-SHA256), base mode. */
const KNOWN = {
  ikmE: '909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b',
  enc: '1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a',
  skRm: '8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb',
  pkRm: '4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a',
  sharedSecret: '0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7',
};

/**
 * True when `kem` gives the RFC's own answers in both directions and makes a working key pair, twice different. Never
 * throws: a KEM that does has failed.
 */
export async function passesSelfTest(kem: KemInterface): Promise<boolean> {
  try {
    const recipientPublicKey = (await kem.deserializePublicKey(Buffer.from(KNOWN.pkRm, 'hex'))) as HpkeKey;
    const sent = await kem.encap({ recipientPublicKey, ekm: Buffer.from(KNOWN.ikmE, 'hex') });
    const recipientKey = (await kem.deserializePrivateKey(Buffer.from(KNOWN.skRm, 'hex'))) as HpkeKey;
    const received = await kem.decap({ recipientKey, enc: Buffer.from(KNOWN.enc, 'hex') });
    const hex = [sent.enc, sent.sharedSecret, received].map(bytes => Buffer.from(bytes).toString('hex'));
    const fresh = [await kem.encap({ recipientPublicKey }), await kem.encap({ recipientPublicKey })];
    for (const { enc, sharedSecret } of fresh) {
      const opened = await kem.decap({ recipientKey, enc });
      if (!Buffer.from(opened).equals(Buffer.from(sharedSecret))) return false;
    }
    const [first, second] = fresh.map(({ enc }) => Buffer.from(enc).toString('hex'));
    return hex.join() === [KNOWN.enc, KNOWN.sharedSecret, KNOWN.sharedSecret].join() && first !== second;
  } catch {
    return false;
  }
}

/** The suite on Node's X25519 when that passes its self-test (under a millisecond), else on the JavaScript one. */
export async function createSuite(native: KemInterface = new NativeX25519Kem()): Promise<HpkeSuite> {
  const isNative = await passesSelfTest(native);
  const kem = isNative ? native : new DhkemX25519HkdfSha256();
  const cipher = new CipherSuite({ kem, kdf: new HmacKdf(), aead: new Chacha20Poly1305() });
  return { cipher, kem: isNative ? 'native' : 'javascript' };
}
