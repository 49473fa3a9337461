import { type Hex, keccak256, numberToHex, stringToHex } from 'viem';

/** Blocks and logs older than these are forgotten, so that a sandbox may run for weeks. */
const MAX_BLOCKS = 4_096;
const MAX_LOGS = 4_096;

/** The first block's number; above zero, so that a client that starts "a few blocks back" has somewhere to start. */
const FIRST_BLOCK = 1_000;

/** A block of the sandbox chain. */
export interface Block {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** An emitted event before it has a place on the chain. */
export interface EmittedEvent {
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

/** An event in its block. */
export interface ChainLogEntry extends EmittedEvent {
  readonly block: Block;
  /** Position in the block. */
  readonly logIndex: number;
}

/** Which logs are asked for; an undefined topic matches anything, a list matches any of its members. */
export interface LogFilter {
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly topics: readonly (readonly Hex[] | undefined)[];
}

/** The blocks of the sandbox chain with their logs: bounded, and deterministic for a label and the times of its blocks. */
export class ChainLog {
  readonly #label: string;
  readonly #listeners = new Set<(entries: readonly ChainLogEntry[]) => void>();
  #blocks: Block[] = [];
  #entries: ChainLogEntry[] = [];

  constructor(label: string, nowMs: number) {
    this.#label = label;
    this.append([], nowMs);
  }

  get head(): Block {
    const head = this.#blocks.at(-1);
    if (head === undefined) throw new RangeError('the chain has no block');
    return head;
  }

  /** Mines one block that holds `events`. */
  append(events: readonly EmittedEvent[], nowMs: number): void {
    const parent = this.#blocks.at(-1);
    const number = parent === undefined ? FIRST_BLOCK : parent.number + 1;
    const block: Block = {
      number,
      hash: keccak256(stringToHex(`${this.#label}/block/${number}`)),
      parentHash: parent?.hash ?? numberToHex(0, { size: 32 }),
      timestamp: Math.floor(nowMs / 1_000),
    };
    const entries = events.map((event, logIndex) => ({ ...event, block, logIndex }));
    this.#blocks = [...this.#blocks, block].slice(-MAX_BLOCKS);
    this.#entries = [...this.#entries, ...entries].slice(-MAX_LOGS);
    for (const listener of this.#listeners) listener(entries);
  }

  /** A kept block; undefined for one that is not there yet or forgotten. */
  block(number: number): Block | undefined {
    return this.#blocks.find(block => block.number === number);
  }

  /** Kept logs in order of emission. */
  logs(filter: LogFilter): readonly ChainLogEntry[] {
    return this.#entries.filter(
      entry =>
        entry.block.number >= filter.fromBlock &&
        entry.block.number <= filter.toBlock &&
        matchesTopics(entry, filter.topics),
    );
  }

  /** Calls `listener` with each new block's logs; returns the unsubscribe. */
  onBlock(listener: (entries: readonly ChainLogEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** Whether an entry has the wanted topics, position by position. */
export function matchesTopics(entry: EmittedEvent, wanted: LogFilter['topics']): boolean {
  return wanted.every((allowed, position) => {
    if (allowed === undefined) return true;
    const topic = entry.topics[position];
    return topic !== undefined && allowed.includes(topic);
  });
}
