/** What a failure says of the credential. `none` never rotates. */
export type FailureVerdictKind = 'rate_limit' | 'auth' | 'none';

/** How long, and for what, to stay away from the refused credential. */
export interface CooldownHint {
  /**
   * `subscription`: all of it; `model`: work on one model only; `request`: this request, or the next seconds: wait and
   * go on with the same subscription.
   */
  readonly scope: 'subscription' | 'model' | 'request';
  /** When it ends, milliseconds since the epoch, if the failure said so. */
  readonly untilMs?: number;
  /** The provider's window that refused, e.g. `5h` or `7d_opus`. */
  readonly window?: string;
}

export interface FailureVerdict {
  readonly kind: FailureVerdictKind;
  /** Which rule decided: R1 to R6c in the order of evaluation, or the name of the special case that came before. */
  readonly rule: string;
  readonly cooldownHint?: CooldownHint;
}
