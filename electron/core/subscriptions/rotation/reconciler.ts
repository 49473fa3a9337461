import { type Clock, errorMessage, isAbortError, type Random, sleep, untilBeat } from '../../platform/index.ts';
import { isStateUnavailable } from '../shared/errors.ts';
import type { Repairs } from '../vault/repair.ts';
import type { Subscription } from '../vault/subscription.ts';
import type { Applier } from './applier.ts';
import { inParallel } from './in-parallel.ts';
import { isBehind, type KeeperOptions, type SubscriptionKeeper } from './keeper.ts';
import { RESTART_PENDING } from './outcomes.ts';
import type { Assignment } from './state.ts';

/** Options of {@link Reconciler}. */
export interface ReconcilerOptions extends KeeperOptions {
  readonly applier: Applier;
  readonly keeper: SubscriptionKeeper;
  readonly random: Random;
  readonly clock: Clock;
}

/** How often all is looked through. */
const PERIOD_MS = 5_000;
/** An agent that did not confirm is asked again after this, doubling up to the most. */
const FIRST_RETRY_MS = 5_000;
const MOST_RETRY_MS = 900_000;
/** Few at a time: this is repair work, and those who do not answer take their time. */
const CONCURRENCY = 16;

interface Attempt {
  readonly generation: number;
  readonly failures: number;
  /** On the monotonic clock. */
  readonly dueMs: number;
}

/**
 * Repeats what agents have not confirmed until they agree with their assignment: after a crash, for agents that were
 * stopped or could not be reached, and for removed subscriptions that may still be live somewhere. Also brings agents
 * back from an API key. Never ends work twice for one assignment.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #attempts = new Map<string, Attempt>();
  #stop: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Begins; `repairs` is what opening the vault found. Ends with `signal` or {@link stop}. */
  start(repairs: Pick<Repairs, 'replaced'>, signal: AbortSignal): void {
    if (this.#stop !== undefined) return;
    this.#stop = new AbortController();
    const within = AbortSignal.any([signal, this.#stop.signal]);
    this.#running = this.#run([...repairs.replaced], within);
  }

  /** Resolves when nothing is under way any more. May be called twice. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    this.#stop = undefined;
    await this.#running;
  }

  /** One look through everything: what is due is tried. Throws what the state throws. */
  async pass(signal: AbortSignal): Promise<void> {
    const { vault, state, keeper, clock, fleet } = this.#options;
    for (const subscription of vault.removing()) await keeper.finishRemoval(subscription, signal);
    const nowMs = clock.monotonicMs();
    const all = await state.list(signal);
    await inParallel(this.#behind(all), CONCURRENCY, ([agent, one]) => keeper.catchUp(agent, one, signal));
    const due = all.filter(one => this.#isDue(one, nowMs) && fleet.find(one.agent) !== undefined);
    await inParallel(due, CONCURRENCY, one => this.#settle(one, signal));
    const onKeys = all.filter(({ cause, agent }) => cause === 'api_key_fallback' && fleet.find(agent) !== undefined);
    await inParallel(onKeys, CONCURRENCY, ({ agent }) => this.#bringBack(agent, signal));
    for (const subscription of vault.removing()) await keeper.forgetIfUnused(subscription, signal);
    const known = new Set(all.map(({ agent }) => agent));
    for (const agent of this.#attempts.keys()) if (!known.has(agent)) this.#attempts.delete(agent);
  }

  async #run(replaced: string[], signal: AbortSignal): Promise<void> {
    const { clock, logger, keeper, vault } = this.#options;
    while (!signal.aborted) {
      try {
        for (let id = replaced[0]; id !== undefined; id = replaced[0]) {
          const subscription = vault.byId(id);
          if (subscription !== undefined) await keeper.rollOut(subscription, signal);
          replaced.shift();
        }
        await this.pass(signal);
      } catch (error) {
        // A shared state that is away has its own event; everything else would be a surprise.
        if (!signal.aborted && !isStateUnavailable(error)) {
          logger.warn('the reconciliation of agents failed', { reason: errorMessage(error) });
        }
      }
      await sleep(clock, untilBeat(clock, PERIOD_MS), signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  /** Agents that a crash left on the former token of their subscription. */
  #behind(all: readonly Assignment[]): readonly (readonly [agent: string, on: Subscription])[] {
    const { vault, fleet } = this.#options;
    return all.flatMap(one => {
      const on = one.subscriptionId === null ? undefined : vault.byId(one.subscriptionId);
      const isOurs = on?.state === 'active' && isBehind(one, on) && fleet.find(one.agent) !== undefined;
      return isOurs ? [[one.agent, on] as const] : [];
    });
  }

  #isDue({ agent, generation, confirmedGeneration, result, sinceMs }: Assignment, nowMs: number): boolean {
    if (confirmedGeneration === generation) {
      this.#attempts.delete(agent);
      return false;
    }
    const attempt = this.#attempts.get(agent);
    if (attempt?.generation === generation) return attempt.dueMs <= nowMs;
    // A switch that is just being carried out is left to whoever carries it out.
    const ageMs = this.#options.clock.now() - sinceMs;
    return result !== null || ageMs < 0 || ageMs >= FIRST_RETRY_MS;
  }

  async #settle({ agent }: Assignment, signal: AbortSignal): Promise<void> {
    const { locks, state, applier, clock } = this.#options;
    try {
      await locks.withLock(agent, signal, async fence => {
        const current = await state.read(agent, signal);
        if (current === undefined || current.confirmedGeneration === current.generation) return;
        this.#noteAttempt(current);
        const mayRestart = current.result === null || current.result.startsWith(RESTART_PENDING);
        const within = AbortSignal.any([signal, fence.signal]);
        await applier.apply({ assignment: current, fence, mayRestart }, within);
      });
    } catch (error) {
      if (signal.aborted && isAbortError(error)) throw error;
      this.#options.logger.warn('an agent could not be reconciled', { agent, reason: errorMessage(error) });
    }
    const attempt = this.#attempts.get(agent);
    if (attempt !== undefined)
      this.#attempts.set(agent, { ...attempt, dueMs: clock.monotonicMs() + this.#delayMs(attempt) });
  }

  #noteAttempt({ agent, generation }: Assignment): void {
    const before = this.#attempts.get(agent);
    const failures = before?.generation === generation ? before.failures + 1 : 1;
    this.#attempts.set(agent, { generation, failures, dueMs: 0 });
  }

  /** Doubling, spread upward by up to a quarter, so that a fleet does not come back in one moment. */
  #delayMs({ failures }: Attempt): number {
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 16), MOST_RETRY_MS);
    return delayMs + this.#options.random.below(Math.floor(delayMs / 4) + 1);
  }

  async #bringBack(agent: string, signal: AbortSignal): Promise<void> {
    const { locks, state, switcher, settings } = this.#options;
    if (!settings.isAutomatic()) return;
    await locks.withLock(agent, signal, async fence => {
      const current = await state.read(agent, signal);
      if (current?.cause !== 'api_key_fallback') return;
      const within = AbortSignal.any([signal, fence.signal]);
      const request = { cause: 'returned', because: 'a subscription serves again', isQuiet: true } as const;
      await switcher.moveAway(current, request, fence, within);
    });
  }
}
