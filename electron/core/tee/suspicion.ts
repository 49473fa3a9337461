/**
 * Why a request makes its TEE suspect.
 * - `stale-key`: the enclave could not open what was sealed to it.
 * - `unknown-tee`: the relay does not know the id.
 * - `relay-failure`: the relay could not reach the enclave (502, 503), or cut the answer.
 * - `timeout`: no answer in time; it may have run.
 * - `relay-unreachable`: the relay itself could not be connected to, which says nothing about the TEE.
 * - `channel`: the sealed answer does not open, or ends too early.
 * - `verification`: the answer's signature or what it signs is wrong.
 * - `enclave-failure`: the enclave answered 500.
 */
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
  /** A few words for the log and the status, e.g. `HTTP status 502` or the failed check. Without secrets. */
  readonly detail?: string;
}

/** What a suspicion came to. */
export interface SuspicionVerdict {
  /** True when requests are no longer sealed to the suspect as it was: a request that was not accepted may be sent again. */
  readonly replaced: boolean;
  /** False when the registry could not be read, so that nothing is known of a change. */
  readonly checked: boolean;
}
