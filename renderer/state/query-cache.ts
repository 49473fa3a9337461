/** An answer, and when it came (milliseconds since the epoch). */
export interface CachedAnswer {
  readonly value: unknown;
  readonly at: number;
}

const MOST_ANSWERS = 60;

/** The last answers of the page, so that a view that is opened again shows what it knew while it asks anew. */
export class QueryCache {
  readonly #answers = new Map<string, CachedAnswer>();

  get(key: string): CachedAnswer | undefined {
    return this.#answers.get(key);
  }

  /** Keeps the newest ones. */
  set(key: string, answer: CachedAnswer): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= MOST_ANSWERS) return;
      this.#answers.delete(oldest);
    }
  }
}
