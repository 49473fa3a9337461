import type { AgentOutcome, SubscriptionEvent } from '../events.ts';
import { OWN_TOKENS, type TokenRegister } from '../shared/token-register.ts';
import type { Subscription } from '../vault/subscription.ts';
import type { NewSubscription, SubscriptionVault } from '../vault/vault.ts';
import type { Applier } from './applier.ts';
import { FAN_OUT, type RotationContext } from './context.ts';
import { guarded, outcomeOf } from './guarded.ts';
import { inParallel } from './in-parallel.ts';
import { type Applied, failedFor, outdated, thrownReason } from './outcomes.ts';
import { notSwitched, type SwitchResult } from './results.ts';
import type { Assignment } from './state.ts';
import type { MoveRequest } from './switcher.ts';

/** Options of {@link SubscriptionKeeper}. */
export interface KeeperOptions extends Omit<RotationContext, 'vault'> {
  readonly vault: SubscriptionVault;
  readonly applier: Applier;
  /** Default: this host's tokens are the present ones. */
  readonly tokens?: TokenRegister;
  /** Told of each new token before any agent is: what is known of the former one says nothing of it. */
  readonly onReplaced?: (subscriptionId: string) => void;
  /** How many agents are told at a time. Default 64. */
  readonly fanOut?: number;
}

/** What removing a subscription came to. */
export interface Removal {
  readonly subscription: Subscription;
  readonly outcomes: readonly AgentOutcome[];
  /** Agents that have not confirmed yet that they no longer use it. */
  readonly stillLiveIn: readonly string[];
}

/**
 * Changes of the subscriptions themselves, with what follows for the agents on them. Nothing is left half done by a
 * crash: what an agent has not confirmed is repeated by the reconciliation.
 */
export class SubscriptionKeeper {
  readonly #options: KeeperOptions;
  /** By id of a subscription that is being removed: the outcomes that were told last. */
  readonly #told = new Map<string, string>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Throws as `SubscriptionVault.add`. */
  async add(draft: NewSubscription, signal: AbortSignal): Promise<Subscription> {
    const added = await this.#options.vault.add(draft, signal);
    this.#emit({ type: 'subscriptionAdded', at: this.#now(), subscription: added.name });
    return added;
  }

  /**
   * Key rollover: stores the new token and brings it to every agent on the subscription, each under its own lock. One
   * agent's failure stops neither the others nor the replacement. The caller has tested the token. Throws as
   * `SubscriptionVault.replace`.
   */
  async replace(
    nameOrId: string,
    token: string,
    signal: AbortSignal,
  ): Promise<{
    readonly subscription: Subscription;
    readonly changed: boolean;
    readonly outcomes: readonly AgentOutcome[];
  }> {
    const { vault } = this.#options;
    const { id } = vault.find(nameOrId);
    // Before anything is stored: a register that cannot be reached would leave the other hosts on the former token.
    const wasOutdated = await this.#isOutdated(id, signal);
    const { subscription, changed: isNew } = await vault.replace(id, token, signal);
    const changed = isNew || wasOutdated;
    if (!changed) return { subscription, changed, outcomes: [] };
    this.#options.onReplaced?.(id);
    this.#emit({ type: 'subscriptionReplaced', at: this.#now(), subscription: subscription.name });
    return { subscription, changed, outcomes: await this.rollOut(subscription, signal) };
  }

  /** Makes this host's token the fleet's, and brings it to all agents on the subscription; emits the table of outcomes and gives it. */
  async rollOut(subscription: Subscription, signal: AbortSignal): Promise<readonly AgentOutcome[]> {
    const { state, tokens = OWN_TOKENS } = this.#options;
    // First: from here on no other host can put an agent on the former token, and those that are on it are listed.
    await tokens.publish(subscription.id, signal);
    const onIt = (await state.list(signal)).filter(({ subscriptionId }) => subscriptionId === subscription.id);
    const outcomes = await inParallel(onIt, this.#options.fanOut ?? FAN_OUT, ({ agent }) =>
      this.#reloadOne(agent, subscription, signal),
    );
    return this.#summary('replaced', subscription, outcomes);
  }

  /** Brings the present token to one agent that is still on the former one: a crash came before it was told. */
  async catchUp(agent: string, subscription: Subscription, signal: AbortSignal): Promise<void> {
    await this.#reloadOne(agent, subscription, signal);
  }

  /**
   * Removes a subscription: nobody gets it any more, its token is deleted, and every agent on it is moved to the best
   * other one, or loses its credential at once. Throws `subscription_unknown`.
   */
  async remove(nameOrId: string, signal: AbortSignal): Promise<Removal> {
    const { vault } = this.#options;
    const { id, name } = vault.find(nameOrId);
    const subscription = await vault.retire(id, signal);
    const removal = await this.finishRemoval(subscription, signal);
    this.#emit({ type: 'subscriptionRemoved', at: this.#now(), subscription: name, stillLiveIn: removal.stillLiveIn });
    return removal;
  }

  /** The second half of {@link remove}, which is also what a start after a crash repeats. */
  async finishRemoval(subscription: Subscription, signal: AbortSignal): Promise<Removal> {
    const { state } = this.#options;
    // From here on no switch that is under way can bring another agent onto it.
    await state.retire(subscription.id, signal);
    const onIt = (await state.list(signal)).filter(({ subscriptionId }) => subscriptionId === subscription.id);
    const outcomes = await inParallel(onIt, this.#options.fanOut ?? FAN_OUT, ({ agent }) =>
      this.#leave(agent, subscription, signal),
    );
    if (onIt.length > 0) this.#tellRemoval(subscription, outcomes);
    return { subscription, outcomes, stillLiveIn: await this.forgetIfUnused(subscription, signal) };
  }

