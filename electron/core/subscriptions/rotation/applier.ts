import type { ReloadOrder, ReloadReply, RestartResult } from '../../agents/index.ts';
import { type Clock, isAbortError, type SecretScrubber } from '../../platform/index.ts';
import type { SubscriptionEvent } from '../events.ts';
import type { Fence } from '../locks/agent-locks.ts';
import { OWN_TOKENS, type TokenRegister } from '../shared/token-register.ts';
import { type Fleet, type FleetAgent, isClaude, type TokenSource } from './fleet.ts';
import {
  type Applied,
  cleanForeign,
  type Foreign,
  failed,
  failedFor,
  MOVED_ELSEWHERE,
  noHook,
  type Outcome,
  outdated,
  putElsewhere,
  REASONS,
  type Reason,
  refusal,
  restartFailed,
  restartPending,
  thrownReason,
  unreached,
} from './outcomes.ts';
import type { Assignment, RotationState } from './state.ts';
import { adopt, placesOf } from './take-over.ts';

/** Options of {@link Applier}; `tokens` by default: this host's are the present ones. */
export interface ApplierOptions {
  readonly fleet: Fleet;
  readonly vault: TokenSource;
  readonly state: RotationState;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  readonly emit: (event: SubscriptionEvent) => void;
  readonly tokens?: TokenRegister;
  /** How long running work may put off a restart that is needed. Default 10 minutes. */
  readonly drainMs?: number;
}

/** What to carry out. */
export interface ApplyOrder {
  readonly assignment: Assignment;
  /** Of the lock under which the assignment was read. */
  readonly fence: Fence;
  /** Whether a restart is an option. A repeated attempt must not end work again and again. */
  readonly mayRestart: boolean;
  /** The agent changes between no credential and one: what was baked into it has to follow. */
  readonly changesMode?: boolean;
}

