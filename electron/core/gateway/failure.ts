import type { GatewayFailureKind } from '../../contract/index.ts';
import type { PayloadVersion } from './device-payload.ts';

/** Everything that keeps a gateway from being connected. One row each in the policy table. */
export type FailureKind = GatewayFailureKind;

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
