import { keccak_256 } from '@noble/hashes/sha3.js';
import { JsonNumber, type JsonObject } from '../json/index.ts';
import type { CanonicalRequest } from './canonical-request.ts';
import { VerificationError } from './errors.ts';
import { hashDigits, toHex } from './hex.ts';
import type { TeeIdentity } from './identity.ts';
import { extractSingle, type SignedOutput } from './output.ts';
import { decodeBase64, isSignedBy, signedMessage, TIMESTAMP_LIMIT, teeIdOfKey } from './signature.ts';
import type { StreamOutcome } from './stream-accumulator.ts';
import { type TokenUsage, usageOf } from './usage.ts';

/** What a verified answer proves: this enclave answered this request with this output at this time. */
export interface Proof {
  /** 0x and 64 lower-case hex digits. */
  readonly teeId: string;
  /** 64 lower-case hex digits, no prefix. */
  readonly requestHash: string;
  /** 64 lower-case hex digits, no prefix. */
  readonly outputHash: string;
  /** Unix seconds, by the enclave's clock. */
  readonly timestamp: bigint;
  /** Base64, as the enclave wrote it. */
  readonly signature: string;
  /** The text that `outputHash` is taken over is the answer's content, or its tool calls. */
  readonly covers: SignedOutput['covers'];
  /** Paths of parts that no signature covers, e.g. `choices[0].message.content` beside signed tool calls. */
  readonly unsignedFields: readonly string[];
  /** True when one of them is text a person reads. */
  readonly unsignedText: boolean;
  /** What the verified answer says of its tokens, which no signature covers. */
  readonly usage?: TokenUsage;
}

/** How far the enclave's clock may be from ours. The defaults are those of the on-chain verifier. */
export interface Freshness {
  /** Seconds, default 3600. */
  readonly maxAgeSeconds?: number;
  /** Seconds, default 300. */
  readonly maxAheadSeconds?: number;
}

interface VerifyBasics {
  readonly request: CanonicalRequest;
  readonly identity: TeeIdentity;
  /** The time now, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly freshness?: Freshness;
}

/**
 * Verifies a single answer as {@link openInner} gave it. Throws {@link VerificationError}; nothing of the answer may
 * reach a client then.
 */
export function verifySingle(options: VerifyBasics & { readonly inner: JsonObject }): Proof {
  return withUsage(
    verifySigned(options.inner, () => extractSingle(options.inner), options),
    usageOf(options.inner),
  );
}

/** Verifies a stream after its end. Throws {@link VerificationError}, `missing_final_frame` when nothing was signed. */
export function verifyStream(options: VerifyBasics & { readonly outcome: StreamOutcome }): Proof {
  const { signedFrame, output, usage } = options.outcome;
  if (signedFrame === null) {
    throw new VerificationError('missing_final_frame', 'The stream ended without a signed frame.');
  }
  return withUsage(
    verifySigned(signedFrame, () => output, options),
    usage,
  );
}

function withUsage(proof: Proof, usage: TokenUsage | undefined): Proof {
  return usage === undefined ? proof : { ...proof, usage };
}

/** The order of the checks is the reference client's, so that both name the same reason. */
function verifySigned(frame: JsonObject, output: () => SignedOutput, options: VerifyBasics): Proof {
  const { request, identity, nowMs, freshness } = options;
  const signature = textField(frame, 'tee_signature');
  const reportedRequest = textField(frame, 'tee_request_hash');
  const reportedOutput = textField(frame, 'tee_output_hash');
  const timestamp = timestampField(frame);
  const teeId = checkedTeeId(textField(frame, 'tee_id'), identity);

  const requestHash = toHex(request.requestHash);
  if (hashDigits(reportedRequest) !== requestHash) {
    throw new VerificationError('request_hash', 'The enclave answered another request than the one that was sent.');
  }
  const signed = output();
  const outputHash = hashOutput(signed.text);
  if (hashDigits(reportedOutput) !== toHex(outputHash)) {
    throw new VerificationError('output_hash', 'The answer is not the one whose hash the enclave reports.');
  }
  const signatureBytes = decodeBase64(signature);
  const message = signedMessage(request.requestHash, outputHash, timestamp);
  if (signatureBytes === undefined || !isSignedBy(identity.signingKey, message, signatureBytes)) {
    throw new VerificationError('signature', 'The signature is not the one of the TEE in the registry.');
  }
  checkFreshness(timestamp, nowMs, freshness);
  if (signed.hasUnsignedToolCalls) {
    throw new VerificationError('unsigned_tool_calls', 'The answer carries tool calls that its signature leaves out.');
  }
  return {
    teeId,
    requestHash,
    outputHash: toHex(outputHash),
    timestamp,
    signature,
    covers: signed.covers,
    unsignedFields: signed.unsignedFields,
    unsignedText: signed.unsignedFields.some(field => field.startsWith('choices[0].')),
  };
}

function textField(frame: JsonObject, field: string): string {
  const value = frame.get(field);
  if (typeof value === 'string') return value;
  throw missing(field);
}

/** An integer, or its decimal digits as text. Python would also take spaces, signs and underscores; nobody sends them. */
function timestampField(frame: JsonObject): bigint {
  const value = frame.get('tee_timestamp');
  if (typeof value !== 'string' && !(value instanceof JsonNumber && value.isInteger)) throw missing('tee_timestamp');
  const token = typeof value === 'string' ? value : value.token;
  const timestamp = /^\d{1,20}$/.test(token) ? BigInt(token) : undefined;
  if (timestamp === undefined || timestamp >= TIMESTAMP_LIMIT) {
    throw new VerificationError('timestamp', 'The time in the answer is not a number of seconds.');
  }
  return timestamp;
}

function checkedTeeId(reported: string, identity: TeeIdentity): string {
  const digits = hashDigits(reported);
  if (digits === undefined || digits !== teeIdOfKey(identity.signingKeyDer)) {
    throw new VerificationError(
      'tee_id_vs_signing_key',
      'The TEE id in the answer does not belong to the signing key.',
    );
  }
  if (digits !== hashDigits(identity.teeId)) {
    throw new VerificationError('tee_id_vs_expected', 'Another TEE answered than the one that was asked.');
  }
  return `0x${digits}`;
}

/** Strictly UTF-8: a lone surrogate has no bytes, and replacing it would hash a text that nobody received. */
function hashOutput(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text)) {
    throw new VerificationError('content_encoding', 'The answer holds half a character, which has no UTF-8 form.');
  }
  return keccak_256(Buffer.from(text, 'utf8'));
}

function checkFreshness(timestamp: bigint, nowMs: number, freshness: Freshness = {}): void {
  const { maxAgeSeconds = 3_600, maxAheadSeconds = 300 } = freshness;
  const ageSeconds = nowMs / 1_000 - Number(timestamp);
  if (ageSeconds > maxAgeSeconds || ageSeconds < -maxAheadSeconds) {
    throw new VerificationError(
      'freshness',
      `The answer was signed too ${ageSeconds > 0 ? 'long ago' : 'far ahead'}.`,
      {
        details: { ageSeconds, maxAgeSeconds, maxAheadSeconds },
        remedy:
          'The answer was withheld. Check the clock of this computer and try again; if the clock is right, rotate to another TEE.',
      },
    );
  }
}

function missing(field: string): VerificationError {
  return new VerificationError('missing_field', `The answer has no usable ${field}.`, { details: { field } });
}
