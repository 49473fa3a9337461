import { createClient } from '@redis/client';
import {
  type Clock,
  deadline,
  errorMessage,
  isAbortError,
  parseUrl,
  type SecretScrubber,
} from '../../platform/index.ts';
import type { SubscriptionEvent } from '../events.ts';
import { SubscriptionsError } from './errors.ts';
import { allowManyWaiters } from './many-waiters.ts';

/** Options of {@link RedisConnection}. */
export interface RedisConnectionOptions {
  /** `redis://[user@]host[:port][/db]`, or `rediss:` for TLS. Never with a password. */
  readonly url: string;
  /** The password, asked for at each connection. Undefined: none. */
  readonly password: (signal: AbortSignal) => Promise<string | undefined>;
  /** Hosts that manage one fleet name it alike. Default `fleet`. */
  readonly fleet?: string;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  readonly emit: (event: SubscriptionEvent) => void;
}

/** Whether the shared state can be used, and why not. */
export type SharedStateStatus =
  | { readonly state: 'off' }
  | { readonly state: 'connecting' | 'up' }
  | { readonly state: 'away'; readonly reason: string; readonly sinceMs: number };

const COMMAND_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_RECONNECT_MS = 100;
const MOST_RECONNECT_MS = 5_000;
/** A server that is there but silent is noticed by this. */
const PING_INTERVAL_MS = 10_000;
/** Holds assignments, not bulk: more waiting than this means that nobody answers. */
const MOST_WAITING = 10_000;

type Client = ReturnType<typeof newClient>;

/**
 * The connection to the Redis that several hosts share. Comes back by itself; while it is away every call fails at once
 * with `shared_state_unavailable` instead of waiting, so that nobody decides on what was true before.
 */
export class RedisConnection {
  readonly #options: RedisConnectionOptions;
  readonly #url: URL;
  readonly #prefix: string;
  #client: Client | undefined;
  #status: SharedStateStatus = { state: 'off' };

  /** Throws `shared_state_misconfigured`. */
  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    this.#url = readUrl(options.url);
    // Braces keep all keys of a fleet on one node of a cluster, where scripts need them.
    this.#prefix = `gatehouse:{${options.fleet ?? 'fleet'}}:`;
  }

  get status(): SharedStateStatus {
    return this.#status;
  }

  /** The name under which Redis has it. */
  key(name: string): string {
    return this.#prefix + name;
  }

  /** Begins to connect; resolves at once when the first attempt has ended, whichever way. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#client !== undefined) return;
    signal.throwIfAborted();
    this.#status = { state: 'connecting' };
    const client = newClient(this.#url, () => this.#credentials());
    this.#client = client;
    const first = new Promise<void>(resolve => {
      client.once('ready', () => resolve());
      client.once('error', () => resolve());
    });
    client.on('ready', () => this.#isUp());
    client.on('error', (error: unknown) => this.#isAway(errorMessage(error)));
    client.on('end', () => this.#isAway('the connection was closed'));
    client.connect().catch((error: unknown) => this.#isAway(errorMessage(error)));
    await first;
  }

  /** Ends the connection; calls under way are rejected. May be called twice. */
  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#status = { state: 'off' };
    if (client === undefined) return;
    client.removeAllListeners('end');
    if (client.isOpen) client.destroy();
  }

  /** Runs commands. Throws `shared_state_unavailable`, also for a command whose answer did not come in time. */
  async run<Result>(command: (client: Client) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    const client = this.#client;
    if (client === undefined || !client.isReady) throw this.#unavailable(this.#reason());
    const limit = deadline(this.#options.clock, COMMAND_TIMEOUT_MS, allowManyWaiters(signal), () =>
      this.#unavailable('it does not answer'),
    );
    try {
      return await Promise.race([command(client), rejection(limit.signal)]);
    } catch (error) {
      if (signal.aborted && isAbortError(error)) throw error;
      if (error instanceof SubscriptionsError) throw error;
      throw this.#unavailable(errorMessage(error));
    } finally {
      limit.done();
    }
  }

  async #credentials(): Promise<{ username?: string; password: string }> {
    const password = await this.#options.password(new AbortController().signal);
    const username = decodeURIComponent(this.#url.username);
    return { ...(username === '' ? {} : { username }), password: password ?? '' };
  }

  #isUp(): void {
    if (this.#client === undefined) return;
    const wasAway = this.#status.state === 'away';
    this.#status = { state: 'up' };
    if (wasAway) this.#options.emit({ type: 'sharedStateRestored', at: this.#options.clock.now() });
  }

  #isAway(cause: string): void {
    if (this.#client === undefined || this.#status.state === 'away') return;
    const reason = this.#sentence(cause);
    const sinceMs = this.#options.clock.now();
    this.#status = { state: 'away', reason, sinceMs };
    this.#options.emit({ type: 'sharedStateLost', at: sinceMs, reason });
  }

  #reason(): string {
    return this.#status.state === 'away' ? this.#status.reason : 'it is not connected';
  }

  #sentence(cause: string): string {
    return this.#options.scrubber.redact(cause).slice(0, 200);
  }

  #unavailable(cause: string): SubscriptionsError {
    return new SubscriptionsError(
      'shared_state_unavailable',
      `Redis at ${this.#url.host} cannot be used (${this.#sentence(cause)}), so nothing is switched.`,
      {
        remedy: 'Another host could be switching the same agent: bring Redis back, it is tried again by itself.',
        retryable: true,
      },
    );
  }
}

function newClient(address: URL, credentials: () => Promise<{ username?: string; password: string }>) {
  const url = new URL(address);
  // A name in the address would win over the credentials.
  url.username = '';
  return createClient({
    url: url.href,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_WAITING,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled',
    credentialsProvider: { type: 'async-credentials-provider', credentials },
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: tries => Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(tries, 10), MOST_RECONNECT_MS),
    },
  });
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function readUrl(text: string): URL {
  const url = parseUrl(text);
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    throw misconfigured('The address of Redis must look like redis://host:6379 or rediss://host:6379.', 'Correct it.');
  }
  if (url.password !== '') {
    throw misconfigured(
      'The address of Redis contains a password.',
      'Take it out of the settings and store it with `gatehouse secret set`.',
    );
  }
  return url;
}

function misconfigured(message: string, remedy: string): SubscriptionsError {
  return new SubscriptionsError('shared_state_misconfigured', message, { remedy });
}
