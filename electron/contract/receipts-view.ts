import { z } from 'zod';
import { Told } from './told.ts';

/** One stored receipt in a row of the table. */
export const ReceiptRow = z.object({
  id: z.string(),
  /** Milliseconds since the epoch. */
  verifiedAt: z.number(),
  model: z.string(),
  teeId: z.string(),
  endpoint: z.string(),
  /** What the signed hash of the output is over. */
  covers: z.enum(['content', 'tool_calls']),
  stream: z.boolean(),
  mode: z.enum(['strict', 'progressive']),
  /** Of the sandbox: it proves nothing about a real network. */
  sandbox: z.boolean(),
  /** As the enclave counted them; no signature covers them. Absent: it did not say, or an earlier version kept it. */
  tokens: z.object({ prompt: z.number(), completion: z.number() }).optional(),
});
export type ReceiptRow = z.infer<typeof ReceiptRow>;

/** A page of receipts, newest first. */
export const ReceiptsPage = z.object({
  receipts: z.array(ReceiptRow),
  /** What to give as `before` for the next page; null: this was the last. */
  nextBefore: z.string().nullable(),
  /** Since midnight of this computer's time zone. Refused answers leave no receipt. */
  today: z.object({ verified: z.number(), refused: z.number() }),
});
export type ReceiptsPage = z.infer<typeof ReceiptsPage>;

/** One receipt, checked again now from what is stored. */
export const ReceiptDetail = z.object({
  row: ReceiptRow,
  requestHash: z.string(),
  outputHash: z.string(),
  /** By the enclave's clock, milliseconds since the epoch; null when that is no date. */
  signedAt: z.number().nullable(),
  /** Base64. */
  signature: z.string(),
  /** DER SubjectPublicKeyInfo, base64. */
  signingKeyDer: z.string(),
  /** `reason`: why it does not hold, as a sentence; null when it does. */
  verification: z.object({ ok: z.boolean(), reason: z.string().nullable(), told: Told.optional() }),
  /** The whole receipt as JSON, for export; `gatehouse receipts verify` takes it. */
  exportText: z.string(),
  /** Name for the exported file. */
  exportName: z.string(),
});
export type ReceiptDetail = z.infer<typeof ReceiptDetail>;