const DRAIN_MS = 600_000;
/**
 * Brings an assignment to its agent. Hot reload first, so that no work ends; a restart only where there is no other way
 * (no such endpoint, no answer, no token to send) and only through the agent's restart hook.
 */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #drainMs: number;

  constructor(options: ApplierOptions) {
    this.#options = options;
    this.#drainMs = options.drainMs ?? DRAIN_MS;
  }

  /** Carries out and notes it. Throws only when aborted. */
  async apply(order: ApplyOrder, signal: AbortSignal): Promise<Applied> {
    const { assignment } = order;
    const outcome = await this.#carryOut(order, signal);
    if (outcome === undefined) return failedFor(REASONS.overtaken);
    const { agent, generation } = assignment;
    await this.#options.state.settle({ agent, generation, ...outcome }, signal);
    const { result, told } = outcome;
    return { result, told };
  }

  async #carryOut(order: ApplyOrder, signal: AbortSignal): Promise<Outcome | undefined> {
    const { assignment, fence } = order;
    const { agent, subscriptionId } = assignment;
    const target = this.#options.fleet.find(agent);
    if (target === undefined) return failed(REASONS.agentUnknown);
    if (subscriptionId === null) {
      return this.#settle(order, target, undefined, await this.#revoke(target, assignment, fence, signal), signal);
    }
    // Of a fleet that knows more than this host: another one has its token, and a restart would bring none.
    const subscription = this.#options.vault.byId(subscriptionId);
    if (subscription === undefined) return failed(REASONS.subscriptionUnknown);
    const { tokens = OWN_TOKENS } = this.#options;
    if ((await tokens.outdated([subscriptionId], signal)).size > 0) return failed(outdated(subscription.name));
    const reload = await this.#reloadOrder(target, assignment, subscriptionId, signal);
    if (reload === undefined) return this.#restart(order, target, undefined, REASONS.noToken, signal);
    return this.#settle(order, target, reload, await this.#reload(target, reload, fence, signal), signal);
  }

  /** The token is read here, under the lock, so that an order never carries one that was replaced meanwhile. */
  async #reloadOrder(
    { runtime }: FleetAgent,
    assignment: Assignment,
    subscriptionId: string,
    signal: AbortSignal,
  ): Promise<ReloadOrder | undefined> {
    const token = await this.#options.vault.token(subscriptionId, signal);
    const subscription = this.#options.vault.byId(subscriptionId);
    if (token === undefined || subscription === undefined) return undefined;
    const { name, fingerprint, kind } = subscription;
    const { generation, cause } = assignment;
    // A person's wish counts wherever the agent is; what we decided by ourselves rests on where we took it to be.
    const places = cause === 'by_hand' ? undefined : placesOf(assignment, this.#options.vault);
    const removeApiKey = isClaude(runtime) && kind === 'setup_token';
    return {
      token,
      subscription: name,
      fingerprint,
      generation,
      removeApiKey,
      ...(places === undefined ? {} : { onlyFrom: places }),
    };
  }

  #reload(target: FleetAgent, order: ReloadOrder, fence: Fence, signal: AbortSignal): Promise<ReloadReply> {
    return this.#ask(fence, () => target.port.reload(order, signal));
  }

  #revoke(target: FleetAgent, { generation }: Assignment, fence: Fence, signal: AbortSignal): Promise<ReloadReply> {
    return this.#ask(fence, () => target.port.revoke({ generation }, signal));
  }

  async #ask(fence: Fence, call: () => Promise<ReloadReply>): Promise<ReloadReply> {
    if (!fence.isHeld()) return { kind: 'stale' };
    try {
      return await call();
    } catch (error) {
      if (isAbortError(error) || fence.signal.aborted) throw error;
      const { text: reason, told } = thrownReason(error);
      return { kind: 'rejected', status: 0, reason, told };
    }
  }

  async #settle(
    order: ApplyOrder,
    target: FleetAgent,
    reload: ReloadOrder | undefined,
    reply: ReloadReply,
    signal: AbortSignal,
  ): Promise<Outcome | undefined> {
    const { assignment, fence } = order;
    const live = assignment.subscriptionId === null ? [] : [assignment.subscriptionId];
    switch (reply.kind) {
      case 'reloaded':
        return { ...(await this.#reloaded(order, target, reload, reply, signal)), landed: live };
      case 'not-running':
        return { result: 'not_running', live: undefined };
      case 'no-container':
        // What was in the container went with it.
        return { result: 'no_container', live: assignment.subscriptionId === null ? live : undefined };
      case 'unsupported':
        return this.#restart(order, target, reload, REASONS.noReload, signal);
      case 'unreachable':
        return {
          ...(await this.#restart(order, target, reload, unreached(this.#clean(reply)), signal)),
          landed: live,
        };
      case 'elsewhere':
        return this.#adopt(order, reply.subscription, signal);
      case 'stale':
        return fence.isHeld() ? this.#realign(order, target, signal) : undefined;
      case 'rejected':
        return failed(refusal(reply.status, this.#clean(reply)));
    }
  }

  async #adopt(
    { assignment, fence }: ApplyOrder,
    subscription: string,
    signal: AbortSignal,
  ): Promise<Outcome | undefined> {
    const elsewhere = await adopt(assignment, subscription, fence, this.#options, signal);
    if (elsewhere?.kind === 'unknown') return failed(putElsewhere(subscription));
    return elsewhere === undefined
      ? undefined
      : {
          result: MOVED_ELSEWHERE,
          told: { code: 'order_moved_elsewhere' },
          live: undefined,
        };
  }

  async #reloaded(
    order: ApplyOrder,
    target: FleetAgent,
    reload: ReloadOrder | undefined,
    { envShadow }: Extract<ReloadReply, { kind: 'reloaded' }>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { agent, subscriptionId } = order.assignment;
    if (envShadow.length > 0) {
      this.#options.emit({
        type: 'agentKeyShadowed',
        at: this.#options.clock.now(),
        agent,
        keys: envShadow.slice(0, 8),
      });
    }
    const done: Outcome = { result: 'hot_reloaded', live: subscriptionId === null ? [] : [subscriptionId] };
    // The credential is in place already: work that runs is not worth ending for what was baked in.
    const isRebaked = order.changesMode === true && order.mayRestart && target.port.restart !== undefined;
    if (!isRebaked || (await this.#activeTasks(target, signal)) > 0) return done;
    const restarted = await this.#runHook(target, reload, signal);
    return restarted?.ok === true ? { ...done, result: 'success' } : done;
  }

  /**
   * The agent has seen a higher number than ours although nobody else has switched it: the numbers began anew here, for
   * example with an emptied shared state. Goes above its number, once.
   */
  async #realign(order: ApplyOrder, target: FleetAgent, signal: AbortSignal): Promise<Outcome | undefined> {
    const { assignment, fence } = order;
    const { agent, generation, subscriptionId, cause, sinceMs } = assignment;
    const seen = (await target.port.health(signal)).generation;
    if (seen === undefined || seen < generation) return failed(REASONS.takenForOld);
    const change = await this.#options.state.change(
      {
        agent,
        expectedGeneration: generation,
        subscriptionId,
        cause,
        atMs: sinceMs,
        fence: fence.token,
        minGeneration: seen + 1,
      },
      signal,
    );
    if (change.kind !== 'assigned') return undefined;
    const again = { ...order, assignment: change.assignment };
    const reload =
      subscriptionId === null ? undefined : await this.#reloadOrder(target, change.assignment, subscriptionId, signal);
    const reply =
      reload === undefined
        ? await this.#revoke(target, change.assignment, fence, signal)
        : await this.#reload(target, reload, fence, signal);
    const outcome =
      reply.kind === 'stale' ? failed(REASONS.takenForOld) : await this.#settle(again, target, reload, reply, signal);
    if (outcome !== undefined) {
      await this.#options.state.settle({ agent, generation: change.assignment.generation, ...outcome }, signal);
    }
    // What is settled here is no late word of the generation before.
    return outcome === undefined ? undefined : { ...outcome, landed: undefined };
  }

  async #restart(
    order: ApplyOrder,
    target: FleetAgent,
    reload: ReloadOrder | undefined,
    why: Reason,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { assignment, mayRestart, fence } = order;
    if (target.port.restart === undefined) return failed(noHook(why));
    if (!mayRestart) return failed(why);
    const waitedMs = this.#options.clock.now() - assignment.sinceMs;
    const active = waitedMs < this.#drainMs ? await this.#activeTasks(target, signal) : 0;
    if (active > 0) return { ...restartPending(active), live: undefined };
    if (!fence.isHeld()) return failed(REASONS.lockLost);
    const ended = await this.#runHook(target, reload, signal);
    if (ended?.ok === false) return failed(restartFailed(why, this.#clean(ended)));
    // Without a token nobody can say what it started on: it may be what it had before.
    const isKnown = reload !== undefined || assignment.subscriptionId === null;
    const live = isKnown ? [assignment.subscriptionId].filter(id => id !== null) : assignment.maybeLive;
    return { result: 'success', live };
  }

  async #runHook(
    target: FleetAgent,
    reload: ReloadOrder | undefined,
    signal: AbortSignal,
  ): Promise<RestartResult | undefined> {
    try {
      return await target.port.restart?.(reload, signal);
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      const { text: reason, told } = thrownReason(error);
      return { ok: false, reason, told };
    }
  }

  /** Zero also when it does not say. */
  async #activeTasks(target: FleetAgent, signal: AbortSignal): Promise<number> {
    try {
      return (await target.port.health(signal)).activeTasks ?? 0;
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      return 0;
    }
  }

  #clean(said: Foreign): Foreign {
    return cleanForeign(said, this.#options.scrubber);
  }
}
