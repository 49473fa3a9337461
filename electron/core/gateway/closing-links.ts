import type { Clock } from '../platform/index.ts';
import type { Link } from './link.ts';
import { withPatience } from './patience.ts';

/** Then nobody waits for close handshakes any longer. */
const PATIENCE_MS = 1_500;

/** The sockets that were told to close and are not gone yet. */
export class ClosingLinks {
  readonly #clock: Clock;
  readonly #links = new Set<Link>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(link: Link): void {
    this.#links.add(link);
    void link.closed.then(() => this.#links.delete(link));
  }

  /** Resolves when all are gone, by force after 1.5 s. */
  async gone(): Promise<void> {
    if (this.#links.size === 0) return;
    const closed = Promise.all([...this.#links].map(link => link.closed));
    await withPatience(this.#clock, PATIENCE_MS, closed);
    for (const link of this.#links) link.terminate();
  }
}
