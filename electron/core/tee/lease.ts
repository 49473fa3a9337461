import type { CurrentTee } from '../../contract/index.ts';
import type { TeeSession } from './session.ts';

/** How a request that held a lease ended. */
export type LeaseOutcome =
  | { readonly kind: 'verified'; readonly latencyMs: number }
  /** The answer failed verification; `check` names how. */
  | { readonly kind: 'refused'; readonly check: string }
  | { readonly kind: 'failed'; readonly code: string };

/** The right to seal one request to a session, and the duty to say how it ended. */
export interface TeeLease {
  readonly session: TeeSession;
  /** Ends the lease. Only the first call counts. */
  done(outcome: LeaseOutcome): void;
}

/** The percentiles are over so many answers. */
const LATENCIES_KEPT = 128;
/** The chart shows so many. */
const LATENCIES_SHOWN = 60;

/** What a session was used for: counts and latencies of its leases. */
export class LeaseLedger {
  readonly session: TeeSession;
  #inFlight = 0;
  #requestsServed = 0;
  readonly #latenciesMs: number[] = [];

  constructor(session: TeeSession) {
    this.session = session;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** `onDone` is called once, after the books are right. */
  open(onDone: (outcome: LeaseOutcome) => void): TeeLease {
    this.#inFlight += 1;
    let isOpen = true;
    return {
      session: this.session,
      done: outcome => {
        if (!isOpen) return;
        isOpen = false;
        this.#inFlight -= 1;
        if (outcome.kind === 'verified') this.#addLatency(outcome.latencyMs);
        onDone(outcome);
      },
    };
  }

  #addLatency(latencyMs: number): void {
    this.#requestsServed += 1;
    this.#latenciesMs.push(latencyMs);
    if (this.#latenciesMs.length > LATENCIES_KEPT) this.#latenciesMs.shift();
  }

  /** The session with its numbers, as the status shows it. */
  snapshot(): CurrentTee {
    const { record, teeId, selectedAt, cause } = this.session;
    const last = this.#latenciesMs.at(-1);
    const sorted = [...this.#latenciesMs].sort((a, b) => a - b);
    return {
      teeId,
      endpoint: record.endpoint,
      pcrHash: record.pcrHash,
      selectedAt,
      cause,
      requestsServed: this.#requestsServed,
      inFlight: this.#inFlight,
      latencyMs: last === undefined ? null : { p50: nearestRank(sorted, 0.5), p95: nearestRank(sorted, 0.95), last },
      recentLatenciesMs: this.#latenciesMs.slice(-LATENCIES_SHOWN),
    };
  }
}

/** The smallest value that at least `share` of `sorted` do not exceed. `sorted` is not empty. */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
