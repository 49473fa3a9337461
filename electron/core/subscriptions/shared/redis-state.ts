import { z } from 'zod';
import { Told } from '../../../contract/index.ts';
import type { Clock } from '../../platform/index.ts';
import {
  type Assignment,
  type AssignmentChange,
  assignmentCauseSchema,
  type ChangeOutcome,
  FAILURES_KEPT_MS,
  type FailureEvent,
  failureEventSchema,
  MOST_FAILURES,
  type RotationState,
} from '../rotation/state.ts';
import type { SubscriptionIds } from '../vault/vault.ts';
import { SubscriptionsError } from './errors.ts';
import type { RedisConnection } from './redis-connection.ts';
import { APPEND_FAILURE, CHANGE, CLAIM_NAME, FORGET, RENAME, SETTLE } from './redis-scripts.ts';

/** Retired ids only guard against orders that were under way. */
const RETIRED_KEPT_MS = 30 * 86_400_000;

/** By which code a result is told. A host of an older version writes results without one and leaves the former here. */
const saidSchema = z.object({ result: z.string(), told: Told });

function toldOf(result: string, said = ''): Pick<Assignment, 'told'> {
  if (said === '') return {};
  const known = saidSchema.safeParse(JSON.parse(said));
  return known.success && known.data.result === result ? { told: known.data.told } : {};
}

/** An assignment as the scripts write it: '' for null, lists joined by blanks. */
const rowSchema = z
  .object({
    agent: z.string(),
    subscriptionId: z.string(),
    generation: z.number().int().positive(),
    sinceMs: z.number(),
    cause: assignmentCauseSchema,
    confirmedGeneration: z.number().int().nonnegative(),
    maybeLive: z.string(),
    result: z.string(),
    /** {@link saidSchema} as JSON; '' and absent for none. */
    said: z.string().optional(),
  })
  .transform(
    ({ said, ...row }): Assignment => ({
      ...row,
      ...toldOf(row.result, said),
      subscriptionId: row.subscriptionId === '' ? null : row.subscriptionId,
      maybeLive: row.maybeLive === '' ? [] : row.maybeLive.split(' '),
      result: row.result === '' ? null : row.result,
    }),
  );

/** Options of {@link RedisState}. */
export interface RedisStateOptions {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  /** See `RedisTokens.own`: nobody is put on a subscription by a host that has a former token of it. Default: none. */
  readonly digest?: (subscriptionId: string, signal: AbortSignal) => Promise<string | undefined>;
}

/**
 * The {@link RotationState} that several hosts share. A change compares generation and number of the lock in Redis
 * itself, so a host that stood still while another one took over cannot write. Tokens never go in here.
 */
export class RedisState implements RotationState, SubscriptionIds {
  readonly #redis: RedisConnection;
  readonly #clock: Clock;
  readonly #digest: NonNullable<RedisStateOptions['digest']>;

  constructor({ connection, clock, digest = async () => undefined }: RedisStateOptions) {
    this.#redis = connection;
    this.#clock = clock;
    this.#digest = digest;
  }

  async read(agent: string, signal: AbortSignal): Promise<Assignment | undefined> {
    const raw = await this.#redis.run(client => client.hGet(this.#redis.key('assignments'), agent), signal);
    return raw == null ? undefined : parse(rowSchema, raw, 'assignment');
  }

  async list(signal: AbortSignal): Promise<readonly Assignment[]> {
    const raw = await this.#redis.run(client => client.hVals(this.#redis.key('assignments')), signal);
    return raw.map(one => parse(rowSchema, one, 'assignment'));
  }

