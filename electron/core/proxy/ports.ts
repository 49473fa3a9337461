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

/** What a failed request says about its TEE; `relay-unreachable` says nothing about it. */
export type SuspicionKind =
  | 'stale-key'
  | 'unknown-tee'
  | 'relay-failure'
  | 'timeout'
  | 'relay-unreachable'
  | 'channel'
  | 'verification'
  | 'enclave-failure';

/** What a request saw of its TEE. */
export interface Suspicion {
  readonly kind: SuspicionKind;
  /** A few words for the log and the status: a status, an error's code, a check. */
  readonly detail: string;
}

/** What a suspicion came to. */
export interface SuspicionVerdict {
  /** Whether requests are no longer sealed to the suspect as it was. */
  readonly replaced: boolean;
  /** False when the registry could not be read, so that nothing is known of a change. */
  readonly checked: boolean;
}

/** Where sessions come from; the TEE gate fills it. */
export interface TeeProvider {
  /** The session to seal the next request to. Throws why there is none. */
  acquire(signal: AbortSignal): Promise<ServingLease>;
  /** One check of the registry for all who suspect meanwhile, and the alarm where an answer cannot be trusted although
   * the registry lists its TEE unchanged. May reject; that is as good as an unread registry. */
  suspect(session: ServingSession, suspicion: Suspicion, signal: AbortSignal): Promise<SuspicionVerdict>;
  /** The TEE failed as `reason` says: it is quarantined (not for `relay-unreachable`), and the next `acquire` gives another
   * one where there is one. */
  reportUnreachable(session: ServingSession, reason: Suspicion): void;
}

/** Where the proofs of verified answers are kept; the receipt journal fills it. */
export interface ReceiptSink {
  append(receipt: Receipt, signal: AbortSignal): Promise<void>;
}
