import { x25519 } from '@noble/curves/ed25519.js';
import { ChunkedOpener, type ChunkLimits } from './chunked-opener.ts';
import { assertConfig, type OhttpConfig } from './config.ts';
import { OhttpError } from './errors.ts';
import { openSingleResponse } from './response.ts';
import {
  createSuite,
  EXPORT_LABELS,
  EXPORT_LENGTH,
  type HpkeKey,
  type HpkeKeyPair,
  type HpkeSuite,
  requestHeader,
  requestInfo,
} from './suite.ts';

/** An enclave's key, checked and imported once, to seal many requests to. Immutable. */
export interface OhttpRecipient {
  readonly config: OhttpConfig;
  readonly suite: HpkeSuite;
  readonly publicKey: HpkeKey;
  readonly header: Uint8Array;
  readonly info: Uint8Array;
}

/** A fixed ephemeral key instead of a fresh one: for known-answer tests only. */
export type FixedEphemeral = { readonly ikm: Uint8Array } | { readonly privateKey: Uint8Array };

/** The bytes of one request and the secrets that its response is sealed under. */
export interface Encapsulated {
  readonly wire: Uint8Array;
  readonly enc: Uint8Array;
  readonly responseSecret: Uint8Array;
  readonly chunkedResponseSecret: Uint8Array;
}

/** One request, sealed, and the only means of opening what answers it. */
export interface SealedRequest {
  readonly wire: Uint8Array;
  /** Throws `ohttp_malformed`, `ohttp_decrypt_failed`. */
  openSingle(sealed: Uint8Array): Promise<Uint8Array>;
  /** An opener for a streamed answer; each has a state of its own. */
  openChunked(limits?: ChunkLimits): ChunkedOpener;
}

/** Checks and imports an enclave's key. Throws `ohttp_bad_public_key`, `ohttp_unsupported_suite`, `ohttp_bad_key_config`. */
export async function prepareRecipient(config: OhttpConfig): Promise<OhttpRecipient> {
  assertConfig(config);
  const suite = await createSuite();
  const publicKey = (await suite.cipher.kem.deserializePublicKey(config.publicKey)) as HpkeKey;
  const header = requestHeader(config.keyId);
  return Object.freeze({ config, suite, publicKey, header, info: requestInfo(header) });
}

async function ephemeralKey(suite: HpkeSuite, fixed: FixedEphemeral): Promise<Uint8Array | HpkeKeyPair> {
  if ('ikm' in fixed) return fixed.ikm;
  const { kem } = suite.cipher;
  return {
    privateKey: (await kem.deserializePrivateKey(fixed.privateKey)) as HpkeKey,
    publicKey: (await kem.deserializePublicKey(x25519.getPublicKey(fixed.privateKey))) as HpkeKey,
  };
}

/** Seals `plaintext` with a fresh ephemeral key: header ‖ encapsulated key ‖ ciphertext (RFC 9458 section 4.3). */
export async function encapsulate(
  recipient: OhttpRecipient,
  plaintext: Uint8Array,
  fixed?: FixedEphemeral,
): Promise<Encapsulated> {
  const { suite, publicKey, header, info } = recipient;
  const ekm = fixed === undefined ? {} : { ekm: await ephemeralKey(suite, fixed) };
  try {
    const context = await suite.cipher.createSenderContext({ recipientPublicKey: publicKey, info, ...ekm });
    const enc = new Uint8Array(context.enc);
    const [ciphertext, responseSecret, chunkedResponseSecret] = [
      new Uint8Array(await context.seal(plaintext)),
      new Uint8Array(await context.export(EXPORT_LABELS.single, EXPORT_LENGTH)),
      new Uint8Array(await context.export(EXPORT_LABELS.chunked, EXPORT_LENGTH)),
    ];
    const wire = new Uint8Array(Buffer.concat([header, enc, ciphertext]));
    return { wire, enc, responseSecret, chunkedResponseSecret };
  } catch (error) {
    throw new OhttpError('ohttp_bad_public_key', "Nothing can be sealed to this TEE's HPKE key.", {
      remedy: 'Choose another TEE.',
      cause: error,
    });
  }
}

/** {@link encapsulate} with the secrets kept inside. Throws `ohttp_bad_public_key`. */
export async function sealRequest(
  recipient: OhttpRecipient,
  plaintext: Uint8Array,
  options: { readonly ephemeral?: FixedEphemeral } = {},
): Promise<SealedRequest> {
  const { wire, enc, responseSecret, chunkedResponseSecret } = await encapsulate(
    recipient,
    plaintext,
    options.ephemeral,
  );
  return {
    wire,
    openSingle: async sealed => openSingleResponse(responseSecret, enc, sealed),
    openChunked: limits => new ChunkedOpener(chunkedResponseSecret, enc, limits),
  };
}
