/** An event log as `eth_getLogs` lists it, as far as it tells one from another. */
interface SeenLog {
  readonly key: string;
  readonly block: number;
}

/** What a look at the chain asks for, and from where. */
export interface LogRange {
  readonly fromBlock: number;
  readonly toBlock: number;
}

/** A reorganisation reaches no deeper; the last blocks are looked at again every time. */
const DEPTH = 12;
/** Endpoints refuse longer ranges; after such a gap the registry itself says what is true. */
const MAX_RANGE = 1_000;

/**
 * What was seen of the contract's logs, and whether a new look shows a change: a log that is new, or one that is gone
 * because the chain was reorganised. Pure but for its memory, which is a few blocks long.
 */
export class LogWindow {
  #head: number | undefined;
  #seen: readonly SeenLog[] = [];

  /** The blocks to look at when the chain's head is `head`; undefined: begin anew with {@link restart}. */
  range(head: number): LogRange | undefined {
    if (this.#head === undefined || head - this.#head > MAX_RANGE) return undefined;
    return { fromBlock: Math.max(0, Math.min(this.#head, head) - DEPTH + 1), toBlock: head };
  }

  /** The blocks to look at without knowing any. */
  firstRange(head: number): LogRange {
    return { fromBlock: Math.max(0, head - DEPTH + 1), toBlock: head };
  }

  /** Takes what `range` holds. True when something changed since the last look. */
  look({ fromBlock, toBlock }: LogRange, logs: readonly unknown[]): boolean {
    const now = logs.flatMap(log => toSeen(log) ?? []);
    const known = new Set(this.#seen.map(({ key }) => key));
    const found = new Set(now.map(({ key }) => key));
    const isNew = this.#head === undefined || now.some(({ key }) => !known.has(key));
    // Also what lies above a head that went back: an endpoint that lags causes a check too many, a revert is noticed.
    const isGone = this.#seen.some(({ key, block }) => block >= fromBlock && !found.has(key));
    this.#head = toBlock;
    this.#seen = now.filter(({ block }) => block > toBlock - DEPTH);
    return isNew || isGone;
  }

  /** Forgets what was seen: the next look begins anew and counts as a change. */
  restart(): void {
    this.#head = undefined;
    this.#seen = [];
  }
}

function toSeen(log: unknown): SeenLog | undefined {
  if (typeof log !== 'object' || log === null) return undefined;
  const { blockHash, blockNumber, logIndex, transactionHash } = log as Readonly<Record<string, unknown>>;
  const block = Number(blockNumber);
  return Number.isSafeInteger(block)
    ? { key: [blockHash, transactionHash, logIndex].map(String).join('/'), block }
    : undefined;
}
