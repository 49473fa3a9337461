import type { OhttpRecipient } from '../ohttp/index.ts';
import type { Receipt, TeeIdentity } from '../proof/index.ts';

/** What a request needs of a session with an enclave: the key to seal to, and the identity that must sign. */
export interface ServingSession {
  readonly teeId: string;
  readonly recipient: OhttpRecipient;
  readonly identity: TeeIdentity;
  readonly record: { readonly endpoint: string };
}

/** How the use of a session ended. */
export type LeaseOutcome =
  | { readonly kind: 'verified'; readonly latencyMs: number }
  | { readonly kind: 'refused'; readonly check: string }
  | { readonly kind: 'failed'; readonly code: string };

/** A session in use by one request, which keeps it whatever is selected meanwhile. `done` is called exactly once. */
export interface ServingLease {
  readonly session: ServingSession;
  done(outcome: LeaseOutcome): void;
}

/** Where sessions come from; the TEE gate fills it. */
export interface TeeProvider {
  /** The session to seal the next request to. Throws why there is none. */
  acquire(signal: AbortSignal): Promise<ServingLease>;
  /** Nothing sealed to this session could be delivered: the next `acquire` should give another one. */
  reportUnreachable(session: ServingSession): void;
}

/** Where the proofs of verified answers are kept; the receipt journal fills it. */
export interface ReceiptSink {
  append(receipt: Receipt, signal: AbortSignal): Promise<void>;
}
