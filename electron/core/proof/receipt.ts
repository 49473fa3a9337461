import { z } from 'zod';
import type { Told } from '../../contract/index.ts';
import { hashDigits } from './hex.ts';
import type { TeeIdentity } from './identity.ts';
import { decodeBase64, isSignedBy, rsaPublicKey, signedMessage, TIMESTAMP_LIMIT, teeIdOfKey } from './signature.ts';
import type { Proof } from './verify.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');

/**
 * The proof of one verified answer, complete enough to be checked again offline, years later, by anyone. Holds hashes,
 * never a prompt or an answer. Fields of later versions are kept.
 */
export const Receipt = z.looseObject({
  version: z.literal(1),
  /** When the answer was verified, milliseconds since the epoch, by this machine's clock. */
  verifiedAt: z.number(),
  /** 0x and 64 lower-case hex digits: keccak256 of the signing key. */
  teeId: z.string().regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 lower-case hex digits'),
  /** The TEE's endpoint as the registry listed it. */
  endpoint: z.string().max(2_048),
  model: z.string().max(512),
  requestHash: Hash,
  outputHash: Hash,
  /** Unix seconds by the enclave's clock, in decimal digits: it is signed as an integer of up to 64 bits. */
  timestamp: z.string().regex(/^\d{1,20}$/, 'must be decimal digits'),
  /** RSA-PSS, base64. */
  signature: z.string().max(4_096),
  /** DER SubjectPublicKeyInfo of the signing key, base64. */
  signingKeyDer: z.string().max(4_096),
  /** Whether the hash of the output is over its text or its tool calls. */
  covers: z.enum(['content', 'tool_calls']),
  stream: z.boolean(),
  mode: z.enum(['strict', 'progressive']),
  /** True when the TEE was one of the embedded sandbox: it proves nothing about a real network. */
  sandbox: z.boolean(),
  /** What the answer says beside what was signed; absent where it said nothing, and in receipts of earlier versions. */
  unsigned: z.looseObject({ promptTokens: z.int().min(0), completionTokens: z.int().min(0) }).optional(),
});
export type Receipt = z.infer<typeof Receipt>;

/** What a receipt says beside the proof. */
export interface ReceiptFacts {
  readonly proof: Proof;
  readonly identity: TeeIdentity;
  readonly endpoint: string;
  readonly model: string;
  readonly stream: boolean;
  readonly mode: Receipt['mode'];
  readonly sandbox: boolean;
  /** The time now, milliseconds since the epoch. */
  readonly nowMs: number;
}

const MAX_ENDPOINT_LENGTH = 2_048;
const MAX_MODEL_LENGTH = 512;

/** The receipt of a verified answer. Over-long names are cut: they are for display, no signature covers them. */
export function createReceipt(facts: ReceiptFacts): Receipt {
  const { proof, identity, endpoint, model, stream, mode, sandbox, nowMs } = facts;
  return {
    version: 1,
    verifiedAt: nowMs,
    teeId: proof.teeId,
    endpoint: endpoint.slice(0, MAX_ENDPOINT_LENGTH),
    model: model.slice(0, MAX_MODEL_LENGTH),
    requestHash: proof.requestHash,
    outputHash: proof.outputHash,
    timestamp: proof.timestamp.toString(),
    signature: proof.signature,
    signingKeyDer: Buffer.from(identity.signingKeyDer).toString('base64'),
    covers: proof.covers,
    stream,
    mode,
    sandbox,
    ...(proof.usage === undefined ? {} : { unsigned: { ...proof.usage } }),
  };
}

/** Whether a receipt proves itself; `reason` is a sentence. */
export type ReceiptVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly told: Told };

/**
 * Checks a receipt offline: its shape, that the TEE id is the hash of the signing key, and that this key signed the
 * hashes and the time. Whether the id was ever in a registry is for the reader to look up; that needs the chain.
 */
export function verifyReceipt(receipt: unknown): ReceiptVerdict {
  const parsed = Receipt.safeParse(receipt);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path.join('.') || 'the whole';
    const told = { code: 'receipt_malformed', name: issue?.path.join('.') || 'JSON' } as const;
    return refused(`Not a receipt: ${name}: ${issue?.message ?? 'invalid'}.`, told);
  }
  const { teeId, requestHash, outputHash, timestamp, signature, signingKeyDer } = parsed.data;
  const der = decodeBase64(signingKeyDer);
  const key = der === undefined ? undefined : rsaPublicKey(der);
  if (der === undefined || key === undefined)
    return refused('The signing key is not an RSA public key.', { code: 'receipt_key' });
  if (teeIdOfKey(der) !== hashDigits(teeId))
    return refused('The TEE id does not belong to the signing key.', { code: 'receipt_other_tee' });
  const seconds = BigInt(timestamp);
  if (seconds >= TIMESTAMP_LIMIT) return refused('The timestamp is out of range.', { code: 'receipt_time' });
  const message = signedMessage(Buffer.from(requestHash, 'hex'), Buffer.from(outputHash, 'hex'), seconds);
  const signatureBytes = decodeBase64(signature);
  if (signatureBytes === undefined || !isSignedBy(key, message, signatureBytes)) {
    return refused('The signature does not cover these hashes and this time.', { code: 'receipt_signature' });
  }
  return { ok: true };
}

function refused(reason: string, told: Told): ReceiptVerdict {
  return { ok: false, reason, told };
}
