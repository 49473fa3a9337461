import type { PayloadVersion } from './device-payload.ts';

/** Everything that keeps a gateway from being connected. One row each in the policy table. */
export type FailureKind =
  // It comes back by itself.
  | 'starting'
  | 'restart-announced'
  | 'restarting'
  | 'suspending'
  | 'stopped-by-owner'
  | 'overloaded'
  | 'refused'
  | 'unreachable'
  | 'name-unknown'
  | 'no-answer'
  | 'no-upgrade'
  | 'lost'
  | 'half-open'
  | 'stalled'
  | 'slow-consumer'
  | 'too-long'
  | 'malformed'
  | 'access-changed'
  | 'store-unreadable'
  | 'internal'
  // A person has to approve something.
  | 'pairing'
  // Another credential or another form of it may do, once.
  | 'token-mismatch-device'
  | 'device-token-stale'
  | 'signature-form'
  | 'signature-stale'
  | 'rate-limited'
  // Only a change of settings helps.
  | 'token-missing'
  | 'token-mismatch'
  | 'password-missing'
  | 'password-mismatch'
  | 'bootstrap-invalid'
  | 'device-token-refused'
  | 'scope-mismatch'
  | 'identity-required'
  | 'identity-proxy'
  | 'not-configured'
  | 'unauthorized'
  | 'device-refused'
  | 'device-unreadable'
  | 'origin'
  | 'protocol-old-client'
  | 'protocol-old-gateway'
  | 'params'
  | 'too-big'
  | 'not-a-gateway'
  | 'certificate'
  | 'pin-mismatch'
  | 'address';

/** One failed attempt or lost connection. `detail` is a code or number for the log, never text of the gateway. */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail: string;
  /** What the gateway asks us to wait, unchecked. */
  readonly hint?: unknown;
  readonly pairing?: PairingNeed;
  /** Protocol versions of a mismatch: ours and the gateway's. */
  readonly expectedProtocol?: number;
  /** Text of our own about this very case; for `address` and certificates. */
  readonly sentence?: string;
  readonly remedy?: string;
}

/** What the gateway's owner has to approve. */
export interface PairingNeed {
  readonly reason: 'not-paired' | 'role-upgrade' | 'scope-upgrade' | 'metadata-upgrade';
  /** Null when the gateway named none that can be put into a command. */
  readonly requestId: string | null;
}

/** How the next attempt differs from an ordinary one. */
export interface AttemptMode {
  /** Shared and device token together: for a gateway whose shared token was replaced. */
  readonly withDeviceToken: boolean;
  readonly payload: PayloadVersion;
}

export const ORDINARY: AttemptMode = { withDeviceToken: false, payload: 'v3' };