  /** The agents that may still have a removed subscription live; drops its entry when there are none. */
  async forgetIfUnused(subscription: Subscription, signal: AbortSignal): Promise<readonly string[]> {
    const stillLiveIn = await this.liveIn(subscription.id, signal);
    if (stillLiveIn.length > 0) return stillLiveIn;
    this.#told.delete(subscription.id);
    if (await this.#options.vault.forget(subscription.id, signal)) {
      this.#emit({ type: 'subscriptionRevoked', at: this.#now(), subscription: subscription.name });
    }
    return [];
  }

  /** Agents that may have the subscription live, whether or not they are assigned to it. */
  async liveIn(subscriptionId: string, signal: AbortSignal): Promise<readonly string[]> {
    const all = await this.#options.state.list(signal);
    return all.filter(one => isLive(one, subscriptionId)).map(({ agent }) => agent);
  }

  async #isOutdated(id: string, signal: AbortSignal): Promise<boolean> {
    return (await (this.#options.tokens ?? OWN_TOKENS).outdated([id], signal)).has(id);
  }

  async #reloadOne(
    agent: string,
    { id, name, replacedAtMs }: Subscription,
    signal: AbortSignal,
  ): Promise<AgentOutcome> {
    const { locks, state, applier, clock } = this.#options;
    const row = (applied: Applied): AgentOutcome => ({ agent, ...applied, subscription: name });
    const hasLeft: AgentOutcome = {
      agent,
      result: 'left it meanwhile',
      told: { code: 'order_left' },
      subscription: null,
    };
    try {
      return await locks.withLock(agent, signal, async fence => {
        const current = await state.read(agent, signal);
        if (current?.subscriptionId !== id) return hasLeft;
        // It got the present token since: by a roll-out that runs beside this one.
        const isDone = current.cause === 'replaced' && current.sinceMs > (replacedAtMs ?? current.sinceMs);
        if (isDone && current.result !== null) return row({ result: current.result, told: current.told });
        const change = { agent, expectedGeneration: current.generation, subscriptionId: id, fence: fence.token };
        // Never before the replacement, which a wall clock that was set back would make it.
        const atMs = Math.max(clock.now(), replacedAtMs ?? 0);
        // A new generation although the subscription stays: the agent must tell the new token from the old one.
        const outcome = await state.change({ ...change, cause: 'replaced', atMs }, signal);
        if (outcome.kind === 'outdated') return row(failedFor(outdated(name)));
        if (outcome.kind !== 'assigned') return hasLeft;
        const within = AbortSignal.any([signal, fence.signal]);
        return row(await applier.apply({ assignment: outcome.assignment, fence, mayRestart: true }, within));
      });
    } catch (error) {
      if (signal.aborted) throw error;
      return row(failedFor(thrownReason(error)));
    }
  }

  async #leave(agent: string, subscription: Subscription, signal: AbortSignal): Promise<AgentOutcome> {
    try {
      return outcomeOf(await guarded(agent, signal, () => this.#moveOrRevoke(agent, subscription, signal)));
    } catch (error) {
      if (signal.aborted) throw error;
      return { agent, ...failedFor(thrownReason(error)), subscription: subscription.name };
    }
  }

  async #moveOrRevoke(agent: string, { id }: Subscription, signal: AbortSignal): Promise<SwitchResult> {
    const { locks, state, switcher } = this.#options;
    return locks.withLock(agent, signal, async fence => {
      const current = await state.read(agent, signal);
      if (current?.subscriptionId !== id) return switcher.stale(agent, current);
      const within = AbortSignal.any([signal, fence.signal]);
      const request: MoveRequest = { cause: 'removed', because: 'its subscription was removed', isQuiet: true };
      const moved = await switcher.moveAway(current, request, fence, within);
      if (moved.switched || moved.why !== 'no_alternative') return moved;
      const placement = { subscription: undefined, headroom: null, whyThere: 'no other one can take it' };
      const revoked = await switcher.place(agent, current, placement, request, fence, within);
      return revoked ?? notSwitched(agent, 'failed', 'The credential could not be taken away.');
    });
  }

  /** A removal is repeated until it succeeds; its table is told once for each change of it. */
  #tellRemoval(subscription: Subscription, outcomes: readonly AgentOutcome[]): void {
    const table = JSON.stringify(outcomes);
    if (this.#told.get(subscription.id) === table) return;
    this.#told.set(subscription.id, table);
    this.#summary('removed', subscription, outcomes);
  }

  #summary(
    action: 'replaced' | 'removed',
    { name }: Subscription,
    outcomes: readonly AgentOutcome[],
  ): readonly AgentOutcome[] {
    this.#emit({ type: 'rolloverSummary', at: this.#now(), action, subscription: name, outcomes });
    return outcomes;
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #emit(event: SubscriptionEvent): void {
    this.#options.emit(event);
  }
}

/** Whether an assignment is older than the token of its subscription. */
export function isBehind({ sinceMs }: Assignment, { replacedAtMs }: Subscription): boolean {
  return replacedAtMs !== null && sinceMs < replacedAtMs;
}

/** Whether the agent may have this subscription live. */
export function isLive({ subscriptionId, maybeLive }: Assignment, id: string): boolean {
  return subscriptionId === id || maybeLive.includes(id);
}
