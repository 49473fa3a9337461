import { percentile } from '../bench/load.ts';
import { type Asked, faultOf, isComplete, type KnownEnclave } from './answer-check.ts';
import type { Reply } from './client.ts';

/** Milliseconds from the request to the last byte of its answer. */
export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Adds up how requests ended. */
export class Tally {
  requests = 0;
  failed = 0;
  unverifiedBytes = 0;
  /** Answers that came with the second attempt. */
  retried = 0;
  /** Why requests failed or answers were not verified, and how often. */
  readonly reasons: Record<string, number> = {};
  readonly #latencies: number[] = [];

  add(asked: Asked, reply: Reply, enclaveOf: (teeId: string) => KnownEnclave | undefined): void {
    this.requests += 1;
    if (reply.kind === 'broken') {
      this.#fail(`connection: ${reply.reason}`);
      this.unverifiedBytes += reply.received;
      return;
    }
    const { status, got, latencyMs } = reply;
    if (status !== 200) {
      this.#fail(`${status} ${codeIn(got.body)}`);
      return;
    }
    if (!isComplete(asked, got.body)) this.#fail('200 without an end');
    const fault = faultOf(asked, got, enclaveOf);
    if (fault !== undefined) {
      this.unverifiedBytes += Buffer.byteLength(got.body);
      this.#count(fault);
    }
    if (got.headers['x-gatehouse-attempts'] === '2') this.retried += 1;
    this.#latencies.push(latencyMs);
  }

  latency(): Latencies {
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    const at = (share: number): number => Math.round(percentile(sorted, share) * 10) / 10;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
  }

  #fail(reason: string): void {
    this.failed += 1;
    this.#count(reason);
  }

  #count(reason: string): void {
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
  }
}

function codeIn(body: string): string {
  try {
    return String((JSON.parse(body) as { error?: { code?: unknown } }).error?.code);
  } catch {
    return 'no error object';
  }
}
