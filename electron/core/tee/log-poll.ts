import { type Clock, deadline, type Timer } from '../platform/index.ts';
import { REGISTRY_TOPICS } from './event-topics.ts';
import { LogWindow } from './log-window.ts';
import type { RpcClient } from './rpc-client.ts';

/** Options of {@link LogPoll}. */
export interface LogPollOptions {
  readonly rpc: RpcClient;
  readonly rpcUrls: readonly string[];
  readonly address: string;
  readonly intervalMs: number;
  readonly requestTimeoutMs: number;
  /** No look follows a failed one sooner, milliseconds. Default 0. */
  readonly leastRetryMs?: () => number;
  readonly clock: Clock;
  readonly onEvent: () => void;
  /** Called when polling begins or ceases to work. */
  readonly onChange: () => void;
}

/** An endpoint that cannot do it is asked this rarely. */
const MAX_PAUSE_MS = 300_000;

/**
 * Asks for the contract's logs every now and then. Remembers where it was, so that an outage loses no event. Never
 * throws: while it does not work, it pauses longer and longer, and goes on to the next endpoint.
 */
export class LogPoll {
  readonly #options: LogPollOptions;
  readonly #window = new LogWindow();
  #lifetime: AbortController | undefined;
  #running: Promise<void> | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #isWorking = false;

  constructor(options: LogPollOptions) {
    this.#options = options;
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Looks now, and then every interval. */
  start(): void {
    if (this.#lifetime !== undefined) return;
    this.#lifetime = new AbortController();
    this.#look();
  }

  /** Looks now, if it runs. */
  wake(): void {
    if (this.#lifetime === undefined) return;
    this.#failures = 0;
    this.#look();
  }

  async stop(): Promise<void> {
    this.#lifetime?.abort();
    this.#lifetime = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isWorking = false;
    this.#window.restart();
    await this.#running;
  }

  #look(): void {
    const lifetime = this.#lifetime;
    if (lifetime === undefined || this.#running !== undefined) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#running = this.#poll(lifetime.signal).finally(() => {
      this.#running = undefined;
      if (this.#lifetime !== undefined) this.#plan();
    });
  }

  #plan(): void {
    const { clock, intervalMs, leastRetryMs } = this.#options;
    const leastMs = this.#failures === 0 ? 0 : (leastRetryMs?.() ?? 0);
    const pauseMs = Math.max(intervalMs, leastMs, Math.min(intervalMs * 2 ** this.#failures, MAX_PAUSE_MS));
    this.#timer = clock.schedule(pauseMs, () => this.#look());
  }

  async #poll(lifetime: AbortSignal): Promise<void> {
    const { clock, requestTimeoutMs, onEvent, onChange } = this.#options;
    const limit = deadline(clock, requestTimeoutMs, lifetime, () => new Error('no answer in time'));
    let hasChanged = false;
    const wasWorking = this.#isWorking;
    try {
      hasChanged = await this.#ask(limit.signal);
      this.#isWorking = true;
      this.#failures = 0;
    } catch {
      this.#isWorking = false;
      this.#failures += 1;
    } finally {
      limit.done();
    }
    if (lifetime.aborted) {
      this.#isWorking = false;
      return;
    }
    if (this.#isWorking !== wasWorking) onChange();
    if (hasChanged) onEvent();
  }

  /** True when something changed. The endpoint that works stays the one that is asked. */
  async #ask(signal: AbortSignal): Promise<boolean> {
    const { rpc, rpcUrls, address } = this.#options;
    const rpcUrl = rpcUrls[this.#failures % rpcUrls.length] ?? '';
    const head = Number(await rpc.callJson(rpcUrl, 'eth_blockNumber', [], signal));
    if (!Number.isSafeInteger(head) || head < 0) throw new Error('no block number');
    const known = this.#window.range(head);
    if (known === undefined) this.#window.restart();
    const range = known ?? this.#window.firstRange(head);
    const filter = {
      address,
      fromBlock: `0x${range.fromBlock.toString(16)}`,
      toBlock: `0x${range.toBlock.toString(16)}`,
      topics: [REGISTRY_TOPICS],
    };
    const logs = await rpc.callJson(rpcUrl, 'eth_getLogs', [filter], signal);
    if (!Array.isArray(logs)) throw new Error('no logs');
    return this.#window.look(range, logs);
  }
}
