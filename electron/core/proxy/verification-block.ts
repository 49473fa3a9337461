import { JsonNumber, type JsonObject, type JsonValue, stringifyWire } from '../json/index.ts';
import type { Proof } from '../proof/index.ts';

/** The key under which a verified answer carries its proof, as the peer product names it. */
const BLOCK_KEY = 'opengradient_verification';

/** The proof as the peer product shows it, plus `unsigned_fields` where the signature leaves something out. */
export function verificationBlock(proof: Proof, endpoint: string): JsonObject {
  const block = new Map<string, JsonValue>([
    ['verified', true],
    ['tee_id', proof.teeId],
    ['request_hash', proof.requestHash],
    ['output_hash', proof.outputHash],
    ['timestamp', new JsonNumber(proof.timestamp.toString())],
    ['tee_host', endpoint],
  ]);
  if (proof.unsignedFields.length > 0) block.set('unsigned_fields', [...proof.unsignedFields]);
  return block;
}

/** The answer's JSON text with the block in it. A block that the answer brought itself is replaced: it proves nothing. */
export function withVerification(inner: JsonObject, block: JsonObject): string {
  return stringifyWire(new Map(inner).set(BLOCK_KEY, block));
}
