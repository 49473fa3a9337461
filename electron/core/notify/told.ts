/** How many causes and ids are remembered; the oldest go first. */
const MOST_REMEMBERED = 500;

/** What was told already, bounded. */
export class Told {
  readonly #causes = new Map<string, { readonly expiresAtMs: number; readonly since: number | undefined }>();
  readonly #onceIds = new Set<string>();
  readonly #endedAtMs = new Map<string, number>();

  /** Whether `cause` was told, is not over and is not old enough to be news again. */
  has(cause: string, nowMs: number): boolean {
    return (this.#causes.get(cause)?.expiresAtMs ?? Number.NEGATIVE_INFINITY) > nowMs;
  }

  /** Remembers an id for good; false when it was known. */
  isFirst(onceId: string): boolean {
    if (this.#onceIds.has(onceId)) return false;
    this.#onceIds.add(onceId);
    forgetOldest(this.#onceIds);
    return true;
  }

  /** `since`: when it began, milliseconds since the epoch. */
  add(cause: string, nowMs: number, repeatAfterMs = Number.POSITIVE_INFINITY, since?: number): void {
    this.#causes.delete(cause);
    this.#causes.set(cause, { expiresAtMs: nowMs + repeatAfterMs, since });
    forgetOldest(this.#causes);
  }

  /** When a cause that was told and is not over began; undefined when that is not known. */
  since(cause: string): number | undefined {
    return this.#causes.get(cause)?.since;
  }

  /** The cause is over, and may be told again. */
  end(cause: string, nowMs: number): void {
    if (!this.#causes.delete(cause)) return;
    this.#endedAtMs.delete(cause);
    this.#endedAtMs.set(cause, nowMs);
    forgetOldest(this.#endedAtMs);
  }

  /** When a cause that was told was over; undefined when it never was. */
  endedAtMs(cause: string): number | undefined {
    return this.#endedAtMs.get(cause);
  }
}

function forgetOldest(entries: Map<string, unknown> | Set<string>): void {
  const [oldest] = entries.keys();
  if (entries.size > MOST_REMEMBERED && oldest !== undefined) entries.delete(oldest);
}