  async agentCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const raw = await this.#redis.run(client => client.hGetAll(this.#redis.key('counts')), signal);
    return new Map(Object.entries(raw).map(([id, count]) => [id, Number(count)]));
  }

  async change(change: AssignmentChange, signal: AbortSignal): Promise<ChangeOutcome> {
    const { agent, expectedGeneration, fence, minGeneration = 1, subscriptionId, cause, atMs } = change;
    const digest = subscriptionId === null ? undefined : await this.#digest(subscriptionId, signal);
    const reply = await this.#eval(
      CHANGE,
      ['assignments', 'counts', 'retired', 'tokens'],
      [agent, expectedGeneration, fence, minGeneration, subscriptionId ?? '', cause, atMs, digest ?? ''],
      signal,
    );
    const [kind, raw] = parse(z.tuple([z.string(), z.string()]), reply, 'reply');
    if (kind === 'assigned') return { kind, assignment: parse(rowSchema, raw, 'assignment') };
    if (kind === 'changed') return { kind, current: raw === '' ? undefined : parse(rowSchema, raw, 'assignment') };
    return kind === 'retired' || kind === 'outdated' ? { kind } : { kind: 'fenced' };
  }

  async settle(
    { agent, generation, result, told, live, landed = [] }: Parameters<RotationState['settle']>[0],
    signal: AbortSignal,
  ): Promise<void> {
    const known = live === undefined ? ['0', ''] : ['1', live.join(' ')];
    const said = told === undefined ? '' : JSON.stringify({ result, told });
    await this.#eval(SETTLE, ['assignments'], [agent, generation, result, ...known, landed.join(' '), said], signal);
  }

  async forget(agent: string, signal: AbortSignal): Promise<void> {
    await this.#eval(FORGET, ['assignments', 'counts'], [agent], signal);
  }

  async retire(subscriptionId: string, signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.now();
    const names = await this.#redis.run(client => client.hGetAll(this.#redis.key('names')), signal);
    const own = Object.entries(names).filter(([, id]) => id === subscriptionId);
    await this.#redis.run(
      client =>
        client
          .multi()
          .zAdd(this.#redis.key('retired'), { score: nowMs, value: subscriptionId })
          .zRemRangeByScore(this.#redis.key('retired'), 0, nowMs - RETIRED_KEPT_MS)
          .hDel(this.#redis.key('tokens'), subscriptionId)
          .hDel(this.#redis.key('names'), ['', ...own.map(([name]) => name)])
          .exec(),
      signal,
    );
  }

  async claim(name: string, proposed: string, signal: AbortSignal): Promise<string> {
    return z.string().parse(await this.#eval(CLAIM_NAME, ['names'], [name, proposed], signal));
  }

  async rename(from: string, to: string, id: string, signal: AbortSignal): Promise<boolean> {
    return Number(await this.#eval(RENAME, ['names'], [from, to, id], signal)) === 1;
  }

  async appendFailure(event: FailureEvent, signal: AbortSignal): Promise<void> {
    const { agent, subscriptionId, kind, window, occurredAtMs } = event;
    const field = `${subscriptionId} ${kind ?? ''} ${window ?? ''}`;
    const oldestMs = this.#clock.now() - FAILURES_KEPT_MS;
    await this.#eval(
      APPEND_FAILURE,
      ['failures', 'newest', `failures:${agent}`],
      [JSON.stringify(event), occurredAtMs, field, oldestMs, MOST_FAILURES, FAILURES_KEPT_MS],
      signal,
    );
  }

  async failures(
    { sinceMs, agent }: { readonly sinceMs: number; readonly agent?: string | undefined },
    signal: AbortSignal,
  ): Promise<readonly FailureEvent[]> {
    const key = this.#redis.key(agent === undefined ? 'failures' : `failures:${agent}`);
    const raw = await this.#redis.run(client => client.zRangeByScore(key, sinceMs, '+inf'), signal);
    return raw.map(one => parse(failureEventSchema, one, 'failure'));
  }

  async latestFailures(signal: AbortSignal): Promise<readonly FailureEvent[]> {
    const raw = await this.#redis.run(client => client.hVals(this.#redis.key('newest')), signal);
    return raw.map(one => parse(failureEventSchema, one, 'failure'));
  }

  #eval(
    script: string,
    keys: readonly string[],
    args: readonly (string | number | bigint)[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const names = keys.map(name => this.#redis.key(name));
    return this.#redis.run(client => client.eval(script, { keys: names, arguments: args.map(String) }), signal);
  }
}

/** What another host wrote is foreign input. */
function parse<Value>(schema: z.ZodType<Value>, raw: unknown, what: string): Value {
  try {
    return schema.parse(typeof raw === 'string' ? JSON.parse(raw) : raw);
  } catch (cause) {
    throw new SubscriptionsError('shared_state_misconfigured', `Redis holds an ${what} that cannot be read.`, {
      remedy: 'Let all hosts of the fleet run the same release, or give this fleet a name of its own.',
      cause,
    });
  }
}
