import { type EmitEvent, isClientsMistake } from '../../contract/index.ts';
import { type Clock, GatehouseError } from '../platform/index.ts';
import { VerificationError } from '../proof/index.ts';
import { toClientError } from './client-error.ts';
import type { LastFailure } from './health.ts';
import type { LeaseOutcome, ServingLease } from './ports.ts';

/** How many calls ended how since the start, and how many are under way. */
export interface CallCounts {
  readonly answersVerified: number;
  /** Answers that failed verification and were kept from the client. */
  readonly answersRefused: number;
  readonly requestsFailed: number;
  /** Not valid: the mistakes of their clients. */
  readonly requestsInvalid: number;
  readonly inFlight: number;
}

/** What the ledger keeps for each kind of end. */
export interface LedgerOptions {
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

/** Counts calls and tells the rest of the app how each of them ended, exactly once per call and per lease. */
export class CallLedger {
  readonly #clock: Clock;
  readonly #emit: EmitEvent;
  #verified = 0;
  #refused = 0;
  #failed = 0;
  #invalid = 0;
  #inFlight = 0;
  #lastFailure: LastFailure | undefined;

  constructor({ clock, emit }: LedgerOptions) {
    this.#clock = clock;
    this.#emit = emit;
  }

  counts(): CallCounts {
    return {
      answersVerified: this.#verified,
      answersRefused: this.#refused,
      requestsFailed: this.#failed,
      requestsInvalid: this.#invalid,
      inFlight: this.#inFlight,
    };
  }

  /** The last request that failed or answer that was refused; leaving clients are no failure. */
  lastFailure(): LastFailure | undefined {
    return this.#lastFailure;
  }

  /** A call begins; exactly one of its `verified` and `failed` counts, whichever is first. */
  open(model: string, stream: boolean, signal: AbortSignal): Call {
    const startedMs = this.#clock.monotonicMs();
    this.#inFlight += 1;
    let lease: ServingLease | undefined;
    let isHeld = false;
    let ended = false;
    const release = (outcome: LeaseOutcome): void => {
      if (isHeld) lease?.done(outcome);
      isHeld = false;
    };
    const end = (): boolean => {
      const first = !ended;
      if (first) this.#inFlight -= 1;
      ended = true;
      return first;
    };
    return {
      holds: held => {
        lease = held;
        isHeld = true;
      },
      attemptFailed: error => release(outcomeOf(error)),
      verified: () => {
        if (!end() || lease === undefined) return;
        const latencyMs = this.#clock.monotonicMs() - startedMs;
        const { teeId } = lease.session;
        this.#verified += 1;
        release({ kind: 'verified', latencyMs });
        this.#emit({ type: 'answerVerified', at: this.#clock.now(), teeId, model, latencyMs, stream });
      },
      failed: error => {
        release(outcomeOf(signal.aborted ? signal.reason : error));
        if (end() && !signal.aborted) this.#fail(error, lease?.session.teeId, model);
      },
    };
  }

  /** A request that never became a call: it could not be read or is not supported. */
  rejected(error: unknown): void {
    this.#emitFailure(error);
  }

  #fail(error: unknown, teeId: string | undefined, model: string): void {
    if (error instanceof VerificationError && teeId !== undefined) {
      const { check } = error;
      this.#refused += 1;
      this.#lastFailure = { code: error.code, at: this.#clock.now() };
      this.#emit({ type: 'answerRefused', at: this.#clock.now(), teeId, model, check });
      return;
    }
    this.#emitFailure(error);
  }

  #emitFailure(error: unknown): void {
    const { status } = toClientError(error);
    const code = codeOf(error);
    if (isClientsMistake({ code, status })) this.#invalid += 1;
    else this.#failed += 1;
    this.#lastFailure = { code, at: this.#clock.now() };
    this.#emit({ type: 'requestFailed', at: this.#clock.now(), code, status, reason: reasonOf(error, status) });
  }
}

/** One request on its way through the service. */
export interface Call {
  /** The lease that the call holds from now on; the one before has ended with its attempt. */
  holds(lease: ServingLease): void;
  /** Ends the lease, not the call: there may be another attempt. */
  attemptFailed(error: unknown): void;
  verified(): void;
  /** Ends the lease with the call, unless its attempt has. */
  failed(error: unknown): void;
}

function outcomeOf(error: unknown): LeaseOutcome {
  return error instanceof VerificationError
    ? { kind: 'refused', check: error.check }
    : { kind: 'failed', code: codeOf(error) };
}

/** The stable name of any failure. */
export function codeOf(error: unknown): string {
  return error instanceof GatehouseError ? error.code : 'internal_error';
}

/** A sentence for the activity log. Texts of the relay, the enclave or the request stay out: they may quote a prompt. */
function reasonOf(error: unknown, status: number): string {
  const code = codeOf(error);
  if (code === 'relay_status') return `The relay answered ${status}.`;
  if (code === 'enclave_error') return `The enclave answered an error (${status}).`;
  if (code === 'unsupported_request') return 'A request was not supported.';
  if (code === 'internal_error') return 'An internal error.';
  return error instanceof Error ? error.message : code;
}
