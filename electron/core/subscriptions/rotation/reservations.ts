/**
 * Places kept for agents that are on their way to a subscription, so that many that fail together do not all take the
 * same best one.
 */
export class Reservations {
  readonly #counts = new Map<string, number>();

  /** Keeps a place; call the returned function once when the agent has arrived or will not. */
  reserve(subscriptionId: string): () => void {
    this.#counts.set(subscriptionId, this.count(subscriptionId) + 1);
    return () => {
      const left = this.count(subscriptionId) - 1;
      if (left > 0) this.#counts.set(subscriptionId, left);
      else this.#counts.delete(subscriptionId);
    };
  }

  count(subscriptionId: string): number {
    return this.#counts.get(subscriptionId) ?? 0;
  }

  /** A copy, by subscription id. */
  counts(): ReadonlyMap<string, number> {
    return new Map(this.#counts);
  }
}
