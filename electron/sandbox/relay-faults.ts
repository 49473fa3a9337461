import type { SeededRandom } from './seeded-random.ts';

/**
 * What the relay does to a request instead of passing it on faithfully.
 * - `status`: answers that status without asking the enclave; `body` is sent as JSON.
 * - `reset`: cuts the connection without an answer. `stall`: never answers; with `afterBytes`, stops within the answer.
 * - `cut`: closes the connection after `afterBytes` of the answer. `truncate`: ends it properly, `bytes` short.
 * - `flip`: flips one bit of the answer, at `atByte` or wherever the seed says.
 * - `replay`: sends an earlier answer of the same kind. `swap`: hands the request to another enclave.
 * - `html`, `json`: a 200 that is not sealed. `empty`: a 200 of the right type without a byte. `redirect`: a 302.
 */
export type RelayFault =
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown }
  | { readonly kind: 'stall'; readonly afterBytes?: number }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'flip'; readonly atByte?: number }
  | { readonly kind: 'reset' | 'replay' | 'swap' | 'html' | 'json' | 'empty' | 'redirect' };

interface Planned {
  readonly fault: RelayFault;
  readonly teeId: string | undefined;
  left: number;
}

/** The relay's plan of misbehaviour: first planned, first done. */
export class RelayFaultPlan {
  /** Added to every request, milliseconds. */
  latencyMs = 0;
  #planned: Planned[] = [];

  /** The next `times` requests (to `teeId`, when given) meet `fault`. */
  add(fault: RelayFault, { times = 1, teeId }: { readonly times?: number; readonly teeId?: string } = {}): void {
    this.#planned.push({ fault, teeId, left: times });
  }

  /** The fault for a request to this TEE, counted as done. */
  take(teeId: string): RelayFault | undefined {
    const planned = this.#planned.find(one => one.teeId === undefined || one.teeId === teeId);
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter(one => one !== planned);
    return planned.fault;
  }

  /** Faithful and fast again. */
  clear(): void {
    this.#planned = [];
    this.latencyMs = 0;
  }
}

/** A whole answer with one of its bits flipped. */
export function flipBit(body: Uint8Array, atByte: number | undefined, random: SeededRandom): Uint8Array {
  const flipped = new Uint8Array(body);
  if (flipped.length === 0) return flipped;
  const position = Math.min(atByte ?? random.below(flipped.length), flipped.length - 1);
  flipped[position] = (flipped[position] ?? 0) ^ (1 << random.below(8));
  return flipped;
}
