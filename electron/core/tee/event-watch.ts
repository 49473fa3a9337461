import type { Clock, Random } from '../platform/index.ts';
import { LogPoll } from './log-poll.ts';
import { LogSubscription } from './log-subscription.ts';
import type { RegistryEvents } from './registry-events.ts';
import { RpcClient } from './rpc-client.ts';
import type { RpcFetch } from './rpc-endpoint.ts';
import { byValue } from './tee-id.ts';

/** Options of {@link EventWatch}. */
export interface EventWatchOptions {
  /** JSON-RPC endpoints: ws and wss are subscribed to, the others asked. */
  readonly rpcUrls: readonly string[];
  readonly address: string;
  /** Seconds between two looks; 0: no contract events at all. */
  readonly pollSeconds: number;
  /** For one look at the chain. */
  readonly requestTimeoutMs: number;
  /** No attempt follows a failed one sooner, milliseconds. Default 0. */
  readonly leastRetryMs?: () => number;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch?: RpcFetch;
}

type Listener = Parameters<RegistryEvents['start']>[0];

/**
 * Hears of the registry contract's events: pushed where an endpoint offers WebSocket, and asked for in any case, since
 * some nodes push nothing when a reorganisation takes logs back (seen with anvil 1.7.1). Says only that something may have changed; what did, the registry says.
 */
export class EventWatch implements RegistryEvents {
  readonly #isOff: boolean;
  readonly #rpc: RpcClient;
  readonly #poll: LogPoll;
  readonly #subscription: LogSubscription | undefined;
  #listener: Listener | undefined;

  constructor(options: EventWatchOptions) {
    const { rpcUrls, address, pollSeconds, requestTimeoutMs, clock, random, fetch, leastRetryMs = () => 0 } = options;
    const urls = rpcUrls.filter(url => /^wss?:/i.test(url));
    const contract = `0x${byValue(address)}`;
    const onEvent = (): void => this.#listener?.onEvent();
    const onPush = (): void => {
      onEvent();
      // So that the look has seen what a reorganisation may take back.
      this.#poll.wake();
    };
    this.#isOff = pollSeconds === 0 || rpcUrls.length === 0;
    this.#rpc = new RpcClient({ fetch });
    this.#poll = new LogPoll({
      rpc: this.#rpc,
      rpcUrls,
      address: contract,
      intervalMs: pollSeconds * 1_000,
      requestTimeoutMs,
      leastRetryMs,
      clock,
      onEvent,
      onChange: () => this.#listener?.onModeChange(),
    });
    this.#subscription =
      urls.length === 0
        ? undefined
        : new LogSubscription({
            urls,
            address: contract,
            leastRetryMs,
            clock,
            random,
            onEvent: onPush,
            onChange: () => this.#listener?.onModeChange(),
          });
  }

  get mode(): RegistryEvents['mode'] {
    if (this.#subscription?.isWorking === true) return 'subscription';
    return this.#poll.isWorking ? 'polling' : 'off';
  }

  start(listener: Listener): void {
    if (this.#isOff || this.#listener !== undefined) return;
    this.#listener = listener;
    this.#subscription?.start();
    this.#poll.start();
  }

  wake(): void {
    this.#subscription?.wake();
    this.#poll.wake();
  }

  async stop(): Promise<void> {
    this.#listener = undefined;
    this.#subscription?.stop();
    await this.#poll.stop();
    await this.#rpc.close();
  }
}
