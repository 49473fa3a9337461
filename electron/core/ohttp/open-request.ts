import { randomBytes } from 'node:crypto';
import { AEAD_ID, encodeKeyConfig, KDF_ID, KEM_ID, type OhttpConfig } from './config.ts';
import { OhttpError } from './errors.ts';
import { deriveResponseKeys, RESPONSE_NONCE_LENGTH, sealChunk, sealSingleResponse } from './response.ts';
import {
  createSuite,
  ENC_LENGTH,
  EXPORT_LABELS,
  EXPORT_LENGTH,
  HEADER_LENGTH,
  type HpkeKeyPair,
  type HpkeSuite,
  requestHeader,
  requestInfo,
  TAG_LENGTH,
} from './suite.ts';

/** The enclave's side of a key configuration. */
export interface OhttpKeyPair {
  /** What is registered on chain. */
  readonly config: OhttpConfig;
  readonly suite: HpkeSuite;
  readonly keys: HpkeKeyPair;
}

/** Seals the chunks of one streamed response, in order. */
export interface ChunkSealer {
  /** The response nonce, which opens the stream. */
  open(): Uint8Array;
  /** A frame that is not the last, with its length before it. */
  seal(frame: Uint8Array): Uint8Array;
  /** The last frame with the zero that announces it; nothing may follow. */
  sealFinal(frame: Uint8Array): Uint8Array;
}

/** A request as the enclave sees it, and the means of answering it. */
export interface OpenedRequest {
  readonly plaintext: Uint8Array;
  sealSingle(plaintext: Uint8Array): Promise<Uint8Array>;
  chunkSealer(): ChunkSealer;
}

/** A key pair with its configuration; from `seed` (any bytes, RFC 9180 DeriveKeyPair) where it must repeat. */
export async function createOhttpKeyPair(
  options: { readonly seed?: Uint8Array; readonly keyId?: number } = {},
): Promise<OhttpKeyPair> {
  const suite = await createSuite();
  const { kem } = suite.cipher;
  const keys = (await (options.seed === undefined
    ? kem.generateKeyPair()
    : kem.deriveKeyPair(options.seed))) as HpkeKeyPair;
  const publicKey = new Uint8Array(await kem.serializePublicKey(keys.publicKey));
  const fields = { keyId: options.keyId ?? 1, kemId: KEM_ID, kdfId: KDF_ID, aeadId: AEAD_ID, publicKey };
  return { config: { ...fields, keyConfig: encodeKeyConfig(fields) }, suite, keys };
}

/** Opens a request as an enclave does. Throws `ohttp_malformed` (also for another key id), `ohttp_decrypt_failed`. */
export async function openRequest(keyPair: OhttpKeyPair, wire: Uint8Array): Promise<OpenedRequest> {
  const header = wire.subarray(0, HEADER_LENGTH);
  const isOurs = Buffer.compare(header, requestHeader(keyPair.config.keyId)) === 0;
  if (!isOurs || wire.length < HEADER_LENGTH + ENC_LENGTH + TAG_LENGTH) {
    throw new OhttpError('ohttp_malformed', 'The encapsulated request is malformed or for another key.');
  }
  const enc = new Uint8Array(wire.subarray(HEADER_LENGTH, HEADER_LENGTH + ENC_LENGTH));
  try {
    const context = await keyPair.suite.cipher.createRecipientContext({
      recipientKey: keyPair.keys,
      enc,
      info: requestInfo(header),
    });
    const plaintext = new Uint8Array(await context.open(wire.subarray(HEADER_LENGTH + ENC_LENGTH)));
    const single = new Uint8Array(await context.export(EXPORT_LABELS.single, EXPORT_LENGTH));
    const chunked = new Uint8Array(await context.export(EXPORT_LABELS.chunked, EXPORT_LENGTH));
    return {
      plaintext,
      sealSingle: async reply => sealSingleResponse(single, enc, freshNonce(), reply),
      chunkSealer: () => createChunkSealer(chunked, enc, freshNonce()),
    };
  } catch (error) {
    throw new OhttpError('ohttp_decrypt_failed', 'The encapsulated request was not sealed to this key.', {
      cause: error,
    });
  }
}

function freshNonce(): Uint8Array {
  return new Uint8Array(randomBytes(RESPONSE_NONCE_LENGTH));
}

/** The shortest QUIC varint for `value` (RFC 9000 section 16), up to 2^30 − 1. */
function varint(value: number): Uint8Array {
  if (value < 0x40) return Uint8Array.of(value);
  if (value < 0x4000) return Uint8Array.of(0x40 | (value >> 8), value & 0xff);
  return Uint8Array.of(0x80 | (value >> 24), (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

function createChunkSealer(secret: Uint8Array, enc: Uint8Array, responseNonce: Uint8Array): ChunkSealer {
  const keys = deriveResponseKeys(secret, enc, responseNonce);
  let index = 0;
  const next = (frame: Uint8Array, isFinal: boolean): Uint8Array => {
    const sealed = sealChunk(keys, index, frame, isFinal);
    index += 1;
    return new Uint8Array(Buffer.concat([varint(isFinal ? 0 : sealed.length), sealed]));
  };
  return {
    open: () => responseNonce,
    seal: frame => next(frame, false),
    sealFinal: frame => next(frame, true),
  };
}
