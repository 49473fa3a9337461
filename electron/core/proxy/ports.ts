import type { OhttpRecipient } from '../ohttp/index.ts';
import type { Proof, TeeIdentity } from '../proof/index.ts';
import type { Verification } from './verification-mode.ts';

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

/** A verified answer as it is to be remembered: hashes and signature, no prompt and no answer. */
export interface ProvenAnswer {
  readonly proof: Proof;
  readonly signingKeyDer: Uint8Array;
  readonly endpoint: string;
  readonly model: string;
  readonly stream: boolean;
  readonly mode: Verification;
  readonly sandbox: boolean;
  /** When it was verified, milliseconds since the epoch. */
  readonly at: number;
}

/** Where proven answers are remembered. */
export interface ReceiptSink {
  record(answer: ProvenAnswer, signal: AbortSignal): Promise<void>;
}
