import { randomBytes } from 'node:crypto';
import { type Clock, type Random, sleep, type Timer } from '../../platform/index.ts';
import { SubscriptionsError } from '../shared/errors.ts';
import type { RedisConnection } from '../shared/redis-connection.ts';
import type { AgentLocks, Fence } from './agent-locks.ts';
import { LocalLocks } from './local-locks.ts';

/** Options of {@link RedisLocks}. */
export interface RedisLocksOptions {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly random: Random;
  /** How long a lock outlives a holder that is gone. Default 30 seconds; it is renewed at every third of it. */
  readonly ttlMs?: number;
  /** How long to wait for a lock of another host. Default 60 seconds, the longest start of a container. */
  readonly waitMs?: number;
}

const TTL_MS = 30_000;
const WAIT_MS = 60_000;
const FIRST_POLL_MS = 50;
const MOST_POLL_MS = 1_000;
/** Random value that tells one holder from the next. */
const OWNER_BYTES = 16;

/** Takes the lock if it is free and numbers the holder, in one step: a number without a lock would fence off nobody. */
const ACQUIRE = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
end
return 0`;
/** Only the holder renews and releases: the lock may have gone to somebody else. */
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * The {@link AgentLocks} of several hosts with one Redis: `SET NX PX` with a random value, renewed while it is held.
 * A lock can be lost all the same (a host that stood still, a Redis that lost its data), so the holder's number goes
 * with each write, where it is compared.
 */
export class RedisLocks implements AgentLocks {
  readonly #options: RedisLocksOptions;
  readonly #ttlMs: number;
  /** Callers of this process queue here, so that one of them at most polls for each agent. */
  readonly #local = new LocalLocks();

  constructor(options: RedisLocksOptions) {
    this.#options = options;
    this.#ttlMs = options.ttlMs ?? TTL_MS;
  }

  withLock<Result>(agent: string, signal: AbortSignal, fn: (fence: Fence) => Promise<Result>): Promise<Result> {
    return this.#local.withLock(agent, signal, async () => {
      const owner = randomBytes(OWNER_BYTES).toString('hex');
      let held: HeldLock | undefined;
      try {
        held = await this.#acquire(agent, owner, signal);
        return await fn(held);
      } finally {
        held?.end();
        // Also when it was not got: an answer that was lost on the way may have given it all the same.
        // A release that fails is made up for by the expiry.
        await this.#eval(RELEASE, agent, [owner], new AbortController().signal).catch(() => undefined);
      }
    });
  }

  async #acquire(agent: string, owner: string, signal: AbortSignal): Promise<HeldLock> {
    const { clock, random, waitMs = WAIT_MS } = this.#options;
    const deadlineMs = clock.monotonicMs() + waitMs;
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, MOST_POLL_MS)) {
      const askedAt = instant(clock);
      const token = await this.#eval(ACQUIRE, agent, [owner, String(this.#ttlMs), agent], signal);
      if (token > 0n) {
        const renew = (): Promise<bigint> => this.#eval(RENEW, agent, [owner, String(this.#ttlMs)], signal);
        return new HeldLock({ token, askedAt, ttlMs: this.#ttlMs, clock, renew, agent });
      }
      if (clock.monotonicMs() >= deadlineMs) {
        throw new SubscriptionsError('agent_busy', `Another host is switching the agent “${agent}”.`, {
          remedy: 'Try again in a minute.',
          retryable: true,
        });
      }
      await sleep(clock, pollMs + random.below(pollMs), signal);
    }
  }

  async #eval(script: string, agent: string, args: readonly string[], signal: AbortSignal): Promise<bigint> {
    const { connection } = this.#options;
    const keys = [connection.key(`lock:${agent}`), connection.key('fences')];
    const reply = await connection.run(client => client.eval(script, { keys, arguments: [...args] }), signal);
    return BigInt(Number(reply));
  }
}

interface Instant {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

function instant(clock: Clock): Instant {
  return { monotonicMs: clock.monotonicMs(), wallMs: clock.now() };
}

/** A lock while it is held: renews itself, and says when it may have gone to somebody else. */
class HeldLock implements Fence {
  readonly token: bigint;
  readonly signal: AbortSignal;
  readonly #lost = new AbortController();
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #renew: () => Promise<bigint>;
  readonly #agent: string;
  #askedAt: Instant;
  #timer: Timer | undefined;
  #hasEnded = false;

  constructor(options: {
    readonly token: bigint;
    /** From before the question: what is counted from here cannot outlast the lock. */
    readonly askedAt: Instant;
    readonly ttlMs: number;
    readonly clock: Clock;
    readonly renew: () => Promise<bigint>;
    readonly agent: string;
  }) {
    this.token = options.token;
    this.signal = this.#lost.signal;
    this.#askedAt = options.askedAt;
    this.#ttlMs = options.ttlMs;
    this.#clock = options.clock;
    this.#renew = options.renew;
    this.#agent = options.agent;
    this.#schedule();
  }

  isHeld(): boolean {
    if (this.#hasEnded || this.signal.aborted) return false;
    const { monotonicMs, wallMs } = instant(this.#clock);
    // While the computer sleeps monotonic time may stand still; Redis does not wait. A wall clock set back proves nothing.
    const passedMs = Math.max(monotonicMs - this.#askedAt.monotonicMs, wallMs - this.#askedAt.wallMs);
    return passedMs < this.#ttlMs;
  }

  end(): void {
    this.#hasEnded = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    this.#timer = this.#clock.schedule(this.#ttlMs / 3, () => void this.#prolong());
  }

  async #prolong(): Promise<void> {
    const askedAt = instant(this.#clock);
    // No answer is no loss yet: the lock stands until it expires.
    const isOurs = await this.#renew().then(
      reply => reply > 0n,
      () => undefined,
    );
    if (this.#hasEnded) return;
    if (isOurs === true) this.#askedAt = askedAt;
    if (isOurs === false || !this.isHeld()) this.#lose();
    else this.#schedule();
  }

  #lose(): void {
    this.#lost.abort(
      new SubscriptionsError('agent_lock_lost', `The lock of the agent “${this.#agent}” was lost.`, {
        remedy: 'The switch is carried out by whoever holds the lock now.',
        retryable: true,
      }),
    );
  }
}
